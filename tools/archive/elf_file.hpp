// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the dynamic linker reads in a program or a shared library.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::tools {

struct byte_range {
  std::size_t offset = 0;
  std::size_t size = 0;
};

struct elf_file {
  std::vector<std::string> needed;  ///< names of shared libraries
  std::string run_path;             ///< DT_RUNPATH, else DT_RPATH
  std::size_t run_path_offset = 0;  ///< in the file; 0: it has none
  /// The parts of the file that the program has in memory: not its debug
  /// information.
  std::vector<byte_range> loaded;
};

/// Returns nothing unless `content` begins as an ELF file. Of a file in the
/// format of another machine, only `loaded` is set: the whole file. Pure.
[[nodiscard]] std::optional<elf_file> parse_elf(std::string_view content);

}  // namespace parallel_testing::tools
