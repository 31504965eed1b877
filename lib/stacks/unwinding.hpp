// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "shown_frames.hpp"
#include "stacks/stack_request.hpp"

namespace parallel_testing::stacks {

/// The stacks of the process, from the registers and the memory in the request.
process_stacks unwound(const requested_process& request);

}  // namespace parallel_testing::stacks
