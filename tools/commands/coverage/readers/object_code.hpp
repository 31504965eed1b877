// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an object file of clang reveals about the lines of its source.
#pragma once

#include <string_view>

namespace parallel_testing::coverage_command {

enum class object_code {
  mapped,    ///< has a mapping to lines, or is not ELF of this machine
  unmapped,  ///< has functions of its source, but no mapping
  /// Has only functions with internal linkage, which headers may define.
  perhaps_unmapped,
  none  ///< has no function of its source, so no line to map
};

/// `object` is the contents of the file. Pure.
[[nodiscard]] object_code code_in(std::string_view object);

}  // namespace parallel_testing::coverage_command
