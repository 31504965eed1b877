// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "cli/definition.hpp"

namespace parallel_testing::tools {

struct program_definition {
  std::string name;
  std::string version;
  std::string summary;               ///< one sentence
  std::vector<std::string> remarks;  ///< sentences that are for all commands
  std::vector<cli::command_definition> commands;
};

}  // namespace parallel_testing::tools
