// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "user/failure.hpp"

#include <atomic>
#include <parallel_testing/detail/adapter.hpp>

#include "base/os.hpp"
#include "process/process.hpp"

namespace parallel_testing {

namespace {
std::atomic<void (*)(const char*)> reporter_of_failures{nullptr};
}  // namespace

void adapter::report_failures_to(void (*report)(const char* text)) noexcept {
  reporter_of_failures = report;
}

void report_failure(const std::string& text) noexcept {
  process& here = process::current();
  here.events().write(events::warning{text});
  const auto report = reporter_of_failures.load();
  if (report != nullptr && here.is_owner() && here.test().is_running()) {
    try {
      report(text.c_str());
    } catch (...) {
      // GoogleTest may be configured to throw. The failure is already recorded.
    }
    return;
  }
  os::say(text);
  here.test().fail_at_end();
}

}  // namespace parallel_testing
