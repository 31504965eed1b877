// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Directories with coverage data: those that a run leaves in `<run>/coverage`,
// that `coverage` keeps in `<output>/data`, and that `merge` joins.
//
//   gw0, shared, merged, ...   data of any number of tests
//   tests/<x>, tests/<x>.name  data of one test, and its name
#pragma once

#include <map>
#include <string>
#include <vector>

namespace parallel_testing::coverage_command {

struct data_parts {
  std::vector<std::string> common;  ///< directories
  std::map<std::string, std::vector<std::string>> tests;

  [[nodiscard]] std::vector<std::string> all() const;
};

[[nodiscard]] data_parts find_parts(const std::string& directory);

/// The file by which `merge` recognises a directory with coverage data.
inline constexpr const char* data_mark = "parallel-testing-coverage.txt";

/// Throws cli::failure.
void mark_data(const std::string& directory);

/// Moves all files below `directory` to `into`, which may be on another file
/// system. Returns their number. Throws cli::failure.
std::size_t move_data(const std::string& directory, const std::string& into);

/// Adds the data of shard `number`, counted from 1, to the data in `into`.
/// Returns the number of files. Throws cli::failure.
std::size_t add_shard(const std::string& directory, std::size_t number,
                      const std::string& into);

}  // namespace parallel_testing::coverage_command
