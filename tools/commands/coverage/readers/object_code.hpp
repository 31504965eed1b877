// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an object file of clang reveals about the lines of its source.
#pragma once

#include <string_view>

namespace parallel_testing::coverage_command {

enum class object_code {
  mapped,    // to lines; also files of another form than ELF of this machine
  unmapped,  // has functions that its source defines, and no lines of them
  /// Has functions of internal linkage only, which headers may define.
  perhaps_unmapped,
  none  // no function of the source, so no line to map
};

/// Pure. `object` is the content of the file.
[[nodiscard]] object_code code_in(std::string_view object);

}  // namespace parallel_testing::coverage_command
