// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <time.h>

#include "observe/meaning/ledger.hpp"

namespace parallel_testing::launcher {

/// At the end of the test, which began at `start` (CLOCK_REALTIME): what is at
/// the name of a resource that the test made or changed, and whether it changed
/// the file that it opened for writing.
void note_what_is_left(ledger::item& touched, const timespec& start);

}  // namespace parallel_testing::launcher
