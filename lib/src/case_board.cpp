// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "case_board.hpp"

#include <sys/mman.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <new>

#include "os.hpp"

namespace parallel_testing {

namespace {
template <std::size_t Size>
void keep(char (&place)[Size], const std::string& text) noexcept {
  place[0] = '\0';
  if (text.size() < Size) std::memcpy(place, text.c_str(), text.size() + 1);
}
}  // namespace

struct case_board::header {
  std::atomic<std::uint64_t> running{0};  ///< index + 1
  std::atomic<bool> refused{false};
  char log[4096] = "";
  char run[128] = "";
  char worker[32] = "";
};

case_board::case_board(std::size_t cases) : size_(cases) {
  using state = std::atomic<unsigned char>;
  static_assert(state::is_always_lock_free, "shared between processes");
  void* const memory =
      ::mmap(nullptr, sizeof(header) + cases * sizeof(state),
             PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    os::throw_error("cannot share memory with", "the process of the cases",
                    errno, "free some memory");
  }
  head_ = new (memory) header;
  states_ = new (static_cast<char*>(memory) + sizeof(header)) state[cases]();
}

void case_board::begin(std::size_t at) noexcept {
  head_->running = at + 1;
}

void case_board::end(std::size_t at, case_state how) noexcept {
  if (state_of(at) != case_state::failed) settle(at, how);
  head_->running = 0;
}

void case_board::refuse() noexcept {
  head_->refused = true;
}

void case_board::introduce(const std::string& log, const std::string& run,
                           const std::string& worker) noexcept {
  keep(head_->log, log);
  keep(head_->run, run);
  keep(head_->worker, worker);
}

case_state case_board::state_of(std::size_t at) const noexcept {
  return static_cast<case_state>(states_[at].load());
}

void case_board::settle(std::size_t at, case_state how) noexcept {
  states_[at] = static_cast<unsigned char>(how);
}

std::optional<std::size_t> case_board::running() const noexcept {
  const std::uint64_t number = head_->running;
  if (number == 0) return std::nullopt;
  return static_cast<std::size_t>(number - 1);
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
    if (state_of(at) == case_state::not_run) result.push_back(at);
  }
  return result;
}

void case_board::start_over() noexcept {
  head_->running = 0;
  head_->refused = false;
}

}  // namespace parallel_testing
