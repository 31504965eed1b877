// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>

#include "base/frameworks.hpp"
#include "base/text.hpp"
#include "base/xml_scanner.hpp"
#include "discovery/unit_file.hpp"
#include "frameworks/framework_rules.hpp"
#include "frameworks/reading.hpp"

namespace parallel_testing {
namespace {

constexpr std::string_view filter_flag = "--gtest_filter=";
constexpr std::string_view death_test_flag = "--gtest_internal_run_death_test=";

/// Whether the filter can match only one test. '?' stands for one character,
/// and the part after '-' only excludes tests.
bool selects_one(std::string_view filter) {
  const std::string_view positive = filter.substr(0, filter.find('-'));
  return !positive.empty() &&
         positive.find_first_of("*:") == std::string_view::npos;
}

void read_googletest_argument(const std::string& argument, std::size_t at,
                              program_request& into) {
  into.is_child = into.is_child || starts_with(argument, death_test_flag);
  if (!starts_with(argument, filter_flag)) {
    return;
  }
  const std::string filter = argument.substr(filter_flag.size());
  into.unit = is_unit_reference(filter) ? filter : "";
  into.selecting_argument = at;
  const bool is_one = into.unit.empty() && selects_one(filter);
  into.selector = is_one ? filter : "";
}

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
  const std::string reason = first_text_line(text);
  if (reason.empty()) {
    return first_text_line(message);
  }
  const std::string words = first_text_line(after_first_line(text));
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
    if (piece->what == xml_scanner::kind::closing && name == "testsuites") {
      report.is_complete = true;
    }
    if (piece->what != xml_scanner::kind::opening) {
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

/// `suite.case` of each case in a listing that is complete.
listed_cases googletest_cases(std::string_view xml) {
  std::vector<std::string> cases;
  bool is_complete = false;
  std::string suite;
  xml_scanner scanner(xml);
  while (const auto piece = scanner.next()) {
    const bool is_opening = piece->what == xml_scanner::kind::opening;
    if (piece->what == xml_scanner::kind::text) {
      continue;
    }
    if (piece->value == "testsuites") {
      is_complete = is_complete || !is_opening || piece->closes_itself;
    } else if (is_opening && piece->value == "testsuite") {
      suite = piece->attribute("name");
    } else if (is_opening && piece->value == "testcase") {
      cases.push_back(suite + "." + piece->attribute("name"));
    }
  }
  return is_complete ? listed_cases(std::move(cases)) : std::nullopt;
}

bool is_disabled(const std::string& name) {
  return starts_with(name, "DISABLED_") ||
         name.find(".DISABLED_") != std::string::npos ||
         name.find("/DISABLED_") != std::string::npos;
}

class rules_of_googletest final : public framework_rules {
 public:
  [[nodiscard]] bool runs_no_test(std::string_view argument) const override {
    return argument == "--gtest_list_tests" || argument == "--help";
  }

  void read_selection(const std::vector<std::string>& arguments,
                      const std::string&,
                      program_request& into) const override {
    for (std::size_t at = 1; at < arguments.size(); ++at) {
      read_googletest_argument(arguments[at], at, into);
    }
  }

  [[nodiscard]] std::string case_of_selector(
      const std::string& selector) const override {
    return selector.substr(0, selector.find('-'));
  }

  [[nodiscard]] bool may_select(std::string_view argument) const override {
    constexpr std::string_view options[] = {"--gtest_filter", "--gtest_repeat",
                                            "--gtest_also_run_disabled_tests"};
    return argument.substr(0, 1) != "-" ||
           begins_with_one_of(argument, options);
  }

  [[nodiscard]] reporting_command with_report(
      int, std::vector<std::string> command,
      const std::string& report) const override {
    return with_googletest_report(std::move(command), report);
  }

  [[nodiscard]] framework_report read_report(
      std::string_view text, std::string_view selector) const override {
    return read_googletest(text, selector);
  }

  [[nodiscard]] std::string selector_in(
      const std::vector<std::string>& command) const override {
    std::string result;
    for (const std::string& argument : command) {
      if (starts_with(argument, filter_flag)) {
        result = argument.substr(filter_flag.size());
      }
    }
    return result.find_first_of(":*-") == std::string::npos ? result : "";
  }

  [[nodiscard]] listed_cases list(
      const listed_program& program) const override {
    std::vector<std::string> arguments{"--gtest_list_tests",
                                       "--gtest_output=xml:" + program.file};
    const std::string& filter =
        program.selector.empty() ? program.filter : program.selector;
    if (!filter.empty()) {
      arguments.push_back("--gtest_filter=" + filter);
    }
    static_cast<void>(program.run(arguments, listed_program::output::standard));
    listed_cases found = googletest_cases(program.read_file());
    if (found && program.only_default) {
      found->erase(std::remove_if(found->begin(), found->end(), is_disabled),
                   found->end());
    }
    return found;
  }

  [[nodiscard]] std::string name_in_listing(
      const std::string&, const std::string& selector) const override {
    return selector;
  }

  [[nodiscard]] std::string argument_for(
      const std::string& listed) const override {
    return std::string(filter_flag) + listed;
  }
};

}  // namespace

const framework_rules& googletest_rules() {
  static const rules_of_googletest rules;
  return rules;
}

}  // namespace parallel_testing
