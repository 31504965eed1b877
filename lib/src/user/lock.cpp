// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/error.hpp>
#include <parallel_testing/lock.hpp>
#include <string>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "process/process.hpp"

namespace parallel_testing {

struct named_lock::state {
  lock_request request;
  unique_fd fd;
};

named_lock::named_lock(std::string_view name, lock_mode mode)
    : state_(nullptr) {
  constexpr std::size_t longest_name = 100;
  if (!is_plain_name(name, longest_name)) {
    throw error(fmt::format(
        "lock name '{}': must be 1 to {} letters, digits, '_', '.' or '-'",
        name, longest_name));
  }
  process& here = process::current();
  const lock_request request{fmt::format("lock:{}", name), mode};
  // Do not wait for a lock that a marker of the running test already holds:
  // that would never end.
  if (here.locks().holds(request.key, mode)) {
    return;
  }
  if (here.locks().holds(request.key, lock_mode::shared)) {
    throw error(
        fmt::format("lock '{0}': a marker of this test holds it shared, so "
                    "waiting for it would never end; mark the test lock:{0}",
                    name));
  }
  unique_fd fd = here.locks().borrow(request, here.test().name());
  state_ = new state{request, std::move(fd)};
}

named_lock::named_lock(named_lock&& other) noexcept
    : state_(std::exchange(other.state_, nullptr)) {}

named_lock& named_lock::operator=(named_lock&& other) noexcept {
  named_lock moved(std::move(other));
  std::swap(state_, moved.state_);
  return *this;
}

named_lock::~named_lock() {
  if (state_ == nullptr) {
    return;
  }
  process::current().locks().give_back(state_->request);
  delete state_;
}

}  // namespace parallel_testing
