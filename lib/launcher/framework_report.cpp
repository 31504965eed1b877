// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "framework_report.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/frameworks.hpp"
#include "base/text.hpp"
#include "xml_scanner.hpp"

namespace parallel_testing::launcher {

namespace {

using kind_of_piece = xml_scanner::kind;

reporting_command with_googletest_report(std::vector<std::string> command,
                                         const std::string& report) {
  constexpr std::string_view option = "--gtest_output=";
  constexpr std::string_view as_file = "--gtest_output=xml:";
  constexpr std::string_view repeat = "--gtest_repeat=";
  std::string requested;
  for (const std::string& argument : command) {
    if (starts_with(argument, option)) {
      requested = argument;
    }
    // Each repetition replaces the report, so it would prove only the last one.
    if (starts_with(argument, repeat) &&
        argument.substr(repeat.size()) != "1") {
      return {std::move(command), ""};
    }
  }
  if (requested.empty()) {
    command.push_back(std::string(as_file) + report);
    return {std::move(command), report};
  }
  const bool is_file =
      starts_with(requested, as_file) && requested.back() != '/';
  return {std::move(command), is_file ? requested.substr(as_file.size()) : ""};
}

/// The value of an option in the form `-r x`, `--reporter x` or `--reporter=x`.
std::string value_of(const std::vector<std::string>& command,
                     std::string_view brief, std::string_view full) {
  std::string value;
  for (std::size_t at = 1; at < command.size(); ++at) {
    const std::string_view argument = command[at];
    if ((argument == brief || argument == full) && at + 1 < command.size()) {
      value = command[at + 1];
    } else if (starts_with(argument, full) &&
               argument.substr(full.size(), 1) == "=") {
      value = argument.substr(full.size() + 1);
    }
  }
  return value;
}

reporting_command with_catch2_report(framework kind,
                                     std::vector<std::string> command,
                                     const std::string& report) {
  const std::string reporter = value_of(command, "-r", "--reporter");
  if (kind == framework::catch2_v3) {
    const auto add = [&](const std::string& value) {
      command.insert(command.end(), {"--reporter", value});
    };
    if (reporter.empty()) {
      add("console");
    }
    add("xml::out=" + report);
    return {std::move(command), report};
  }
  if (reporter.empty()) {
    command.insert(command.end(), {"--reporter", "xml", "--out", report});
    return {std::move(command), report, true};
  }
  // Version 2 supports only one reporter at a time.
  const std::string out = value_of(command, "-o", "--out");
  const bool proves = reporter == "xml" || reporter == "junit";
  return {std::move(command), proves ? out : ""};
}

/// doctest has one stream for all reporters.
reporting_command with_doctest_report(std::vector<std::string> command,
                                      const std::string& report) {
  std::string reporter;
  std::string out;
  for (const std::string& argument : command) {
    for (const std::string_view option : {"--reporters=", "-r=", "--r="}) {
      if (starts_with(argument, option)) {
        reporter = argument.substr(option.size());
      }
    }
    for (const std::string_view option : {"--out=", "-o=", "--o="}) {
      if (starts_with(argument, option)) {
        out = argument.substr(option.size());
      }
    }
  }
  if (reporter.empty() && out.empty()) {
    command.insert(command.end(), {"--reporters=xml", "--out=" + report});
    return {std::move(command), report, true};
  }
  return {std::move(command), reporter == "xml" ? out : ""};
}

/// The report is separate from the log, which the user sees.
reporting_command with_boost_test_report(std::vector<std::string> command,
                                         const std::string& report) {
  for (const std::string& argument : command) {
    if (starts_with(argument, "--report_") || starts_with(argument, "-r") ||
        starts_with(argument, "-m") || starts_with(argument, "-e")) {
      return {std::move(command), ""};
    }
  }
  command.insert(command.end(),
                 {"--report_level=detailed", "--report_format=XML",
                  "--report_sink=" + report});
  return {std::move(command), report};
}

std::string first_line(const std::string& text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string::npos) {
    return "";
  }
  std::string line = text.substr(start, text.find('\n', start) - start);
  line.erase(line.find_last_not_of(" \t\r") + 1);
  return line;
}

std::string after_first_line(const std::string& text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  const std::size_t end = text.find('\n', start);
  return end == std::string::npos ? "" : text.substr(end);
}

/// The text may follow a first line that contains only `file:line`, and a
/// second line with the `Failed` that FAIL() prints before the text of the
/// test.
std::string googletest_reason(const std::string& message) {
  const std::string text = after_first_line(message);
  const std::string reason = first_line(text);
  if (reason.empty()) {
    return first_line(message);
  }
  const std::string words = first_line(after_first_line(text));
  return reason == "Failed" && !words.empty() ? words : reason;
}

/// Whether the case was started. GoogleTest also reports a case that it never
/// started as completed, but without a start time.
bool has_started(const xml_scanner::piece& of_case) {
  const std::string time = of_case.attribute("timestamp");
  return time.empty() ||
         (time.substr(0, 4) != "1970" && time.substr(0, 4) != "1969");
}

/// Whether the case is the selected one. In the selector, '?' stands for any
/// character. When several tests write to the same file, it may contain another
/// test.
bool is_selected(const xml_scanner::piece& of_case, std::string_view selector) {
  const std::string name =
      of_case.attribute("classname") + "." + of_case.attribute("name");
  return selector.empty() ||
         (name.size() == selector.size() &&
          std::equal(name.begin(), name.end(), selector.begin(),
                     [](char c, char wanted) {
                       return c == wanted || wanted == '?';
                     }));
}

framework_report read_googletest(std::string_view text,
                                 std::string_view selector) {
  framework_report report;
  bool case_failed = false;
  xml_scanner scanner(text);
  while (const auto piece = scanner.next()) {
    const std::string& name = piece->value;
    if (piece->what == kind_of_piece::closing && name == "testsuites") {
      report.is_complete = true;
    }
    if (piece->what != kind_of_piece::opening) {
      continue;
    }
    if (name == "testcase") {
      case_failed = false;
      const std::string result = piece->attribute("result");
      const bool is_case = !piece->attribute("name").empty();
      if (result == "skipped") {
        ++report.skipped;
      }
      // When the set-up of a suite skips, its cases are skipped without being
      // started.
      const bool is_done = result == "skipped" || has_started(*piece);
      if (is_case && result != "suppressed" &&
          piece->attribute("status") == "run" && is_done &&
          is_selected(*piece, selector)) {
        ++report.cases;
      }
    } else if (name == "failure") {
      if (!case_failed) {
        ++report.failed;
      }
      if (!case_failed && report.failed == 1) {
        report.reason = googletest_reason(piece->attribute("message"));
      }
      case_failed = true;
    } else if (name == "skipped" && report.reason.empty()) {
      report.reason = googletest_reason(piece->attribute("message"));
    }
  }
  return report;
}

std::size_t number_in(const xml_scanner::piece& piece, const char* name) {
  return whole_number(piece.attribute(name), 1U << 30U).value_or(0);
}

/// Whether the message is the text that Catch2 2 writes instead of an
/// expression when a case throws outside an assertion.
bool lacks_expression(std::string_view message) {
  return message.empty() || message.rfind("{Unknown expression", 0) == 0;
}

/// The reason in the failure text of Catch2 2's JUnit reporter.
std::string junit_reason(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line = first_line(std::string(text.substr(0, end)));
    const bool is_frame = line == "FAILED:" || line == "with expansion:" ||
                          line.rfind("at ", 0) == 0 || lacks_expression(line);
    if (!is_frame) {
      return line;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return "";
}

framework_report read_catch2(std::string_view text) {
  framework_report report;
  constexpr const char* junit_failure = "failure";
  std::string reason_element;  // whose text is a reason
  bool has_failed_expression = false;
  xml_scanner scanner(text);
  while (const auto piece = scanner.next()) {
    const std::string& name = piece->value;
    if (piece->what == kind_of_piece::text) {
      if (!reason_element.empty() && report.reason.empty()) {
        report.reason = reason_element == junit_failure ? junit_reason(name)
                                                        : first_line(name);
      }
      continue;
    }
    if (piece->what == kind_of_piece::closing) {
      if (name == "Catch2TestRun" || name == "Catch" || name == "testsuites") {
        report.is_complete = true;
      }
      if (name == "Expression") {
        has_failed_expression = false;
      }
      reason_element.clear();
      continue;
    }
    if (name == "Expression") {
      has_failed_expression = piece->attribute("success") == "false";
    }
    const bool is_reason = name == "Exception" || name == "Failure" ||
                           name == "FatalErrorCondition" || name == "Skip" ||
                           (name == "Expanded" && has_failed_expression);
    reason_element = is_reason ? name : "";
    // The JUnit reporter of version 2 writes an element for each section.
    if (name == "testcase") {
      report.cases = 1;
    }
    if (name == "failure" || name == "error") {
      report.failed = 1;
      const std::string message = piece->attribute("message");
      if (lacks_expression(message)) {
        reason_element = junit_failure;
      } else if (report.reason.empty()) {
        report.reason = message;
      }
    }
    if (name == "OverallResultsCases") {
      report.failed = number_in(*piece, "failures");
      report.skipped = number_in(*piece, "skips");
      report.cases = report.failed + report.skipped +
                     number_in(*piece, "successes") +
                     number_in(*piece, "expectedFailures");
    }
  }
  return report;
}

/// The text of these elements is a reason. Messages and expressions may also be
/// those of warnings and successes.
framework_report read_doctest(std::string_view text) {
  framework_report report;
  bool is_failure = false;
  bool is_in_expression = false;
  bool has_reason = false;
  std::string reason_element;
  xml_scanner scanner(text);
  while (const auto piece = scanner.next()) {
    const std::string& name = piece->value;
    if (piece->what == kind_of_piece::text) {
      // The expanded form of an expression follows the original one.
      if (!reason_element.empty() && !has_reason) {
        report.reason = first_line(name);
      }
      continue;
    }
    reason_element.clear();
    if (piece->what == kind_of_piece::closing) {
      report.is_complete = report.is_complete || name == "doctest";
      is_in_expression = is_in_expression && name != "Expression";
      has_reason = has_reason || (!is_in_expression && !report.reason.empty());
      continue;
    }
    if (name == "Expression") {
      is_failure = piece->attribute("success") == "false";
      is_in_expression = true;
    } else if (name == "Message") {
      is_failure = piece->attribute("type") != "WARNING";
    } else if (name == "Exception" && !is_in_expression) {
      is_failure = true;
    }
    const bool is_reason = name == "Exception" || name == "Expanded" ||
                           name == "Original" || name == "Text";
    if (is_failure && is_reason) {
      reason_element = name;
    }
    if (name == "OverallResultsTestCases") {
      report.failed = number_in(*piece, "failures");
      report.cases = report.failed + number_in(*piece, "successes");
    }
  }
  return report;
}

/// A suite of Boost.Test in a report.
struct reported_suite {
  std::string path;          ///< "" for the whole program, else "a/b/"
  std::size_t failed = 0;    ///< assertions, with those of its cases
  std::size_t in_cases = 0;  ///< of these, those in its cases and suites
};

/// The cases that the selected one depends on also run, but do not count. A
/// failure in a fixture of a suite or of the program is only in their counts:
/// Boost.Test itself calls such a program passed if other cases of it are
/// expected to fail.
framework_report read_boost_test(std::string_view text,
                                 std::string_view selector) {
  framework_report report;
  std::vector<reported_suite> suites;
  const auto open = [&](const xml_scanner::piece& piece) {
    const std::size_t failed = number_in(piece, "assertions_failed");
    if (!suites.empty()) {
      suites.back().in_cases += failed;
    }
    return failed;
  };
  xml_scanner scanner(text);
  while (const auto piece = scanner.next()) {
    const std::string& name = piece->value;
    if (piece->what == kind_of_piece::closing) {
      report.is_complete = report.is_complete || name == "TestResult";
      if (name == "TestSuite" && !suites.empty()) {
        if (suites.back().failed > suites.back().in_cases) {
          report.failed_around = true;
          report.reason =
              fmt::format("a fixture around the test failed, of '{}'",
                          suites.back().path.empty()
                              ? "the program"
                              : suites.back().path.substr(
                                    0, suites.back().path.size() - 1));
        }
        suites.pop_back();
      }
    } else if (piece->what == kind_of_piece::opening && name == "TestSuite" &&
               !piece->closes_itself) {
      const std::size_t failed = open(*piece);
      const bool is_program = suites.empty();
      suites.push_back(
          {is_program ? ""
                      : suites.back().path + piece->attribute("name") + "/",
           failed, 0});
    } else if (piece->what == kind_of_piece::opening && name == "TestCase") {
      open(*piece);
      const std::string path =
          (suites.empty() ? "" : suites.back().path) + piece->attribute("name");
      if (!selector.empty() && path != selector) {
        continue;
      }
      const std::string result = piece->attribute("result");
      ++report.cases;
      if (result == "skipped") {
        ++report.skipped;
      } else if (result != "passed") {
        ++report.failed;
      }
    }
  }
  return report;
}

constexpr std::string_view adapter_remedy =
    "link an adapter such as ParallelTesting::gtest_main, which reports how "
    "each test ends";

judged_test broken(verdict how, std::string why) {
  return {how, std::move(why), failure_site::program};
}

}  // namespace

reporting_command with_report(framework kind, std::vector<std::string> command,
                              const std::string& report) {
  switch (kind) {
    case framework::none:
      break;
    case framework::googletest:
      return with_googletest_report(std::move(command), report);
    case framework::catch2_v2:
    case framework::catch2_v3:
      return with_catch2_report(kind, std::move(command), report);
    case framework::doctest:
      return with_doctest_report(std::move(command), report);
    case framework::boost_test:
      return with_boost_test_report(std::move(command), report);
  }
  return {std::move(command), ""};
}

framework_report read_report(framework kind, std::string_view text,
                             std::string_view selector) {
  switch (kind) {
    case framework::none:
      break;
    case framework::googletest:
      return read_googletest(text, selector);
    case framework::catch2_v2:
    case framework::catch2_v3:
      return read_catch2(text);
    case framework::doctest:
      return read_doctest(text);
    case framework::boost_test:
      return read_boost_test(text, selector);
  }
  return {};
}

std::string selector_in(framework kind,
                        const std::vector<std::string>& command) {
  const adapter::framework of = kind == framework::boost_test
                                    ? adapter::framework::boost_test
                                    : adapter::framework::googletest;
  const std::string_view option = framework_row_of(of).option;
  std::string result;
  for (const std::string& argument : command) {
    const bool is_named =
        kind == framework::googletest || kind == framework::boost_test;
    if (is_named && starts_with(argument, option)) {
      result = argument.substr(option.size());
    }
  }
  if (kind == framework::boost_test) {
    return result;
  }
  return result.find_first_of(":*-") == std::string::npos ? result : "";
}

judged_test judge_without_report(int status) {
  if (status != 0) {
    return {verdict::fail};
  }
  return broken(
      verdict::not_run,
      fmt::format("nothing proves that the test ran: with these arguments its "
                  "framework does not write a report that can be read; remove "
                  "the reporter option, or {}",
                  adapter_remedy));
}

judged_test judge_report(framework kind,
                         const std::optional<framework_report>& report,
                         int status, std::size_t cases) {
  if (!report || !report->is_complete) {
    return broken(verdict::fail,
                  fmt::format("the program ended with status {} before its "
                              "framework had written its report; {}",
                              status, adapter_remedy));
  }
  if (report->failed_around) {
    return {verdict::fail, report->reason, failure_site::around};
  }
  if (report->failed > 0) {
    return {verdict::fail, report->reason};
  }
  if (report->cases != cases) {
    return broken(
        report->cases < cases ? verdict::not_run : verdict::fail,
        fmt::format("the program was started for {} and ran {}; pass argc and "
                    "argv of main() on to the test framework, or {}",
                    cases == 1
                        ? "one test"
                        : fmt::format("{} tests of the same name", cases),
                    report->cases, adapter_remedy));
  }
  const bool is_skipped = report->skipped >= cases;
  const bool is_catch2 =
      kind == framework::catch2_v2 || kind == framework::catch2_v3;
  const bool is_end_of_skipped =
      is_skipped && is_catch2 &&
      status == framework_row_of(adapter::framework::catch2).all_skipped;
  if (status != 0 && !is_end_of_skipped) {
    return broken(
        verdict::fail,
        fmt::format("the test was {}, but the program ended with status {}",
                    is_skipped ? "skipped" : "passed", status));
  }
  if (is_skipped) {
    return {verdict::skip, report->reason};
  }
  return {};
}

}  // namespace parallel_testing::launcher
