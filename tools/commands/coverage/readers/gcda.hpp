// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The counter files of gcc 9 and newer, as gcc/gcov-io.h describes them.
//
// gcov-tool (of gcc 12) also sums them, but data of another compilation are
// summed without a word, and a file that was cut short ends it. So each file
// has to be read here first, and then its counters are at hand.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace parallel_testing::coverage_command {

/// The file has another format, is cut short, or does not fit another file.
struct bad_data : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Which compilation a file belongs to.
struct gcov_stamp {
  std::uint32_t version = 0;
  std::uint32_t stamp = 0;

  bool operator==(const gcov_stamp&) const = default;
};

struct counted_function {
  std::uint32_t ident = 0;
  std::uint32_t lineno_checksum = 0;
  std::uint32_t cfg_checksum = 0;
  /// False when the linker took the same function of another object.
  bool is_there = false;
  std::vector<std::uint64_t> arcs;
};

struct counter_file {
  gcov_stamp stamp;
  std::uint32_t checksum = 0;  // from gcc 12
  std::uint32_t runs = 0;
  std::uint32_t greatest = 0;
  std::vector<counted_function> functions;
};

/// Parses the content of a .gcda file. Throws bad_data.
[[nodiscard]] counter_file parse_counters(const std::string& content);
[[nodiscard]] std::string to_content(const counter_file& counters);

/// Adds the counts of another program, or of the same one again. Throws
/// bad_data when they are of different compilations; then `into` is unchanged.
void add(counter_file& into, const counter_file& other);

[[nodiscard]] bool counted_anything(const counter_file& counters);

/// Of the content of a .gcno file, of which the first 12 bytes are enough.
[[nodiscard]] gcov_stamp parse_notes_stamp(const std::string& content);

}  // namespace parallel_testing::coverage_command
