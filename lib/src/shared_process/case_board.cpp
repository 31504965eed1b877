// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/case_board.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <new>
#include <parallel_testing/error.hpp>

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/unique_fd.hpp"

namespace parallel_testing {

namespace {
template <std::size_t Size>
void store(char (&buffer)[Size], const std::string& text) noexcept {
  buffer[0] = '\0';
  if (text.size() < Size) {
    std::memcpy(buffer, text.c_str(), text.size() + 1);
  }
}

constexpr std::uint32_t exit_flag = 0x100;
constexpr std::uint32_t signal_flag = 0x200;

using shared_state = std::atomic<unsigned char>;
static_assert(shared_state::is_always_lock_free, "shared between processes");

/// A file in memory, -1 where the system does not support it.
int memory_file(std::size_t size) noexcept {
#ifdef __linux__
  const int file = ::memfd_create("parallel-testing-cases", MFD_CLOEXEC);
  if (file < 0 || ::ftruncate(file, static_cast<off_t>(size)) == 0) {
    return file;
  }
  ::close(file);
#else
  static_cast<void>(size);
#endif
  return -1;
}

void* map_shared(int file, std::size_t size) {
  const int flags = MAP_SHARED | (file < 0 ? MAP_ANONYMOUS : 0);
  void* const memory =
      ::mmap(nullptr, size, PROT_READ | PROT_WRITE, flags, file, 0);
  if (memory != MAP_FAILED) {
    return memory;
  }
  os::throw_error("cannot share memory with", "the process of the cases", errno,
                  "free some memory");
}
}  // namespace

struct case_board::header {
  std::atomic<std::uint64_t> running{0};  ///< index + 1
  std::atomic<std::uint64_t> last{0};     ///< index + 1
  std::atomic<pid_t> runner{0};
  std::atomic<bool> refused{false};
  std::atomic<bool> in_round{false};
  std::atomic<bool> split{false};
  std::atomic<int> leak{0};  ///< policy + 1
  std::atomic<std::int64_t> grace_ns{0};
  char log[4096] = "";
  char run[128] = "";
  char worker[32] = "";
};

/// Ends come before states, for their alignment.
std::size_t case_board::memory_size(std::size_t cases) noexcept {
  return sizeof(header) + cases * (sizeof *ends_ + sizeof *states_);
}

void case_board::use(void* memory) noexcept {
  auto* const start = static_cast<char*>(memory);
  head_ = reinterpret_cast<header*>(start);
  ends_ = reinterpret_cast<std::atomic<std::uint32_t>*>(start + sizeof(header));
  states_ = reinterpret_cast<shared_state*>(ends_ + size_);
}

case_board::case_board(std::size_t cases) : size_(cases) {
  const std::size_t size = memory_size(cases);
  // Stays open while this process lives, so that other processes can open it by
  // its path.
  const int file = memory_file(size);
  if (file >= 0) {
    path_ = fmt::format("/proc/{}/fd/{}", ::getpid(), file);
  }
  // The memory is zero, which is the initial state.
  void* const memory = map_shared(file, size);
  new (memory) header;
  use(memory);
}

case_board::case_board(std::size_t cases, const std::string& path)
    : size_(cases), path_(path) {
  const std::size_t size = memory_size(cases);
  const unique_fd file(os::open_at(AT_FDCWD, path.c_str(), O_RDWR));
  struct stat status {};
  const bool is_whole = file && ::fstat(file.get(), &status) == 0 &&
                        status.st_size == static_cast<off_t>(size);
  if (!is_whole) {
    throw error(
        fmt::format("the supervisor of these test cases is gone: cannot open "
                    "'{}'; a program that executes itself again must not "
                    "outlive the process that supervises it",
                    path));
  }
  use(map_shared(file.get(), size));
}

void case_board::begin(std::size_t at) noexcept {
  head_->running = at + 1;
  head_->runner = os::process_id();
}

void case_board::end(std::size_t at, verdict how) noexcept {
  if (verdict_of(at) != verdict::fail) {
    settle(at, how);
  }
  head_->running = 0;
  head_->last = at + 1;
}

void case_board::refuse() noexcept {
  head_->refused = true;
}

void case_board::introduce(const std::string& log, const std::string& run,
                           const std::string& worker) noexcept {
  store(head_->log, log);
  store(head_->run, run);
  store(head_->worker, worker);
}

/// The memory is initially zero, which stands for no verdict.
std::optional<verdict> case_board::verdict_of(std::size_t at) const noexcept {
  const unsigned char state = states_[at];
  if (state == 0) {
    return std::nullopt;
  }
  return static_cast<verdict>(state - 1);
}

std::optional<pid_t> case_board::runner() const noexcept {
  const pid_t runner = head_->runner;
  return runner == 0 ? std::nullopt : std::optional(runner);
}

void case_board::settle(std::size_t at, verdict how) noexcept {
  states_[at] = static_cast<unsigned char>(static_cast<unsigned>(how) + 1);
}

std::optional<std::size_t> case_board::running() const noexcept {
  const std::uint64_t number = head_->running;
  if (number == 0) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(number - 1);
}

std::optional<std::size_t> case_board::last() const noexcept {
  const std::uint64_t number = head_->last;
  if (number == 0) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(number - 1);
}

void case_board::note_leak_rule(const leak_rule& rule) noexcept {
  head_->grace_ns = rule.grace.count();
  head_->leak = static_cast<int>(rule.policy) + 1;
}

std::optional<leak_rule> case_board::rule_for_leaks() const noexcept {
  const int policy = head_->leak;
  if (policy == 0) {
    return std::nullopt;
  }
  return leak_rule{static_cast<leak_policy>(policy - 1),
                   std::chrono::nanoseconds(head_->grace_ns)};
}

void case_board::begin_suite() noexcept {
  head_->last = 0;
}

void case_board::set_in_round(bool runs) noexcept {
  head_->in_round = runs;
}

bool case_board::is_in_round() const noexcept {
  return head_->in_round;
}

void case_board::split() noexcept {
  head_->split = true;
}

bool case_board::is_split() const noexcept {
  return head_->split;
}

/// A number that is not zero: that stands for no end.
void case_board::note_end(std::size_t at, const process_end& end) noexcept {
  const auto number = static_cast<std::uint32_t>(end.number) & 0xFFU;
  const bool is_signal = end.how == process_end::kind::signal;
  ends_[at] = number | (is_signal ? signal_flag : exit_flag);
}

std::optional<process_end> case_board::end_of(std::size_t at) const noexcept {
  const std::uint32_t number = ends_[at];
  if (number == 0) {
    return std::nullopt;
  }
  return process_end{(number & signal_flag) != 0 ? process_end::kind::signal
                                                 : process_end::kind::exit,
                     static_cast<int>(number & 0xFFU)};
}

bool case_board::is_refused() const noexcept {
  return head_->refused;
}

std::string case_board::log() const {
  return head_->log;
}

std::string case_board::run() const {
  return head_->run;
}

std::string case_board::worker() const {
  return head_->worker;
}

std::vector<std::size_t> case_board::not_run() const {
  std::vector<std::size_t> result;
  for (std::size_t at = 0; at < size_; ++at) {
    if (!verdict_of(at)) {
      result.push_back(at);
    }
  }
  return result;
}

void case_board::start_over() noexcept {
  head_->running = 0;
  head_->runner = 0;
  head_->refused = false;
  head_->in_round = false;
  head_->last = 0;
  head_->leak = 0;
}

}  // namespace parallel_testing
