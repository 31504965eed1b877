// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "base/frameworks.hpp"
#include "base/text.hpp"
#include "base/xml_scanner.hpp"
#include "frameworks/framework_rules.hpp"
#include "frameworks/reading.hpp"

namespace parallel_testing {
namespace {

constexpr std::string_view selecting_option = "--test-case=";

/// An option without its hyphens and prefix: every option of doctest may have
/// one or two hyphens and the prefix.
std::string_view name_of_option(std::string_view argument) {
  if (!starts_with(argument, "-")) {
    return "";
  }
  argument.remove_prefix(starts_with(argument, "--") ? 2 : 1);
  constexpr std::string_view prefix = "dt-";
  if (starts_with(argument, prefix)) {
    argument.remove_prefix(prefix.size());
  }
  return argument;
}

/// A backslash before a comma or another backslash escapes it.
std::vector<std::string> parts_of_doctest_filter(std::string_view filter) {
  std::vector<std::string> parts(1);
  for (std::size_t at = 0; at < filter.size(); ++at) {
    const bool is_escape = filter[at] == '\\' && at + 1 < filter.size() &&
                           (filter[at + 1] == ',' || filter[at + 1] == '\\');
    if (is_escape) {
      parts.back() += filter[++at];
    } else if (filter[at] == ',') {
      parts.emplace_back();
    } else {
      parts.back() += filter[at];
    }
  }
  return parts;
}

std::string escaped_for_doctest(const std::string& name) {
  std::string item;
  for (const char c : name) {
    if (c == '\\' || c == ',') {
      item += '\\';
    }
    item += c;
  }
  return item.empty() ? "*" : item;
}

/// The value of the last argument with one of these options; "" if none has.
std::string value_of(std::initializer_list<std::string_view> options,
                     const std::vector<std::string>& command) {
  std::string value;
  for (const std::string& argument : command) {
    for (const std::string_view option : options) {
      if (starts_with(argument, option)) {
        value = argument.substr(option.size());
      }
    }
  }
  return value;
}

/// doctest has one stream for all reporters. That of JUnit writes last, and can
/// be read after the text of others.
reporting_command with_doctest_report(std::vector<std::string> command,
                                      const std::string& report) {
  const std::string reporter =
      value_of({"--reporters=", "-r=", "--r="}, command);
  const std::string out = value_of({"--out=", "-o=", "--o="}, command);
  if (reporter.empty() && out.empty()) {
    command.insert(command.end(), {"--reporters=xml", "--out=" + report});
    return {std::move(command), report, true};
  }
  const auto all = split(reporter, ',');
  const bool is_junit = std::find(all.begin(), all.end(), "junit") != all.end();
  return {std::move(command), is_junit || reporter == "xml" ? out : ""};
}

/// Reads a document of JUnit. Each path through the subcases of a case is an
/// element of it, `case/subcase`. It shows failures that are expected as
/// others. Without the selected case, it is that of another test.
framework_report read_doctest_junit(std::string_view text,
                                    std::string_view selected) {
  framework_report report;
  const std::string of_subcase = std::string(selected) + "/";
  bool has_selected = selected.empty();
  bool has_subcases = false;
  bool has_failed = false;
  xml_scanner scanner(text);
  while (const auto piece = scanner.next()) {
    if (piece->what == xml_scanner::kind::closing) {
      report.is_complete = report.is_complete || piece->value == "testsuites";
    } else if (piece->value == "testcase") {
      const bool is_subcase = !selected.empty() &&
                              starts_with(piece->attribute("name"), of_subcase);
      has_selected = has_selected || piece->attribute("name") == selected;
      has_subcases = has_subcases || is_subcase;
      has_failed = has_failed && is_subcase;
      report.cases += is_subcase ? 0 : 1;
    } else if (piece->value == "error" ||
               (piece->value == "failure" &&
                piece->attribute("type") != "WARN")) {
      report.failed += has_failed ? 0 : 1;
      has_failed = true;
      if (report.reason.empty()) {
        report.reason = first_text_line(piece->attribute("message"));
      }
    }
  }
  // A case need not enter a subcase in each of its runs.
  if (!has_selected) {
    report.cases = has_subcases ? report.cases + 1 : 0;
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
    if (piece->what == xml_scanner::kind::text) {
      // The expanded form of an expression follows the original one.
      if (!reason_element.empty() && !has_reason) {
        report.reason = first_text_line(name);
      }
      continue;
    }
    reason_element.clear();
    if (piece->what == xml_scanner::kind::closing) {
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
      report.has_crashed =
          report.has_crashed || piece->attribute("crash") == "true";
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

/// The names in the output for `--list-test-cases --reporters=xml`, after lines
/// that the program printed.
listed_cases doctest_cases(std::string_view output) {
  std::vector<std::string> cases;
  bool is_complete = false;
  xml_scanner scanner(from_xml(output));
  while (const auto piece = scanner.next()) {
    const bool is_opening = piece->what == xml_scanner::kind::opening;
    if (is_opening && piece->value == "TestCase") {
      cases.emplace_back(piece->attribute("name"));
    }
    is_complete = is_complete || (piece->value == "doctest" &&
                                  piece->what == xml_scanner::kind::closing);
  }
  return is_complete ? listed_cases(std::move(cases)) : std::nullopt;
}

class rules_of_doctest final : public framework_rules {
 public:
  [[nodiscard]] bool runs_no_test(std::string_view argument) const override {
    constexpr std::string_view names[] = {
        "help",           "version", "count", "list-test-cases",
        "list-reporters", "ltc",     "lts",   "list-test-suites"};
    return std::find(std::begin(names), std::end(names),
                     name_of_option(argument)) != std::end(names);
  }

  void read_selection(const std::vector<std::string>& arguments,
                      const std::string& registered,
                      program_request& into) const override {
    read_selecting_option(selecting_option, arguments, registered, into);
  }

  /// The second part distinguishes cases of the same name.
  [[nodiscard]] std::string case_of_selector(
      const std::string& selector) const override {
    const auto parts = parts_of_doctest_filter(selector);
    return parts.size() < 2 ? parts[0] : parts[0] + " " + parts[1];
  }

  /// Also what runs cases of which the framework does not count all: by number,
  /// without skipping, or several times with subcases.
  [[nodiscard]] bool may_select(std::string_view argument) const override {
    constexpr std::string_view options[] = {
        "test-case",   "tc=", "tce=",    "test-suite",  "ts=",    "tse=",
        "subcase",     "sc=", "sce=",    "source-file", "sf=",    "sfe=",
        "first=",      "f=",  "last=",   "l=",          "count",  "c=",
        "abort-after", "aa=", "no-skip", "ns",          "no-run", "nr",
        "exit",        "e="};
    const std::string_view option = name_of_option(argument);
    return option.empty() || begins_with_one_of(option, options);
  }

  [[nodiscard]] reporting_command with_report(
      int, std::vector<std::string> command,
      const std::string& report) const override {
    return with_doctest_report(std::move(command), report);
  }

  [[nodiscard]] framework_report read_report(
      std::string_view text, std::string_view selector) const override {
    // That of JUnit is the last text, and has no text of the program unescaped.
    const std::size_t junit = text.rfind("<testsuites>");
    return junit == text.npos
               ? read_doctest(text)
               : read_doctest_junit(text.substr(junit), selector);
  }

  [[nodiscard]] std::string selector_in(
      const std::vector<std::string>& command) const override {
    return parts_of_doctest_filter(value_of({selecting_option}, command))[0];
  }

  [[nodiscard]] listed_cases list(
      const listed_program& program) const override {
    std::vector<std::string> arguments{"--list-test-cases", "--reporters=xml",
                                       "--case-sensitive"};
    if (!program.only_default) {
      arguments.emplace_back("--no-skip");
    }
    if (!program.selector.empty()) {
      arguments.push_back(std::string(selecting_option) + program.selector);
    } else {
      arguments.insert(arguments.begin(), program.spec.begin(),
                       program.spec.end());
      if (!program.filter.empty()) {
        arguments.push_back(std::string(selecting_option) + program.filter);
      }
    }
    listed_cases found =
        doctest_cases(program.run(arguments, listed_program::output::standard));
    if (found && !program.selector.empty()) {
      // The name may be a pattern for others, from which the adapter
      // distinguishes it.
      const std::string name = name_in_listing("", program.selector);
      found->erase(
          std::remove_if(found->begin(), found->end(),
                         [&](const std::string& each) { return each != name; }),
          found->end());
      if (program.has_adapter && found->size() > 1) {
        found->resize(1);
      }
    }
    return found;
  }

  /// The first item of the filter, where "*" stands for an empty name.
  [[nodiscard]] std::string name_in_listing(
      const std::string&, const std::string& selector) const override {
    const std::string name = parts_of_doctest_filter(selector)[0];
    return name == "*" ? "" : name;
  }

  [[nodiscard]] std::string argument_for(
      const std::string& listed) const override {
    return std::string(selecting_option) + escaped_for_doctest(listed);
  }
};

}  // namespace

const framework_rules& doctest_rules() {
  static const rules_of_doctest rules;
  return rules;
}

}  // namespace parallel_testing
