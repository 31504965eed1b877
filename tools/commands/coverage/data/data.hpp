// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Directories with coverage data: what a run leaves in `<run>/coverage`, what
// `coverage` keeps in `<output>/data`, and what `merge` joins.
//
//   gw0, shared, merged, ...   data of any number of tests
//   tests/<x>, tests/<x>.name  data of one test, and what it is called
#pragma once

#include <map>
#include <string>
#include <vector>

namespace parallel_testing::coverage_command {

struct data_parts {
  std::vector<std::string> common;  // directories
  std::map<std::string, std::vector<std::string>> tests;

  [[nodiscard]] std::vector<std::string> all() const;
};

[[nodiscard]] data_parts find_parts(const std::string& directory);

/// The file by which `merge` knows the directory for one with coverage data.
inline constexpr const char* data_mark = "parallel-testing-coverage.txt";

/// Throws cli::failure.
void mark_data(const std::string& directory);

/// Copies the data of shard `number`, from 1, to those that are in `into`.
/// Returns the number of files. Throws cli::failure.
std::size_t add_shard(const std::string& directory, std::size_t number,
                      const std::string& into);

}  // namespace parallel_testing::coverage_command
