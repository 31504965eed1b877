// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/forked_child.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <system_error>
#include <utility>

#include "support/child_process.hpp"

namespace parallel_testing::unit {

namespace {
int run(const std::function<void(parent&)>& body, parent& test) {
  try {
    body(test);
    return 0;
  } catch (const std::exception& problem) {
    test.tell(std::string("error: ") + problem.what());
    return 1;
  }
}
}  // namespace

forked_child::forked_child(const std::function<void(parent&)>& body)
    : pid_(::fork()) {
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ > 0) {
    to_child_.close_read_end();
    from_child_.close_write_end();
    return;
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  to_child_.close_write_end();
  from_child_.close_read_end();
  parent test(to_child_, from_child_);
  ::_exit(run(body, test));
}

forked_child::forked_child(forked_child&& other) noexcept
    : to_child_(std::move(other.to_child_)),
      from_child_(std::move(other.from_child_)),
      pid_(std::exchange(other.pid_, -1)) {}

forked_child::~forked_child() {
  kill();
}

void forked_child::let_go() {
  // Closing the pipe would not do: later copies have this end, too.
  try {
    to_child_.send("");
  } catch (const std::system_error&) {
    // It ended by itself.
  }
}

int forked_child::finish() {
  let_go();
  return wait_for(std::exchange(pid_, -1));
}

void forked_child::kill() {
  if (pid_ <= 0) return;  // kill(2) takes -1 for everybody
  ::kill(pid_, SIGKILL);
  wait_for(std::exchange(pid_, -1));
}

}  // namespace parallel_testing::unit
