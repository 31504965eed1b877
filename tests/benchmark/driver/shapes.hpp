// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::benchmark {

/// A test that sleeps, and what it needs meanwhile.
struct sleeper {
  int ms = 0;
  std::vector<std::string> locks;
  std::string reads;     ///< a lock that it only shares
  std::string capacity;  ///< of which it takes one
  bool is_serial = false;
};

/// A suite whose order of starting decides how long it takes. Tests stand in
/// the order in which a project would declare them: the worst one.
struct shape {
  std::string name;
  std::vector<sleeper> tests;
  /// How much there is of each capacity.
  int capacity = 0;
};

[[nodiscard]] std::vector<shape> all_shapes();

/// No schedule on `jobs` workers is shorter, in milliseconds: the work of all,
/// the longest test, the longest chain of tests that exclude each other, what
/// a capacity lets through; RUN_SERIAL tests come on top.
[[nodiscard]] int lower_bound_ms(const shape& of, int jobs);

}  // namespace parallel_testing::benchmark
