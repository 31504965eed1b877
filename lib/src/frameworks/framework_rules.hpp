// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <parallel_testing/detail/adapter.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/frameworks.hpp"

// What distinguishes one test framework from another, for programs that do not
// contain it: its command line, its report, and its listing. The source
// `frameworks/<name>.cpp` has all code about one framework. Pure.
namespace parallel_testing {

/// What a test program is asked to do, from its command line.
struct program_request {
  /// According to its arguments, it will only list its tests or print help.
  bool runs_no_test = false;
  /// It is the child of a death test, so it is part of the test that started
  /// it.
  bool is_child = false;
  /// The filter or spec if it can only select a single test, else "".
  std::string selector;
  /// The selector is a guess: it is not a registered one, so it may be an
  /// argument of the program itself, such as a connection string.
  bool is_guess = false;
  /// The reference to the unit that it runs, "" when it does not run a unit.
  std::string unit;
  /// The index of the argument that is the selector or the unit.
  std::size_t selecting_argument = 0;
};

/// The command of a test, changed so that the framework writes a report.
struct reporting_command {
  std::vector<std::string> arguments;
  std::string report;  ///< path; "" when the arguments prevent a report
  /// The report replaces the output of the framework.
  bool is_silent = false;
};

struct framework_report {
  bool is_complete = false;
  std::size_t cases = 0;  ///< number of cases that ran
  std::size_t failed = 0;
  std::size_t skipped = 0;
  bool failed_around = false;  ///< in a fixture around the cases
  bool has_crashed = false;    ///< the framework handled a fatal signal
  std::string reason;          ///< the first line of the first failure or skip
};

/// A program that is asked for its cases.
struct listed_program {
  enum class output { standard, with_errors };

  std::string version;            ///< of its framework; "" if unknown
  std::string filter;             ///< TEST_FILTER
  std::vector<std::string> spec;  ///< TEST_SPEC
  /// If not "", only the cases that this selector of a test selects.
  std::string selector;
  /// Only the cases that the program runs if nothing selects any.
  bool only_default = false;
  bool has_adapter = false;
  /// A path at which the program may write its listing.
  std::string file;
  /// Runs the program with these arguments, and returns what it prints.
  std::function<std::string(const std::vector<std::string>&, output)> run;
  /// The contents of `file`.
  std::function<std::string()> read_file;
};

/// std::nullopt when the program gave no listing.
using listed_cases = std::optional<std::vector<std::string>>;

/// The rules of one framework.
class framework_rules {
 public:
  framework_rules() = default;
  framework_rules(const framework_rules&) = delete;
  framework_rules& operator=(const framework_rules&) = delete;
  virtual ~framework_rules() = default;

  // The command line ----------------------------------------------------------

  /// Whether a program with this argument runs no test. Short options do not
  /// count: they may be arguments of the test program, as in `-h localhost`,
  /// and a program that only lists its tests may take a worker without harm.
  [[nodiscard]] virtual bool runs_no_test(std::string_view argument) const = 0;

  /// Reads which cases the arguments of the program select. `registered` is the
  /// selector with which the test was registered, "" when unknown.
  virtual void read_selection(const std::vector<std::string>& arguments,
                              const std::string& registered,
                              program_request& into) const = 0;

  /// The name of the case that a selector selects, as its adapter names it.
  [[nodiscard]] virtual std::string case_of_selector(
      const std::string& selector) const = 0;

  /// Whether an argument with this beginning selects or repeats cases, so that
  /// the test is not all of the program.
  [[nodiscard]] virtual bool may_select(std::string_view argument) const = 0;

  // The report ----------------------------------------------------------------

  /// `report` is the file to write to if the command does not request a report.
  /// `version` is the major version of the framework; 0 if unknown.
  [[nodiscard]] virtual reporting_command with_report(
      int version, std::vector<std::string> command,
      const std::string& report) const = 0;

  /// Counts only the case that `selector` names, unless that is empty: several
  /// tests may write to the file that the user chose.
  [[nodiscard]] virtual framework_report read_report(
      std::string_view text, std::string_view selector) const = 0;

  /// The case that a command selects, as it is in reports; "" when it may
  /// select several.
  [[nodiscard]] virtual std::string selector_in(
      const std::vector<std::string>& command) const;

  // The listing ---------------------------------------------------------------

  /// The names of the cases of a program in its own listing.
  [[nodiscard]] virtual listed_cases list(
      const listed_program& program) const = 0;

  /// The name that a registered case has in the listing.
  [[nodiscard]] virtual std::string name_in_listing(
      const std::string& name, const std::string& selector) const = 0;

  /// Changes names so that equal ones are those that the framework takes for
  /// equal.
  [[nodiscard]] virtual std::string as_compared(std::string name) const;

  /// The argument that selects the case of this name in the listing.
  [[nodiscard]] virtual std::string argument_for(
      const std::string& listed) const = 0;
};

/// The rules of a framework.
[[nodiscard]] inline const framework_rules& rules_of(adapter::framework kind) {
  return framework_row_of(kind).rules();
}

}  // namespace parallel_testing
