// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the command line of a command accepts, for manual pages and for the
// completion of shells.
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::cli {

struct option_definition {
  std::vector<std::string> names;  ///< `-j`, `--parallel`; none for an argument
  std::string argument;  ///< its name without dashes; "" for an option only
  std::string value;     ///< its text in the help; "" if it has no value
  bool value_is_optional =
      false;  ///< then its value follows `=`, or is missing
  std::string description;
  std::vector<std::string> choices;  ///< none: any value

  [[nodiscard]] bool takes_value() const { return !value.empty(); }
};

struct command_definition {
  std::string name;
  std::string summary;      ///< its line in the help of the program
  std::string description;  ///< one sentence
  std::string footer;       ///< the text at the end of the help
  bool passes_on = false;   ///< arguments after `--` go to another program
  std::vector<option_definition> options;  ///< those that the help lists
};

}  // namespace parallel_testing::cli
