// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A place of its own for the state and the temporary files of the runtime
// under test.
#pragma once

#include <parallel_testing/temp_dir.hpp>
#include <string>

#include "support/child_process.hpp"

namespace parallel_testing::unit {

/// The name is short, so that paths below still fit a Unix socket.
class scratch {
 public:
  scratch();

  std::string path(const std::string& name) const { return dir_ / name; }
  std::string state() const { return path("state"); }
  std::string temp_root() const { return path("t"); }

  /// Of a program that is started by hand here.
  environment by_hand() const;

  /// Of a program that a ctest starts here: this test plays the ctest.
  environment under_ctest(const std::string& run_id = "run1") const;

 private:
  temp_dir dir_{"s"};
};

/// The content of a file, "" when there is none.
std::string content_of(const std::string& path);
void write_to(const std::string& path, const std::string& text);

}  // namespace parallel_testing::unit
