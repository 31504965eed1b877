// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "test_progress.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <new>

#include "os.hpp"
#include "process_info.hpp"

namespace parallel_testing {

namespace {
constexpr std::size_t longest_name = 235;
constexpr std::size_t most_at_a_time = 64;
constexpr std::size_t longest_reason = 1000;

/// A text that several processes may set at a time; the first one counts.
struct shared_text {
  std::atomic<bool> is_taken{false};
  char text[longest_reason + 1] = "";

  void set(std::string_view given) noexcept {
    if (given.empty() || is_taken.exchange(true)) return;
    std::memcpy(text, given.data(), std::min(given.size(), longest_reason));
  }
};

std::uint64_t numbers(pid_t family, pid_t process) {
  return static_cast<std::uint64_t>(family) << 32U |
         static_cast<std::uint32_t>(process);
}

pid_t family_in(std::uint64_t numbers) {
  return static_cast<pid_t>(numbers >> 32U);
}

pid_t process_in(std::uint64_t numbers) {
  return static_cast<pid_t>(numbers & 0xFFFFFFFFU);
}
}  // namespace

struct test_progress::running_case {
  /// Of the process that runs it and of its family, 0 when this is unused.
  std::atomic<std::uint64_t> numbers{0};
  char name[longest_name + 1] = "";
};

struct test_progress::shared_state {
  std::atomic<bool> has_framework_run{false};
  std::atomic<bool> has_failed{false};
  std::atomic<bool> has_failed_around{false};
  std::atomic<std::uint32_t> begun{0};
  std::atomic<std::uint32_t> ended{0};
  std::atomic<std::uint32_t> skipped{0};
  shared_text failure;
  shared_text skip;
  running_case running[most_at_a_time];
};

test_progress::test_progress() : family_(::getpid()) {
  static_assert(std::atomic<std::uint64_t>::is_always_lock_free,
                "shared between processes");
  void* const memory =
      ::mmap(nullptr, sizeof(shared_state), PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    os::throw_error("cannot share memory with", "the processes of the test",
                    errno, "free some memory");
  }
  state_ = new (memory) shared_state;
}

void test_progress::note_framework() noexcept {
  state_->has_framework_run = true;
}

/// The entry of the case that this process runs, or null.
test_progress::running_case* test_progress::own_case() const noexcept {
  const std::uint64_t own = numbers(family_, ::getpid());
  for (running_case& each : state_->running) {
    if (each.numbers == own) return &each;
  }
  return nullptr;
}

void test_progress::begin_case(std::string_view name) noexcept {
  ++state_->begun;
  running_case* place = own_case();
  for (running_case& each : state_->running) {
    if (place != nullptr) break;
    std::uint64_t unused = 0;
    const std::uint64_t own = numbers(family_, ::getpid());
    if (each.numbers.compare_exchange_strong(unused, own)) place = &each;
  }
  if (place == nullptr) {
    os::say("too many processes run cases of one test at a time");
    note_failure();
    return;
  }
  const std::size_t length = std::min(name.size(), longest_name);
  std::memcpy(place->name, name.data(), length);
  place->name[length] = '\0';
}

void test_progress::end_case() noexcept {
  ++state_->ended;
  if (running_case* const place = own_case()) place->numbers = 0;
}

void test_progress::note_failure(std::string_view reason) noexcept {
  state_->failure.set(reason);
  state_->has_failed = true;
}

void test_progress::note_failure_around(std::string_view reason) noexcept {
  state_->has_failed_around = true;
  note_failure(reason);
}

void test_progress::note_skip(std::string_view reason) noexcept {
  state_->skip.set(reason);
  ++state_->skipped;
}

bool test_progress::has_framework_run() const noexcept {
  return state_->has_framework_run;
}

bool test_progress::has_failed() const noexcept {
  return state_->has_failed;
}

bool test_progress::has_failed_around() const noexcept {
  return state_->has_failed_around;
}

std::size_t test_progress::begun() const noexcept {
  return state_->begun;
}

std::size_t test_progress::ended() const noexcept {
  return state_->ended;
}

std::size_t test_progress::skipped() const noexcept {
  return state_->skipped;
}

std::string test_progress::reason() const {
  return has_failed() ? state_->failure.text : state_->skip.text;
}

std::string test_progress::unfinished_case() const {
  for (const running_case& each : state_->running) {
    const std::uint64_t who = each.numbers;
    if (who == 0) continue;
    const bool is_lost = family_in(who) == family_ ||
                         process_in(who) == ::getpid() ||
                         !is_running(process_in(who));
    if (is_lost) return each.name;
  }
  return "";
}

}  // namespace parallel_testing
