// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <parallel_testing/detail/adapter.hpp>
#include <vector>

#include "discovery/unit_file.hpp"
#include "shared_process/case_board.hpp"

namespace parallel_testing {

/// Runs the cases of a unit in child processes, one after the other until all
/// cases have run, so that a crash costs one case. Returns in each of those
/// processes, with the cases that it must run. In the calling process it never
/// returns: that process ends with the result of the unit.
///
/// A process dies with its parent. SIGTERM and its like are passed on;
/// what a process dies of then, the parent dies of. Under a debugger it
/// returns at once, with all cases, and nobody watches.
///
/// Call it before user code runs, while no file is open and there is only one
/// thread.
std::vector<std::size_t> run_in_children(adapter::framework kind,
                                         const unit_record& unit,
                                         case_board& board);

}  // namespace parallel_testing
