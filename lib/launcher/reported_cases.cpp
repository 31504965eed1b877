// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "reported_cases.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

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

/// Follows the lines of TAP.
class tap_reader {
 public:
  void read(std::string_view line) {
    if (is_in_details_) {
      read_details(line);
      return;
    }
    if (!line.empty() && (line[0] == ' ' || line[0] == '\t')) {
      // Details of a test point, or a part of the next one.
      is_in_details_ = without_blanks(line) == "---";
      return;
    }
    if (starts_with_word(line, "bail out!")) {
      const std::string reason(
          without_blanks(line.substr(std::string_view("bail out!").size())));
      note_problem(reason.empty() ? "Bail out!" : "Bail out! " + reason);
      has_bailed_out_ = true;
    } else if (starts_with(line, "1..")) {
      read_plan(line.substr(3));
    } else if (starts_with(line, "ok") || starts_with(line, "not ok")) {
      read_point(line);
    } else if (starts_with(line, "#")) {
      note_message(line.substr(1));
    }
  }

  reported_cases finish() {
    if (is_in_details_) {
      note_problem("the output ends in the details of a test point");
    }
    if (!planned_ && !has_bailed_out_) {
      note_problem("the output has no plan, such as 1..3");
    }
    if (planned_ && numbers_.size() != *planned_ && !has_bailed_out_) {
      note_problem(fmt::format(
          "the plan has {} test points, but {} {} in the "
          "output",
          *planned_, numbers_.size(), numbers_.size() == 1 ? "is" : "are"));
    }
    if (planned_ && !numbers_.empty() && *numbers_.rbegin() > *planned_) {
      note_problem(fmt::format("test point {} is outside of the plan 1..{}",
                               *numbers_.rbegin(), *planned_));
    }
    return std::move(seen_);
  }

 private:
  void note_problem(std::string text) {
    if (seen_.problem.empty()) {
      seen_.problem = std::move(text);
    }
  }

  void read_plan(std::string_view rest) {
    const std::size_t end =
        std::min(rest.find_first_not_of("0123456789"), rest.size());
    const auto count = whole_number(rest.substr(0, end), 10'000'000);
    const std::string_view after = without_blanks(rest.substr(end));
    if (!count || (!after.empty() && after[0] != '#')) {
      return;  // Other output, such as a range.
    }
    if (planned_) {
      note_problem("the output has two plans");
      return;
    }
    planned_ = static_cast<std::size_t>(*count);
    if (*count == 0) {
      const described_point found = describe(after);
      seen_.skips_all = true;
      seen_.skip_reason = found.reason;
    }
  }

  void read_point(std::string_view line) {
    const bool is_bad = line[0] == 'n';
    std::string_view rest = line.substr(is_bad ? 6 : 2);
    // "okay" and the like are output.
    if (!rest.empty() && rest[0] != ' ' && rest[0] != '\t') {
      return;
    }
    rest = without_blanks(rest);
    const std::size_t digits =
        std::min(rest.find_first_not_of("0123456789"), rest.size());
    std::size_t number = last_number_ + 1;
    const bool is_number =
        digits > 0 && (digits == rest.size() || rest[digits] == ' ' ||
                       rest[digits] == '\t' || rest[digits] == '#');
    if (is_number) {
      number = static_cast<std::size_t>(
          whole_number(rest.substr(0, digits), 1'000'000'000).value_or(0));
      rest = without_blanks(rest.substr(digits));
    }
    last_number_ = number;
    if (number == 0 || !numbers_.insert(number).second) {
      note_problem(fmt::format("the output has test point {} twice", number));
    }
    if (starts_with(rest, "- ")) {
      rest = without_blanks(rest.substr(1));
    }
    const described_point found = describe(rest);
    reported_case made;
    made.name = found.description.empty() ? fmt::format("{}", number)
                                          : found.description;
    if (!names_.insert(made.name).second) {
      made.name += fmt::format(" ({})", number);
      names_.insert(made.name);
    }
    if (is_bad && found.directive != "todo") {
      made.how = verdict::fail;
    } else if (!is_bad && found.directive == "skip") {
      made.how = verdict::skip;
    }
    if (made.how != verdict::pass) {
      made.message = found.reason;
    }
    seen_.cases.push_back(std::move(made));
  }

  void read_details(std::string_view line) {
    const std::string_view text = without_blanks(line);
    if (text == "...") {
      is_in_details_ = false;
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
    if (seen_.cases.empty() || seen_.cases.back().how != verdict::fail ||
        !seen_.cases.back().message.empty()) {
      return;
    }
    seen_.cases.back().message = without_blanks(text);
  }

  reported_cases seen_;
  std::optional<std::size_t> planned_;
  std::set<std::size_t> numbers_;
  std::set<std::string> names_;
  std::size_t last_number_ = 0;
  bool is_in_details_ = false;
  bool has_bailed_out_ = false;
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
    is_in_case_ = is_in_case_ && name != "testcase";
    if (name == root_ && --depth_ == 0) {
      is_complete_ = true;
    }
  }

  reported_cases seen_;
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
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') {
      line.remove_suffix(1);
    }
    reader.read(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
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
