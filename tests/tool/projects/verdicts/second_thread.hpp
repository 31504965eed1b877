// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <thread>

/// For a mode in which the program must not be forked.
inline void start_second_thread_if_asked() {
  if (::getenv("VERDICTS_SECOND_THREAD") != nullptr) {
    std::thread([] { ::pause(); }).detach();
  }
}
