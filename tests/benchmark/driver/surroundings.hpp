// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "command.hpp"

namespace parallel_testing::benchmark {

/// What the build knows: programs it used and folders it filled.
namespace place {
extern const std::string build;     ///< of the whole project
extern const std::string cmake;     ///< the program
extern const std::string ctest;     ///< the program
extern const std::string ninja;     ///< the program
extern const std::string compiler;  ///< the program
extern const std::string launcher;  ///< the program
extern const std::string headers;   ///< folder of the public headers
extern const std::string sources;   ///< folder of the benchmarks
extern const std::string programs;  ///< folder of the built programs
extern const std::string samples;   ///< folder of what is built of the samples
}  // namespace place

/// An empty folder for state, temporary directories and logs, so that tests
/// that run on this machine meanwhile are neither disturbed nor counted.
class scratch_directory {
 public:
  scratch_directory();
  scratch_directory(const scratch_directory&) = delete;
  scratch_directory& operator=(const scratch_directory&) = delete;
  ~scratch_directory();

  [[nodiscard]] const std::string& path() const { return path_; }

  /// The command as ctest would run it as a test, this process being ctest.
  [[nodiscard]] command as_test(std::vector<std::string> words) const;

 private:
  std::string path_;
};

/// Lines that say on what the figures were measured.
[[nodiscard]] std::string describe_machine();

}  // namespace parallel_testing::benchmark
