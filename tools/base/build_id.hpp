// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The build id that the linker computes from the contents of a program.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parallel_testing::tools {

/// The build id, in hexadecimal, of an ELF file of which `start` has at least
/// the headers and the notes; "" if it has none. Nothing for any other file.
/// Pure.
[[nodiscard]] std::optional<std::string> build_id_in(std::string_view start);

/// The same for a file; nothing also if it cannot be read.
[[nodiscard]] std::optional<std::string> build_id_of(const std::string& path);

}  // namespace parallel_testing::tools
