// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <elfutils/libdwfl.h>

#include <map>
#include <vector>

#include "shown_frames.hpp"

namespace parallel_testing::stacks {

/// Finds the functions and lines of addresses, also of static and inlined
/// functions.
class source_lines {
 public:
  explicit source_lines(Dwfl* modules) : modules_(modules) {}

  /// The function at the address, after those that the compiler inlined there.
  const std::vector<frame>& at(Dwarf_Addr address);

 private:
  std::vector<frame> look_up(Dwarf_Addr address);

  Dwfl* modules_;
  std::map<Dwarf_Addr, std::vector<frame>> known_;
};

}  // namespace parallel_testing::stacks
