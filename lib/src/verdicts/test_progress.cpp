// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/test_progress.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <iterator>

#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {
constexpr std::size_t longest_shown_name = 119;
constexpr std::size_t most_at_a_time = 64;
constexpr std::size_t most_programs = 8;
constexpr std::size_t longest_reason = 1000;
/// Follows the signature at the beginning of the file of the slot.
constexpr off_t offset_in_slot = 4096;

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

/// Whether `pid` is this process or one of its descendants.
bool is_of_this_process(pid_t pid) {
  constexpr int deepest = 100;
  for (int level = 0; pid > 1 && level < deepest; ++level) {
    if (pid == ::getpid()) {
      return true;
    }
    pid = status_of(pid).parent;
  }
  return false;
}

/// Maps the part of the file of a slot that follows the signature. Returns null
/// when the disk is full, because writing to a page without disk space would
/// end the process.
void* map_slot(int slot, std::size_t size) noexcept {
  const auto end = offset_in_slot + static_cast<off_t>(size);
  struct stat status {};
  if (::fstat(slot, &status) != 0) {
    return nullptr;
  }
  const bool is_allocated =
      status.st_size >= end && status.st_blocks * 512 >= end;
  if (!is_allocated && ::posix_fallocate(slot, 0, end) != 0) {
    return nullptr;
  }
  void* const memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED,
                              slot, offset_in_slot);
  return memory == MAP_FAILED ? nullptr : memory;
}
}  // namespace

/// A text that several processes may set at the same time; the first text
/// stays.
struct test_progress::shared_text {
  std::atomic<bool> is_taken{false};
  char text[longest_reason + 1] = "";

  void set(std::string_view given) noexcept {
    if (given.empty() || is_taken.exchange(true)) {
      return;
    }
    const std::size_t length = std::min(given.size(), longest_reason);
    std::memcpy(text, given.data(), length);
    text[length] = '\0';
  }

  void reset() noexcept {
    text[0] = '\0';
    is_taken = false;
  }
};

struct alignas(4096) test_progress::shared_state {
  /// The hash of the program that uses this state, 0 for none.
  std::atomic<std::uint64_t> program{0};
  std::atomic<bool> has_framework_run{false};
  std::atomic<bool> has_failed{false};
  std::atomic<bool> has_failed_around{false};
  std::atomic<bool> is_settled{false};
  std::atomic<std::uint32_t> begun{0};
  std::atomic<std::uint32_t> ended{0};
  std::atomic<std::uint32_t> skipped{0};
  shared_text failure;
  shared_text skip;
  /// The processes of the test, without their forked children.
  std::atomic<pid_t> processes[most_at_a_time];
  /// A process that runs a case, with its family; 0 for an unused entry.
  std::atomic<std::uint64_t> running[most_at_a_time];
  /// The same for processes whose framework runs.
  std::atomic<std::uint64_t> in_round[most_at_a_time];
  char names[most_at_a_time][longest_shown_name + 1];

  void reset(std::uint64_t of_program) noexcept {
    has_framework_run = is_settled = has_failed = has_failed_around = false;
    begun = ended = skipped = 0;
    failure.reset();
    skip.reset();
    for (auto& each : processes) {
      each = 0;
    }
    for (auto& each : running) {
      each = 0;
    }
    for (auto& each : in_round) {
      each = 0;
    }
    program = of_program;
  }
};

test_progress::test_progress() : family_(::getpid()) {}

void test_progress::start_alone_unless_shared() {
  if (state_ == nullptr) {
    start_over_alone();
  }
}

/// Uses another state from now on.
void test_progress::use(shared_state* state) noexcept {
  if (state_ != nullptr) {
    ::munmap(state_, sizeof(shared_state));
  }
  state_ = state;
}

void test_progress::start_over_alone() {
  static_assert(std::atomic<std::uint64_t>::is_always_lock_free,
                "shared between processes");
  void* const memory =
      ::mmap(nullptr, sizeof(shared_state), PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    os::throw_error("cannot share memory with", "the processes of the test",
                    errno, "free some memory");
  }
  // The memory is zero, which is the initial state.
  state_ = static_cast<shared_state*>(memory);
  family_ = ::getpid();
  register_process();
}

void test_progress::register_process() noexcept {
  for (auto& each : state_->processes) {
    pid_t unused = 0;
    if (each.compare_exchange_strong(unused, family_)) {
      return;
    }
  }
}

void test_progress::share_through(int slot,
                                  const std::string& program) noexcept {
  void* const memory = map_slot(slot, sizeof(shared_state));
  if (memory == nullptr) {
    return;
  }
  use(static_cast<shared_state*>(memory));
  state_->reset(hash(program));
  register_process();
}

bool test_progress::prepare(int slot) noexcept {
  constexpr std::size_t size = most_programs * sizeof(shared_state);
  void* const memory = map_slot(slot, size);
  if (memory == nullptr) {
    return false;
  }
  auto* const states = static_cast<shared_state*>(memory);
  for (std::size_t at = 0; at < most_programs; ++at) {
    // Others that no program used are unchanged. The launcher uses the first.
    if (at == 0 || states[at].program != 0) {
      states[at].reset(0);
    }
  }
  ::munmap(memory, size);
  return true;
}

