// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <charconv>

#include "base/frameworks.hpp"
#include "base/text.hpp"
#include "base/xml_scanner.hpp"
#include "discovery/unit_file.hpp"
#include "frameworks/framework_rules.hpp"
#include "frameworks/reading.hpp"

namespace parallel_testing {
namespace {

/// The position after the first `end` from `at` on that no backslash escapes.
std::size_t position_after(char end, std::string_view spec, std::size_t at) {
  for (; at < spec.size(); ++at) {
    if (spec[at] == '\\') {
      ++at;
    } else if (spec[at] == end) {
      return at + 1;
    }
  }
  return spec.npos;
}

/// Whether the spec is a name in quotes, possibly followed by tags that
/// distinguish the case from others of the same name; see the adapter of
/// Catch2.
bool is_quoted_spec(std::string_view spec) {
  if (spec.empty() || spec[0] != '"') {
    return false;
  }
  std::size_t at = position_after('"', spec, 1);
  while (at < spec.size()) {
    if (spec[at] == '~' && at + 1 < spec.size()) {
      ++at;
    }
    if (spec[at] == '[') {
      at = position_after(']', spec, at + 1);
    } else if (spec[at] == '"') {
      at = position_after('"', spec, at + 1);
    } else {
      return false;
    }
  }
  return at != spec.npos;
}

std::string without_escapes(const std::string& spec);

/// Whether the spec is a plain name, without characters that mean a pattern, a
/// tag or a list to Catch2.
bool is_plain_spec(std::string_view spec) {
  if (spec.empty() || spec[0] == '-' || spec[0] == '~') {
    return false;
  }
  if (spec[0] == '*') {
    return false;
  }
  for (std::size_t at = 0; at < spec.size(); ++at) {
    if (spec[at] == '\\') {
      ++at;
    } else if (std::string_view(",[\"*").find(spec[at]) != spec.npos) {
      return false;
    }
  }
  return true;
}

/// The name that the adapter of Catch2 gives the case of a spec in quotes.
std::string name_in_quotes(const std::string& spec) {
  const std::size_t end = position_after('"', spec, 1);
  std::string name = without_escapes(spec.substr(1, end - 2));
  std::string tags;
  std::string fixture;
  constexpr std::string_view fixture_part = "~\"fixture ";
  for (std::size_t at = end; at < spec.size();) {
    const char closing = spec[at] == '[' || spec[at + 1] == '[' ? ']' : '"';
    const std::size_t next = position_after(closing, spec, at + 2);
    const std::string part = spec.substr(at, next - at);
    if (part[0] == '[') {
      tags += without_escapes(part);
    } else if (starts_with(part, fixture_part)) {
      fixture = without_escapes(part.substr(
          fixture_part.size(), part.size() - fixture_part.size() - 1));
    }
    at = next;
  }
  if (!tags.empty()) {
    name += " " + tags;
  }
  if (!fixture.empty()) {
    name += " (" + fixture + ")";
  }
  return name;
}

/// The name that a spec selects, without the backslashes that escape signs.
std::string without_escapes(const std::string& spec) {
  if (is_quoted_spec(spec)) {
    return name_in_quotes(spec);
  }
  std::string name;
  for (std::size_t at = 0; at < spec.size(); ++at) {
    if (spec[at] == '\\' && at + 1 < spec.size()) {
      ++at;
    }
    name += spec[at];
  }
  return name;
}

/// The spec may follow an emulator or arguments of the test program.
void read_catch2_selection(const std::vector<std::string>& arguments,
                           const std::string& registered,
                           program_request& into) {
  for (std::size_t at = 1; at < arguments.size(); ++at) {
    const bool is_unit = is_unit_reference(arguments[at]);
    if (!is_unit && (registered.empty() || arguments[at] != registered)) {
      continue;
    }
    (is_unit ? into.unit : into.selector) = arguments[at];
    into.selecting_argument = at;
    return;
  }
  if (arguments.size() < 2) {
    return;
  }
  if (is_plain_spec(arguments[1]) || is_quoted_spec(arguments[1])) {
    into.selector = arguments[1];
    into.selecting_argument = 1;
    into.is_guess = true;
  }
}

/// The value of an option in the form `-r x`, `--reporter x` or `--reporter=x`.
std::string last_value_of(const std::vector<std::string>& command,
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

reporting_command with_catch2_report(int version,
                                     std::vector<std::string> command,
                                     const std::string& report) {
  const std::string reporter = last_value_of(command, "-r", "--reporter");
  if (version != 2) {
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
  const std::string out = last_value_of(command, "-o", "--out");
  const bool proves = reporter == "xml" || reporter == "junit";
  return {std::move(command), proves ? out : ""};
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
    std::string line = first_text_line(std::string(text.substr(0, end)));
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
    if (piece->what == xml_scanner::kind::text) {
      if (!reason_element.empty() && report.reason.empty()) {
        report.reason = reason_element == junit_failure ? junit_reason(name)
                                                        : first_text_line(name);
      }
      continue;
    }
    if (piece->what == xml_scanner::kind::closing) {
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
    report.has_crashed = report.has_crashed || name == "FatalErrorCondition";
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

std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view each : split(text, '\n')) {
    lines.emplace_back(each);
  }
  return lines;
}

/// The number at the start of the last line that ends with `test cases`.
std::size_t counted_cases(std::string_view listing) {
  std::size_t count = 0;
  for (const std::string& line : lines_in(listing)) {
    if (line.find("test case") != std::string::npos) {
      std::from_chars(line.data(), line.data() + line.size(), count);
    }
  }
  return count;
}

/// The names in the output for `--list-tests --reporter xml`, after lines that
/// the program printed.
listed_cases catch2_cases(std::string_view output) {
  std::vector<std::string> cases;
  bool is_complete = false;
  bool is_name = false;
  xml_scanner scanner(from_xml(output));
  while (const auto piece = scanner.next()) {
    if (piece->what == xml_scanner::kind::text) {
      if (is_name) {
        cases.back() += piece->value;
      }
      continue;
    }
    const bool is_opening = piece->what == xml_scanner::kind::opening;
    is_name = is_opening && piece->value == "Name" && !piece->closes_itself;
    if (is_opening && piece->value == "TestCase") {
      cases.emplace_back();
    }
    if (piece->value == "MatchingTests") {
      is_complete = is_complete || !is_opening || piece->closes_itself;
    }
  }
  return is_complete ? listed_cases(std::move(cases)) : std::nullopt;
}

/// The names in the output of version 2 for `--list-test-names-only`: as many
/// of its last lines as `--list-tests` counts cases.
listed_cases catch2_v2_cases(std::string_view names, std::string_view listing) {
  std::vector<std::string> lines = lines_in(names);
  const std::size_t count = counted_cases(listing);
  if (count > lines.size()) {
    return {};
  }
  lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(count));
  return lines;
}

std::string catch2_spec_of(const std::string& name) {
  std::string spec;
  for (const char each : name) {
    if (std::string_view("[]\\,\"*").find(each) != std::string_view::npos) {
      spec += '\\';
    }
    spec += each;
  }
  if (!name.empty() &&
      std::string_view(" ~-").find(name.front()) != std::string_view::npos) {
    spec.insert(0, 1, '\\');
  }
  // Catch2 reads this as a sign to exclude the rest, even if it is escaped; a
  // pattern does not begin so.
  if (starts_with(name, "exclude:")) {
    spec.insert(0, 1, '*');
  }
  // Catch2 skips blanks after an escaped sign at the beginning, and interprets
  // other signs there, unless the name is in quotes.
  const bool needs_quotes = starts_with(spec, "\\") && name.size() > 1 &&
                            std::string_view("] \t\n~\\,\"*[-").find(name[1]) !=
                                std::string_view::npos;
  return needs_quotes ? "\"" + spec + "\"" : spec;
}

class rules_of_catch2 final : public framework_rules {
 public:
  [[nodiscard]] bool runs_no_test(std::string_view argument) const override {
    return argument == "--help" || argument == "--libidentify" ||
           starts_with(argument, "--list-");
  }

  void read_selection(const std::vector<std::string>& arguments,
                      const std::string& registered,
                      program_request& into) const override {
    read_catch2_selection(arguments, registered, into);
  }

  [[nodiscard]] std::string case_of_selector(
      const std::string& selector) const override {
    return without_escapes(selector);
  }

  [[nodiscard]] bool may_select(std::string_view argument) const override {
    return argument.substr(0, 1) != "-";
  }

  [[nodiscard]] reporting_command with_report(
      int version, std::vector<std::string> command,
      const std::string& report) const override {
    return with_catch2_report(version, std::move(command), report);
  }

  [[nodiscard]] framework_report read_report(std::string_view text,
                                             std::string_view) const override {
    return read_catch2(text);
  }

  [[nodiscard]] listed_cases list(
      const listed_program& program) const override {
    const auto ask = [&](std::vector<std::string> arguments) {
      std::vector<std::string> spec = program.spec;
      if (!program.selector.empty()) {
        spec = {program.selector};
      } else if (program.only_default) {
        spec = {"~[.]"};
      }
      arguments.insert(arguments.begin(), spec.begin(), spec.end());
      return program.run(arguments, listed_program::output::standard);
    };
    const std::string version =
        program.version.empty()
            ? program.run({"--libidentify"}, listed_program::output::standard)
            : "version: " + program.version;
    if (version.find("version: 2") == std::string::npos &&
        version.find("version:        2") == std::string::npos) {
      return catch2_cases(ask({"--list-tests", "--reporter", "xml"}));
    }
    return catch2_v2_cases(ask({"--list-test-names-only"}),
                           ask({"--list-tests"}));
  }

  /// Without the suffix that distinguishes cases of the same name.
  [[nodiscard]] std::string name_in_listing(
      const std::string& name, const std::string& selector) const override {
    if (selector.empty() || selector[0] != '"') {
      return name;
    }
    const std::size_t end = position_after('"', selector, 1);
    return without_escapes(selector.substr(1, end - 2));
  }

  /// Upper and lower case are equal, and blanks at both ends do not count.
  [[nodiscard]] std::string as_compared(std::string name) const override {
    const std::size_t first = name.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) {
      return "";
    }
    name = name.substr(first, name.find_last_not_of(" \t\r\n") - first + 1);
    for (char& c : name) {
      if (c >= 'A' && c <= 'Z') {
        c = static_cast<char>(c - 'A' + 'a');
      }
    }
    return name;
  }

  [[nodiscard]] std::string argument_for(
      const std::string& listed) const override {
    return catch2_spec_of(listed);
  }
};

}  // namespace

const framework_rules& catch2_rules() {
  static const rules_of_catch2 rules;
  return rules;
}

}  // namespace parallel_testing
