// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/processors.hpp"

// Which cores a pinned test gets. A core is what the processors (hardware
// threads) of one physical core are together, so tests on different cores do
// not slow each other down. Pure.
namespace parallel_testing::launcher {

struct core {
  unsigned number = 0;  ///< its lowest processor, also in other containers
  int node = 0;         ///< of memory (NUMA)
  std::vector<unsigned> processors;  ///< those that this process may use
};

/// Returns the text of a file below /sys, "" when it cannot be read.
using system_file = std::function<std::string(const std::string& path)>;

/// The cores of these processors, sorted, as the kernel describes them in
/// devices/system/cpu and devices/system/node. Without a description each
/// processor is a core.
std::vector<core> cores_of(const std::vector<unsigned>& processors,
                           const system_file& read);

/// `count` of the cores in `free`: all of one node of memory if possible, the
/// one with the fewest free cores, otherwise of as few nodes as possible. Empty
/// when there are fewer.
std::vector<core> choose_cores(const std::vector<core>& free,
                               std::size_t count);

/// All their processors, sorted.
std::vector<unsigned> processors_of(const std::vector<core>& cores);

/// The value of OMP_PLACES for these cores: "{0,4},{1,5}".
std::string places_of(const std::vector<core>& cores);

}  // namespace parallel_testing::launcher
