// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

/// How a test ended. Adapters, runtime, launcher, event log and tools share
/// these seven verdicts; test code never needs them. C++11, like the adapters.

namespace parallel_testing {

enum class verdict : unsigned char {
  pass,
  fail,
  skip,
  crash,    ///< its process ended while it ran
  timeout,  ///< it was stopped at its timeout
  leak,     ///< it passed, but left processes behind
  not_run   ///< no process ran it
};

/// Whether it makes the run fail.
constexpr bool is_bad(verdict how) {
  return how != verdict::pass && how != verdict::skip;
}

}  // namespace parallel_testing
