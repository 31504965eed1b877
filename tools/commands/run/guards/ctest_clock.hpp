// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ctest counts the time during which it is stopped as time that its tests ran,
// and would end them after a long stop. A library in ctest (`lib/clock`)
// subtracts that time from the clock.
#pragma once

#include <cstdint>
#include <string>

#include "base/programs.hpp"

namespace parallel_testing::run_command {

class ctest_clock {
 public:
  /// Creates the file that the library reads, which must not exist. If that
  /// fails, the clock of ctest goes on while ctest is stopped.
  explicit ctest_clock(std::string file);
  ctest_clock(const ctest_clock&) = delete;
  ctest_clock& operator=(const ctest_clock&) = delete;
  /// Removes the file.
  ~ctest_clock();

  /// Loads the library into that ctest, where ctest accepts it.
  void load_into(tools::program_start& ctest) const;

  /// Sets for how long ctest was stopped altogether. ctest must be stopped.
  void set_stopped(std::int64_t total_ns) const;

 private:
  std::string file_;
  std::int64_t* shared_ns_ = nullptr;  ///< null if the file cannot be made
};

}  // namespace parallel_testing::run_command
