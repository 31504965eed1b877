// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The calls of a trace by their place in the source: one line in a function or
// a loop is executed many times. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adopt/survey.hpp"

namespace parallel_testing::tools {

struct call_site {
  std::string command;
  std::string file;  ///< absolute
  std::int64_t line = 0;
  std::vector<const traced_call*> calls{};  ///< never empty, in their order
  const cmake_source* source = nullptr;     ///< null: cannot be edited
  const source_call* call = nullptr;        ///< null: cannot be edited
  std::string problem{};                    ///< why it cannot be edited
};

/// The sites of a command, in the order of their first calls. Refers to the
/// survey.
[[nodiscard]] std::vector<call_site> sites_of(
    const survey& of, const std::vector<std::string>& commands);

/// Relative to the source directory of the project.
[[nodiscard]] source_place place_of(const survey& of, const call_site& site);

/// Whether both calls are in the same function, loops and branches, so that one
/// is executed whenever the other is, with the same variables.
[[nodiscard]] bool is_same_scope(const call_site& left, const call_site& right);

/// Whether the call is executed whenever its file is read, and once.
[[nodiscard]] bool is_unconditional(const call_site& site);

}  // namespace parallel_testing::tools
