// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <charconv>
#include <map>

#include "base/format.hpp"
#include "base/frameworks.hpp"
#include "base/text.hpp"
#include "base/xml_scanner.hpp"
#include "frameworks/framework_rules.hpp"
#include "frameworks/reading.hpp"

namespace parallel_testing {
namespace {

constexpr std::string_view run_option = "--run_test=";

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
    if (piece->what == xml_scanner::kind::closing) {
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
    } else if (piece->what == xml_scanner::kind::opening &&
               name == "TestSuite" && !piece->closes_itself) {
      const std::size_t failed = open(*piece);
      const bool is_program = suites.empty();
      suites.push_back(
          {is_program ? ""
                      : suites.back().path + piece->attribute("name") + "/",
           failed, 0});
    } else if (piece->what == xml_scanner::kind::opening &&
               name == "TestCase") {
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

/// The name in `<name>|<file>(<line>)|timeout=…|labels: …"];`. It may contain
/// bars itself.
std::string name_in_label(std::string_view text) {
  text = text.substr(0, text.rfind('"'));
  for (const std::string_view fact :
       {"|labels:", "|expected failures=", "|timeout="}) {
    text = text.substr(0, text.rfind(fact));
  }
  return std::string(text.substr(0, text.rfind('|')));
}

/// The names, `suite/case`, in the output for `--list_content=DOT`, among other
/// lines. Units that are not cases have numbers below 65536, and parents come
/// first. Units that do not run by default are not green.
listed_cases boost_test_cases(std::string_view graph, bool only_default) {
  constexpr int first_case = 65536;
  std::map<int, std::string> names;
  std::vector<std::string> result;
  bool is_graph = false;
  int unit = 0;
  std::string name;
  bool is_enabled = false;
  for (const std::string_view line : split(graph, '\n')) {
    is_graph = is_graph || starts_with(line, "digraph G {");
    constexpr std::string_view label = ",label=\"";
    const std::size_t at = line.find(label);
    const std::size_t arrow = line.find(" -> tu");
    if (!is_graph || !starts_with(line, "tu")) {
      continue;
    }
    int number = 0;
    std::from_chars(line.data() + 2, line.data() + line.size(), number);
    if (at != line.npos && line.find("shape=Mrecord") < at) {
      unit = number;
      name = name_in_label(line.substr(at + label.size()));
      is_enabled = line.find(",color=green,") < at;
    } else if (arrow != line.npos && line.back() == ';' &&
               line.find('[') == line.npos && unit != 0) {
      const std::string& around = names[number];
      names[unit] = around.empty() ? name : around + "/" + name;
      if (unit >= first_case && (is_enabled || !only_default)) {
        result.push_back(names[unit]);
      }
      unit = 0;
    }
  }
  return is_graph ? listed_cases(std::move(result)) : std::nullopt;
}

class rules_of_boost_test final : public framework_rules {
 public:
  [[nodiscard]] bool runs_no_test(std::string_view argument) const override {
    return argument == "--help" || starts_with(argument, "--help=") ||
           argument == "--version" || starts_with(argument, "--list_");
  }

  void read_selection(const std::vector<std::string>& arguments,
                      const std::string& registered,
                      program_request& into) const override {
    read_selecting_option(run_option, arguments, registered, into);
  }

  [[nodiscard]] std::string case_of_selector(
      const std::string& selector) const override {
    return selector;
  }

  [[nodiscard]] bool may_select(std::string_view argument) const override {
    constexpr std::string_view options[] = {
        "--run_test", "-t", "--random", "--list_", "--help", "--wait_for"};
    return argument.substr(0, 1) != "-" ||
           begins_with_one_of(argument, options);
  }

  [[nodiscard]] reporting_command with_report(
      int, std::vector<std::string> command,
      const std::string& report) const override {
    return with_boost_test_report(std::move(command), report);
  }

  [[nodiscard]] framework_report read_report(
      std::string_view text, std::string_view selector) const override {
    return read_boost_test(text, selector);
  }

  [[nodiscard]] std::string selector_in(
      const std::vector<std::string>& command) const override {
    std::string result;
    for (const std::string& argument : command) {
      if (starts_with(argument, run_option)) {
        result = argument.substr(run_option.size());
      }
    }
    return result;
  }

  /// Filters do not change the listing.
  [[nodiscard]] listed_cases list(
      const listed_program& program) const override {
    listed_cases all =
        boost_test_cases(program.run({"--list_content=DOT"},
                                     listed_program::output::with_errors),
                         program.only_default);
    if (all && !program.selector.empty()) {
      all->erase(std::remove_if(all->begin(), all->end(),
                                [&](const std::string& each) {
                                  return each != program.selector;
                                }),
                 all->end());
    }
    return all;
  }

  [[nodiscard]] std::string name_in_listing(
      const std::string&, const std::string& selector) const override {
    return selector;
  }

  [[nodiscard]] std::string argument_for(
      const std::string& listed) const override {
    return std::string(run_option) + listed;
  }
};

}  // namespace

const framework_rules& boost_test_rules() {
  static const rules_of_boost_test rules;
  return rules;
}

}  // namespace parallel_testing
