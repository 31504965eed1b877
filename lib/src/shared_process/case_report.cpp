// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/case_report.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include "base/format.hpp"
#include "base/os.hpp"

namespace parallel_testing {

namespace {
constexpr const char* in_framework =
    "the program ended while its test framework still ran, ";

/// Why a case that had ended does not count as such.
std::string problem_after(const forked_end& seen) {
  if (seen.how == verdict::fail) {
    return "";
  }
  if (!seen.afterwards.empty()) {
    return seen.afterwards;
  }
  if (!seen.is_complete) {
    return in_framework + to_text(seen.end);
  }
  if (seen.end.how == process_end::kind::signal) {
    return "the program ended outside its cases, " + to_text(seen.end);
  }
  if (seen.end.number != 0) {
    return fmt::format("the test was {}, but the program ended with status {}",
                       seen.how == verdict::skip ? "skipped" : "passed",
                       seen.end.number);
  }
  return "";
}
}  // namespace

forked_verdict judge_fork(const forked_end& seen) {
  if (seen.limit_seconds > 0) {
    return {
        verdict::timeout,
        fmt::format("it exceeded its time limit of {:g} s", seen.limit_seconds),
        ""};
  }
  if (!seen.how) {
    const bool is_known = !seen.afterwards.empty();
    return {seen.has_begun || !is_known ? verdict::crash : verdict::fail,
            is_known ? seen.afterwards : to_text(seen.end), ""};
  }
  return {*seen.how, seen.message, problem_after(seen)};
}

struct case_report::content {
  /// A text that the other process reads only when this one has ended.
  struct reported_text {
    std::size_t size = 0;
    char text[64 * 1024];

    void set(std::string_view given) noexcept {
      size = std::min(given.size(), sizeof text);
      std::memcpy(text, given.data(), size);
    }
    [[nodiscard]] std::string get() const { return {text, size}; }
  };

  std::atomic<bool> has_begun{false};
  std::atomic<bool> has_ended{false};
  std::atomic<bool> has_failed{false};
  std::atomic<bool> is_complete{false};
  verdict how = verdict::pass;
  std::int64_t duration_ns = 0;
  reported_text message;
  reported_text failure;
};

case_report::case_report() {
  void* const memory = ::mmap(nullptr, sizeof(content), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    os::throw_error("cannot share memory with", "the processes of the cases",
                    errno, "free some memory");
  }
  // The memory is zero, which is the initial state.
  content_ = static_cast<content*>(memory);
}

void case_report::start() noexcept {
  content_->has_begun = content_->has_ended = false;
  content_->has_failed = content_->is_complete = false;
}

void case_report::begin_case() noexcept {
  content_->has_begun = true;
}

void case_report::end_case(verdict how, std::int64_t duration_ns,
                           std::string_view message) noexcept {
  // Tests that the framework cannot distinguish are one case.
  const bool is_first = !content_->has_ended;
  content_->duration_ns = duration_ns + (is_first ? 0 : content_->duration_ns);
  const bool is_kept =
      !is_first && (content_->how == verdict::fail || how == verdict::skip);
  if (is_kept) {
    return;
  }
  content_->how = how;
  content_->message.set(message);
  content_->has_ended = true;
}

void case_report::fail_process(std::string_view why) noexcept {
  if (!content_->has_failed.exchange(true)) {
    content_->failure.set(why);
  }
}

void case_report::complete() noexcept {
  content_->is_complete = true;
}

forked_end case_report::at_end(const process_end& end,
                               double limit_seconds) const {
  forked_end seen;
  seen.end = end;
  seen.limit_seconds = limit_seconds;
  seen.has_begun = content_->has_begun;
  seen.is_complete = content_->is_complete;
  if (content_->has_ended) {
    seen.how = content_->how;
    seen.duration_ns = content_->duration_ns;
    seen.message = content_->message.get();
  }
  if (content_->has_failed) {
    seen.afterwards = content_->failure.get();
  }
  return seen;
}

}  // namespace parallel_testing
