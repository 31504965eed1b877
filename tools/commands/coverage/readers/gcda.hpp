// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The counter files of gcc 9 and newer, in the format that gcc/gcov-io.h
// describes.
//
// gcov-tool (gcc 12) also sums such files, but it adds data of another
// compilation without a warning, and a truncated file makes it stop. Each file
// therefore has to be parsed here first, and then summing it is easy.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace parallel_testing::coverage_command {

/// The file has another format, is truncated, or does not fit another file.
struct bad_data : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Identifies the compilation to which a file belongs.
struct gcov_stamp {
  std::uint32_t version = 0;
  std::uint32_t stamp = 0;

  bool operator==(const gcov_stamp&) const = default;
};

struct counted_function {
  std::uint32_t ident = 0;
  std::uint32_t lineno_checksum = 0;
  std::uint32_t cfg_checksum = 0;
  /// False if the linker chose the same function from another object.
  bool is_there = false;
  std::vector<std::uint64_t> arcs;
};

struct counter_file {
  gcov_stamp stamp;
  std::uint32_t checksum = 0;  ///< since gcc 12
  std::uint32_t runs = 0;
  std::uint32_t greatest = 0;
  std::vector<counted_function> functions;
};

/// Parses the contents of a .gcda file. Throws bad_data.
[[nodiscard]] counter_file parse_counters(const std::string& content);
[[nodiscard]] std::string to_content(const counter_file& counters);

/// Adds the counts of another run, or of another program. Throws bad_data if
/// the two belong to different compilations; then `into` is unchanged.
void add(counter_file& into, const counter_file& other);

[[nodiscard]] bool counted_anything(const counter_file& counters);

/// Parses the contents of a .gcno file; its first 12 bytes suffice.
[[nodiscard]] gcov_stamp parse_notes_stamp(const std::string& content);

}  // namespace parallel_testing::coverage_command
