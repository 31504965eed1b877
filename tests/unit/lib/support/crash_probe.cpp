// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A test program that knows nothing of ParallelTesting, and crashes.
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <thread>

namespace {

void write_to(volatile int* address) {
  *address = 1;
}

void end_with_7(int) {
  ::_exit(7);
}

void print_environment() {
  for (char** each = environ; *each != nullptr; ++each) {
    if (::strstr(*each, "LD_PRELOAD") == *each ||
        ::strstr(*each, "CRASHES") != nullptr ||
        ::strstr(*each, "STOPPED_TIME") != nullptr) {
      std::puts(*each);
    }
  }
}

void print_clock() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  std::printf("%lld", now.tv_sec * 1'000'000'000LL + now.tv_nsec);
}

}  // namespace

int main(int count, char** words) {
  const std::string_view how = count > 1 ? words[1] : "";
  if (how == "null") {
    write_to(nullptr);
  } else if (how == "thread") {
    std::thread([] { write_to(nullptr); }).join();
  } else if (how == "abort") {
    ::abort();
  } else if (how == "handled") {
    ::signal(SIGSEGV, end_with_7);
    write_to(nullptr);
  } else if (how == "child") {
    return ::system((words[0] + std::string(" null")).c_str()) == 0 ? 0 : 9;
  } else if (how == "environment") {
    print_environment();
  } else if (how == "clock") {
    print_environment();
    print_clock();
  }
  return 0;
}