bool test_progress::adopt_first(int slot) noexcept {
  void* const memory = map_slot(slot, sizeof(shared_state));
  if (memory == nullptr) {
    return false;
  }
  use(static_cast<shared_state*>(memory));
  return state_->program != 0;
}

void test_progress::join(int slot, const std::string& program) noexcept {
  struct stat status {};
  if (::fstat(slot, &status) != 0) {
    return;
  }
  const auto known = static_cast<std::size_t>(
      std::max<off_t>(status.st_size - offset_in_slot, 0));
  const std::size_t count =
      std::min(known / sizeof(shared_state), most_programs);
  if (count == 0) {
    return;
  }
  void* const memory = map_slot(slot, count * sizeof(shared_state));
  if (memory == nullptr) {
    return;
  }
  auto* const states = static_cast<shared_state*>(memory);
  for (std::size_t at = 0; at < count; ++at) {
    std::uint64_t found = 0;
    if (!states[at].program.compare_exchange_strong(found, hash(program)) &&
        found != hash(program)) {
      continue;
    }
    use(states + at);
    register_process();
    return;
  }
  ::munmap(memory, count * sizeof(shared_state));
}

void test_progress::note_framework() noexcept {
  state_->has_framework_run = true;
}

void test_progress::begin_round() noexcept {
  const std::uint64_t own = numbers(family_, os::process_id());
  end_round();
  for (auto& each : state_->in_round) {
    std::uint64_t unused = 0;
    if (each.compare_exchange_strong(unused, own)) {
      return;
    }
  }
}

void test_progress::end_round() noexcept {
  const std::uint64_t own = numbers(family_, os::process_id());
  for (auto& each : state_->in_round) {
    std::uint64_t expected = own;
    each.compare_exchange_strong(expected, 0);
  }
}

/// The index of the case that this process runs, or -1.
int test_progress::own_case() const noexcept {
  const std::uint64_t own = numbers(family_, os::process_id());
  for (std::size_t at = 0; at < most_at_a_time; ++at) {
    if (state_->running[at] == own) {
      return static_cast<int>(at);
    }
  }
  return -1;
}

void test_progress::begin_case(std::string_view name) noexcept {
  ++state_->begun;
  int entry = own_case();
  const std::uint64_t own = numbers(family_, os::process_id());
  for (std::size_t at = 0; at < most_at_a_time && entry < 0; ++at) {
    std::uint64_t unused = 0;
    if (state_->running[at].compare_exchange_strong(unused, own)) {
      entry = static_cast<int>(at);
    }
  }
  if (entry < 0) {
    os::say(
        "more than 64 processes run cases of this test at the same time; start "
        "fewer");
    note_failure();
    return;
  }
  const std::size_t length = std::min(name.size(), longest_shown_name);
  std::memcpy(state_->names[entry], name.data(), length);
  state_->names[entry][length] = '\0';
}

void test_progress::end_case() noexcept {
  ++state_->ended;
  const int entry = own_case();
  if (entry >= 0) {
    state_->running[entry] = 0;
  }
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

/// Whether the case or round of `who` can no longer complete if this process
/// ends now.
bool test_progress::is_lost(std::uint64_t who) const {
  const pid_t process = process_in(who);
  return who != 0 && (family_in(who) == family_ || !is_running(process) ||
                      is_of_this_process(process));
}

std::string test_progress::unfinished_case() const {
  for (std::size_t at = 0; at < most_at_a_time; ++at) {
    if (is_lost(state_->running[at])) {
      return state_->names[at];
    }
  }
  return "";
}

bool test_progress::has_unfinished_round() const {
  return std::any_of(std::begin(state_->in_round), std::end(state_->in_round),
                     [&](const auto& who) { return is_lost(who); });
}

bool test_progress::has_peer() const {
  for (const auto& each : state_->processes) {
    const pid_t process = each;
    if (process != 0 && process != family_ && is_running(process) &&
        !is_of_this_process(process)) {
      return true;
    }
  }
  return false;
}

bool test_progress::leave() noexcept {
  // First, so that when two processes leave at the same time at least one sees
  // that the other has left.
  for (auto& each : state_->processes) {
    pid_t own = family_;
    each.compare_exchange_strong(own, 0);
  }
  if (has_processes() || state_->is_settled.exchange(true)) {
    return false;
  }
  // A copy that joins later sees that the test is settled. One that joined
  // meanwhile may not have seen it, and is the last one.
  if (has_processes()) {
    state_->is_settled = false;
    return false;
  }
  return true;
}

bool test_progress::has_processes() const {
  return std::any_of(std::begin(state_->processes), std::end(state_->processes),
                     [](const auto& each) {
                       const pid_t process = each;
                       return process != 0 && is_running(process);
                     });
}

bool test_progress::reopen() noexcept {
  return state_->is_settled.exchange(false);
}

}  // namespace parallel_testing
