// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "reported_cases.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/xml_scanner.hpp"

namespace parallel_testing::launcher {

namespace {

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  return first == text.npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(),
                    [](char a, char b) { return a == lower(b); });
}

/// A test point without its number: `description # directive`.
struct described_point {
  std::string description;
  std::string directive;  ///< "", "skip" or "todo"
  std::string reason;
};

described_point describe(std::string_view text) {
  described_point found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_escape = text[at] == '\\' && at + 1 < text.size() &&
                           (text[at + 1] == '#' || text[at + 1] == '\\');
    if (is_escape) {
      found.description += text[++at];
      continue;
    }
    if (text[at] == '#') {
      const std::string_view rest = without_blanks(text.substr(at + 1));
      for (const std::string_view word : {"skip", "todo"}) {
        if (starts_with_word(rest, word)) {
          found.directive = word;
          // Some producers write "# SKIPPED" or "# skip:".
          const std::size_t end = rest.find_first_of(" \t");
          found.reason = end == rest.npos
                             ? ""
                             : std::string(without_blanks(rest.substr(end)));
          found.description = without_blanks(found.description);
          return found;
        }
      }
    }
    found.description += text[at];
  }
  found.description = without_blanks(found.description);
  return found;
}

/// Calls `take` with each line, without its end.
template <class Take>
void for_each_line(std::string_view text, const Take& take) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') {
      line.remove_suffix(1);
    }
    take(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

/// A line `ok …` or `not ok …`.
struct test_point {
  std::string line;
  bool is_bad = false;
  std::optional<std::size_t> number;
  /// `- ` before the description, a directive or no description at all: other
  /// words may be output that begins with "ok".
  bool has_dash = false;
  bool has_words = false;  ///< a description without "- "
  described_point text;
  std::string message;  ///< of its details, if it is bad
};

std::optional<test_point> point_in(std::string_view line) {
  test_point found;
  found.line = line;
  found.is_bad = starts_with(line, "not ok");
  if (!found.is_bad && !starts_with(line, "ok")) {
    return std::nullopt;
  }
  std::string_view rest = line.substr(found.is_bad ? 6 : 2);
  // "okay" and the like are output.
  if (!rest.empty() && rest[0] != ' ' && rest[0] != '\t') {
    return std::nullopt;
  }
  rest = without_blanks(rest);
  const std::size_t digits =
      std::min(rest.find_first_not_of("0123456789"), rest.size());
  const bool is_number =
      digits > 0 && (digits == rest.size() || rest[digits] == ' ' ||
                     rest[digits] == '\t' || rest[digits] == '#');
  if (is_number) {
    found.number = static_cast<std::size_t>(
        whole_number(rest.substr(0, digits), 1'000'000'000).value_or(0));
    rest = without_blanks(rest.substr(digits));
  }
  found.has_dash = rest == "-" || starts_with(rest, "- ");
  if (found.has_dash) {
    rest = without_blanks(rest.substr(1));
  }
  found.text = describe(rest);
  found.has_words = !found.has_dash && !found.text.description.empty();
  return found;
}

/// Follows the lines of TAP 12, 13 and 14. A test that does not prove that all
/// its points ran has a problem: output of the program may look like a point.
class tap_reader {
 public:
  void read(std::string_view line) {
    if (is_in_details_) {
      read_details(line);
      return;
    }
    const bool may_have_details = is_after_point_;
    is_after_point_ = false;
    if (!line.empty() && (line[0] == ' ' || line[0] == '\t')) {
      is_in_details_ = may_have_details && without_blanks(line) == "---";
      if (!is_in_details_) {
        read_indented(line);
      }
      return;
    }
    if (starts_with_word(line, "bail out!")) {
      const std::string reason(
          without_blanks(line.substr(std::string_view("bail out!").size())));
      note_problem(reason.empty() ? "Bail out!" : "Bail out! " + reason);
      has_bailed_out_ = true;
    } else if (starts_with(line, "TAP version ")) {
      read_version(without_blanks(line.substr(12)));
    } else if (starts_with(line, "pragma +strict")) {
      is_strict_ = true;
    } else if (starts_with(line, "pragma -strict")) {
      is_strict_ = false;
    } else if (starts_with(line, "#")) {
      note_message(line.substr(1));
      is_after_point_ = may_have_details;
    } else if (!read_plan(line) && !read_point(line) && is_strict_ &&
               !without_blanks(line).empty()) {
      note_problem(
          fmt::format("with 'pragma +strict', the line '{}' is not TAP", line));
    }
  }

  reported_cases finish() {
    if (is_in_details_) {
      note_problem("the output ends in the details of a test point");
    }
    judge_subtest(nullptr);
    const bool is_numbered =
        std::any_of(points_.begin(), points_.end(),
                    [](const test_point& each) { return each.number; });
    is_numbered ? choose_numbered() : check_unnumbered();
    judge_plan();
    for (const test_point& each : points_) {
      if (planned_ && each.number.value_or(0) > *planned_) {
        note_problem(fmt::format("test point {} is outside of the plan 1..{}",
                                 *each.number, *planned_));
      }
    }
    for (std::size_t at = 0; at < points_.size(); ++at) {
      add_case(points_[at], points_[at].number.value_or(at + 1));
    }
    return std::move(seen_);
  }

 private:
  void note_problem(std::string text) {
    if (seen_.problem.empty()) {
      seen_.problem = std::move(text);
    }
  }

  void read_version(std::string_view version) {
    if (has_version_ || planned_ || !points_.empty()) {
      note_problem(
          "a version of TAP follows other lines of TAP: the output of several "
          "programs may be mixed");
    } else if (version != "12" && version != "13" && version != "14") {
      note_problem(fmt::format(
          "the version '{}' of TAP is not known; 12, 13 and 14 are", version));
    }
    has_version_ = true;
  }

  /// Whether the line is a plan. Other output, such as a range, is none.
  bool read_plan(std::string_view line) {
    if (!starts_with(line, "1..")) {
      return false;
    }
    const std::string_view rest = line.substr(3);
    const std::size_t end =
        std::min(rest.find_first_not_of("0123456789"), rest.size());
    const auto count = whole_number(rest.substr(0, end), 10'000'000);
    const std::string_view after = without_blanks(rest.substr(end));
    if (!count || (!after.empty() && after[0] != '#')) {
      return false;
    }
    if (planned_) {
      note_problem("the output has two plans");
      return true;
    }
    planned_ = static_cast<std::size_t>(*count);
    points_before_plan_ = points_.size();
    if (*count == 0) {
      const described_point found = describe(after);
      seen_.skips_all = true;
      seen_.skip_reason = found.reason;
    }
    return true;
  }

  bool read_point(std::string_view line) {
    std::optional<test_point> found = point_in(line);
    if (!found) {
      return false;
    }
    judge_subtest(&*found);
    points_.push_back(std::move(*found));
    is_after_point_ = true;
    return true;
  }

  // Indented lines ------------------------------------------------------------

  /// A subtest of TAP 14 is TAP with four more blanks, before its test point.
  void read_indented(std::string_view line) {
    constexpr std::string_view blanks = "    ";
    if (starts_with(line, blanks)) {
      line.remove_prefix(blanks.size());
      subtest_.append(line).append("\n");
    }
  }

  /// Judges the indented lines before a test point, if they are a subtest:
  /// other output of a program has no plan.
  void judge_subtest(const test_point* point) {
    const std::string lines = std::move(subtest_);
    subtest_.clear();
    tap_reader inner;
    for_each_line(lines, [&](std::string_view line) { inner.read(line); });
    if (!inner.planned_) {
      return;
    }
    const reported_cases found = inner.finish();
    const std::string name =
        point == nullptr ? "the end of the output" : "'" + point->line + "'";
    if (!found.problem.empty()) {
      note_problem(
          fmt::format("of the subtest before {}: {}", name, found.problem));
    } else if (point == nullptr) {
      note_problem("no test point follows the last subtest");
    } else if (!point->is_bad &&
               std::any_of(found.cases.begin(), found.cases.end(),
                           [](const reported_case& each) {
                             return is_bad(each.how);
                           })) {
      note_problem(fmt::format(
          "the subtest before {} has a test point that is not ok", name));
    }
  }

  void read_details(std::string_view line) {
    const std::string_view text = without_blanks(line);
    if (text == "...") {
      is_in_details_ = false;
      return;
    }
    if (!line.empty() && line[0] != ' ' && line[0] != '\t') {
      note_problem(fmt::format(
          "the line '{}' in the details of a test point is not indented",
          line));
      return;
    }
    constexpr std::string_view key = "message:";
    if (starts_with(text, key)) {
      std::string_view value = without_blanks(text.substr(key.size()));
      const bool is_quoted = value.size() > 1 &&
                             (value[0] == '\'' || value[0] == '"') &&
                             value.back() == value[0];
      if (is_quoted) {
        value = value.substr(1, value.size() - 2);
      }
      note_message(value);
    }
  }

  /// Of the test point before it, if that failed.
  void note_message(std::string_view text) {
    if (!points_.empty() && points_.back().is_bad &&
        points_.back().message.empty()) {
      points_.back().message = without_blanks(text);
    }
  }

  // All points ----------------------------------------------------------------

  /// Where points have numbers, a line `ok` without one is output.
  void choose_numbered() {
    std::vector<test_point> chosen;
    std::size_t before_plan = 0;
    for (std::size_t at = 0; at < points_.size(); ++at) {
      if (points_[at].number) {
        before_plan += at < points_before_plan_ ? 1 : 0;
        chosen.push_back(std::move(points_[at]));
      } else if (points_[at].is_bad) {
        note_problem(fmt::format(
            "the line '{}' has no number, although other test points have one",
            points_[at].line));
      }
    }
    points_ = std::move(chosen);
    points_before_plan_ = before_plan;
    const bool has_dashes =
        std::any_of(points_.begin(), points_.end(),
                    [](const test_point& each) { return each.has_dash; });
    std::set<std::size_t> numbers;
    std::size_t last = 0;
    for (const test_point& each : points_) {
      const std::size_t number = *each.number;
      if (number == 0 || !numbers.insert(number).second) {
        note_problem(fmt::format("the output has test point {} twice", number));
      } else if (number < last) {
        note_problem(fmt::format("test point {} comes after test point {}",
                                 number, last));
      } else if (has_dashes && each.has_words) {
        note_problem(fmt::format(
            "the line '{}' may be output: other test points have '- ' before "
            "their descriptions",
            each.line));
      }
      last = number;
    }
  }

  /// Without numbers, a line that only begins with "ok" may be output, and hide
  /// that a test point is missing.
  void check_unnumbered() {
    for (const test_point& each : points_) {
      if (!each.is_bad && !each.has_dash && each.text.directive.empty()) {
        note_problem(fmt::format(
            "the line '{}' may be output, because it has neither a number nor "
            "'- ' before a description; let the program number its test "
            "points",
            each.line));
      }
    }
  }

  void judge_plan() {
    if (has_bailed_out_) {
      return;
    }
    const std::size_t count = points_.size();
    if (!planned_) {
      note_problem("the output has no plan, such as 1..3");
    } else if (count != *planned_) {
      note_problem(
          fmt::format("the plan has {} test points, but {} {} in the output",
                      *planned_, count, count == 1 ? "is" : "are"));
    } else if (points_before_plan_ > 0 && points_before_plan_ < count) {
      note_problem(
          "the plan is in the middle of the test points, where it may be "
          "output");
    }
  }

  void add_case(const test_point& point, std::size_t number) {
    reported_case made;
    made.name = point.text.description.empty() ? fmt::format("{}", number)
                                               : point.text.description;
    if (!names_.insert(made.name).second) {
      made.name += fmt::format(" ({})", number);
      names_.insert(made.name);
    }
    if (point.is_bad && point.text.directive != "todo") {
      made.how = verdict::fail;
    } else if (!point.is_bad && point.text.directive == "skip") {
      made.how = verdict::skip;
    }
    if (made.how != verdict::pass) {
      made.message =
          point.text.reason.empty() ? point.message : point.text.reason;
    }
    seen_.cases.push_back(std::move(made));
  }

  reported_cases seen_;
  std::vector<test_point> points_;
  std::optional<std::size_t> planned_;
  std::size_t points_before_plan_ = 0;
  std::set<std::string> names_;
  std::string subtest_;
  bool is_in_details_ = false;
  bool is_after_point_ = false;
  bool has_bailed_out_ = false;
  bool has_version_ = false;
  bool is_strict_ = false;
};

std::string first_line_of(std::string_view text) {
  text = without_blanks(text);
  return std::string(without_blanks(text.substr(0, text.find('\n'))));
}

std::int64_t nanoseconds_of(const std::string& seconds) {
  const double value = std::strtod(seconds.c_str(), nullptr);
  return value > 0 && value < 1e9 ? static_cast<std::int64_t>(value * 1e9) : 0;
}

/// Follows the elements of a JUnit file.
class junit_reader {
 public:
  void read(const xml_scanner::piece& piece) {
    using kind = xml_scanner::kind;
    if (piece.what == kind::text) {
      note_text(piece.value);
    } else if (piece.what == kind::opening) {
      open(piece);
    } else {
      close(piece.value);
    }
  }

  reported_cases finish() {
    if (!is_complete_) {
      seen_.problem = root_.empty()
                          ? "the program wrote no JUnit document"
                          : "the JUnit document ends before </" + root_ + ">";
    } else if (!problem_.empty()) {
      seen_.problem = problem_;
    } else if (seen_.cases.empty()) {
      seen_.problem = "the JUnit document has no test case";
    } else if (!missing_.empty()) {
      seen_.problem = missing_;
    } else if (counts_failures_ &&
               std::none_of(seen_.cases.begin(), seen_.cases.end(),
                            [](const reported_case& each) {
                              return is_bad(each.how);
                            })) {
      seen_.problem = "the JUnit document counts failures that no case has";
    }
    return std::move(seen_);
  }

 private:
  void open(const xml_scanner::piece& piece) {
    const std::string& name = piece.value;
    const bool is_suite = name == "testsuite" || name == "testsuites";
    if (root_.empty()) {
      if (!is_suite) {
        return;
      }
      root_ = name;
    }
    if (is_suite) {
      open_suites_.push_back(
          {seen_.cases.size(), declared_cases(piece), piece.attribute("name")});
      for (const char* count : {"failures", "errors"}) {
        counts_failures_ =
            counts_failures_ ||
            whole_number(piece.attribute(count), 1'000'000'000).value_or(0) > 0;
      }
    }
    depth_ += name == root_ ? 1 : 0;
    if (name == "testcase") {
      begin_case(piece);
    } else if (name == "failure" || name == "error" || name == "skipped") {
      note_ending(name == "skipped" ? verdict::skip : verdict::fail,
                  piece.attribute("message"));
      takes_text_ = piece.attribute("message").empty();
    } else {
      takes_text_ = false;
    }
    if (piece.closes_itself) {
      close(name);
    }
  }

  void begin_case(const xml_scanner::piece& piece) {
    reported_case made;
    made.name = piece.attribute("name");
    const std::string of_class = piece.attribute("classname");
    if (!of_class.empty() && !starts_with(made.name, of_class + ".")) {
      made.name = of_class + "." + made.name;
    }
    const int count = ++counts_[made.name];
    if (count > 1) {
      made.name += fmt::format(" ({})", count);
    }
    made.file = piece.attribute("file");
    made.line = static_cast<std::int64_t>(
        whole_number(piece.attribute("line"), 100'000'000).value_or(0));
    made.duration_ns = nanoseconds_of(piece.attribute("time"));
    const std::string status = piece.attribute("status");
    if (status == "notrun" || status == "disabled" || status == "skipped") {
      made.how = verdict::skip;
    } else if (status == "failed" || status == "fail" || status == "error") {
      made.how = verdict::fail;
    }
    seen_.cases.push_back(std::move(made));
    is_in_case_ = true;
  }

  void note_ending(verdict how, const std::string& message) {
    const std::string line = first_line_of(message);
    if (!is_in_case_) {
      // A suite whose set-up failed.
      if (how == verdict::fail && problem_.empty()) {
        problem_ = line.empty() ? "a suite failed outside of its cases" : line;
      }
      return;
    }
    reported_case& now = seen_.cases.back();
    if (now.how != verdict::fail || how == verdict::fail) {
      if (now.how != how || now.message.empty()) {
        now.message = line;
      }
      now.how = how;
    }
  }

  void note_text(const std::string& text) {
    if (takes_text_ && is_in_case_ && seen_.cases.back().message.empty()) {
      seen_.cases.back().message = first_line_of(text);
    }
  }

  void close(const std::string& name) {
    takes_text_ = false;
    const bool is_suite = name == "testsuite" || name == "testsuites";
    if (is_suite && !open_suites_.empty()) {
      const open_suite& suite = open_suites_.back();
      const std::size_t found = seen_.cases.size() - suite.cases_before;
      if (found < suite.declared && missing_.empty()) {
        missing_ = fmt::format(
            "the suite '{}' of the JUnit document declares {} tests, but has "
            "{}: it may be cut short",
            suite.name, suite.declared, found);
      }
      open_suites_.pop_back();
    }
    is_in_case_ = is_in_case_ && name != "testcase";
    if (name == root_ && --depth_ == 0) {
      is_complete_ = true;
    }
  }

  struct open_suite {
    std::size_t cases_before = 0;
    std::size_t declared = 0;
    std::string name;
  };

  /// 0 for a suite of Catch2 or doctest, which counts assertions there: it is
  /// recognized by the host name and by the order of the attributes. The root
  /// above such suites has no count.
  static std::size_t declared_cases(const xml_scanner::piece& suite) {
    const bool counts_assertions = suite.attribute("hostname") == "tbd" ||
                                   suite.order == "name errors failures tests ";
    return counts_assertions
               ? 0
               : static_cast<std::size_t>(
                     whole_number(suite.attribute("tests"), 1'000'000'000)
                         .value_or(0));
  }

  reported_cases seen_;
  std::vector<open_suite> open_suites_;
  std::string missing_;  ///< cases that a suite declares and does not have
  std::map<std::string, int> counts_;
  std::string root_;
  std::string problem_;
  int depth_ = 0;
  bool is_complete_ = false;
  bool is_in_case_ = false;
  bool takes_text_ = false;
  bool counts_failures_ = false;
};

}  // namespace

reported_cases read_tap(std::string_view text) {
  tap_reader reader;
  for_each_line(text, [&](std::string_view line) { reader.read(line); });
  return reader.finish();
}

reported_cases read_junit(std::string_view text) {
  junit_reader reader;
  // Lines of the program may look like elements.
  const std::size_t declared = text.rfind("<?xml");
  const std::size_t start =
      declared != text.npos ? declared : text.find("<testsuite");
  if (start != text.npos) {
    xml_scanner scanner(text.substr(start));
    while (const auto piece = scanner.next()) {
      reader.read(*piece);
    }
  }
  return reader.finish();
}

judged_test judge_cases(const reported_cases& seen, int status) {
  if (!seen.problem.empty()) {
    return {seen.cases.empty() ? verdict::not_run : verdict::fail, seen.problem,
            failure_site::program};
  }
  std::size_t skipped = 0;
  for (const reported_case& each : seen.cases) {
    if (is_bad(each.how)) {
      return {verdict::fail, each.message.empty()
                                 ? each.name
                                 : each.name + ": " + each.message};
    }
    skipped += each.how == verdict::skip ? 1 : 0;
  }
  if (status != 0) {
    return {verdict::fail,
            fmt::format("all cases passed, but the program ended with status "
                        "{}",
                        status),
            failure_site::program};
  }
  if (seen.skips_all || skipped == seen.cases.size()) {
    return {verdict::skip,
            seen.skips_all ? seen.skip_reason : seen.cases.front().message};
  }
  return {};
}

}  // namespace parallel_testing::launcher
