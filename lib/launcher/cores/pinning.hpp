// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/unique_fd.hpp"
#include "cores/core_map.hpp"
#include "markers/marker.hpp"
#include "state/private_directory.hpp"

// The cores of a pinned test, and the number of threads of any test with the
// marker `threads`.
namespace parallel_testing::launcher {

/// The number in the marker `threads`, 0 without one.
std::size_t threads_of(const marker_list& markers);

/// Whether the marker `threads` pins the test. `choice` is the value of
/// PARALLEL_TESTING_PINNING, with which `off` pins no test.
bool is_pinned(const marker_list& markers, const std::string& choice);

/// The variables that limit the threads of common libraries. Those that are set
/// already keep their values.
void export_threads(std::size_t count);

/// Cores that no other pinned test on the machine uses, whichever run or user
/// it belongs to. The locks on them last as long as this object or the process.
class pinned_cores {
 public:
  /// Waits for `count` cores, or for all if there are fewer, and moves this
  /// process to them. `group` signs for them. Throws error.
  void take(const private_directory& state, const std::string& group,
            std::size_t count);

  [[nodiscard]] const std::vector<core>& cores() const noexcept {
    return cores_;
  }

 private:
  /// Returns the cores that others use, when too many of `all` are.
  std::vector<core> try_take(const std::vector<core>& all, std::size_t count);
  void sign(const private_directory& state, const std::string& group) const;

  std::vector<core> cores_;
  std::vector<unique_fd> locks_;
};

}  // namespace parallel_testing::launcher
