// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/stopped_processes.hpp"

#ifdef __linux__

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"

namespace parallel_testing::stacks {

namespace {

enum class thread_state { running, stopped, gone };

/// Leaves the status for the process that waits for this one.
thread_state state_of(pid_t thread) {
  siginfo_t found{};
  const int options = WSTOPPED | WEXITED | WNOWAIT | WNOHANG | __WALL;
  if (::waitid(P_PID, static_cast<id_t>(thread), &found, options) != 0) {
    return thread_state::gone;
  }
  if (found.si_pid == 0) {
    return thread_state::running;
  }
  return found.si_code == CLD_TRAPPED || found.si_code == CLD_STOPPED
             ? thread_state::stopped
             : thread_state::gone;
}

}  // namespace

stopped_processes::stopped_processes(const std::vector<pid_t>& processes,
                                     std::chrono::milliseconds longest) {
  const std::chrono::steady_clock::time_point last =
      std::chrono::steady_clock::now() + longest;
  for (const pid_t process : processes) {
    seize(process);
  }
  collect(last);
}

/// Also stops threads that the process starts meanwhile.
void stopped_processes::seize(pid_t process) {
  constexpr int most_passes = 4;
  const std::string folder = fmt::format("/proc/{}/task", process);
  bool is_any_new = true;
  for (int pass = 0; pass < most_passes && is_any_new; ++pass) {
    is_any_new = false;
    for (const std::string& name : names_in(folder)) {
      const std::optional<pid_t> id = parse_process_id(name);
      const bool is_known =
          !id || std::any_of(seized_.begin(), seized_.end(),
                             [&](const auto& each) { return each.id == *id; });
      if (is_known) {
        continue;
      }
      if (::ptrace(PTRACE_SEIZE, *id, nullptr, nullptr) != 0) {
        refused_ = errno == ESRCH ? refused_ : errno;
        continue;
      }
      ::ptrace(PTRACE_INTERRUPT, *id, nullptr, nullptr);
      seized_.push_back({process, *id});
      is_any_new = true;
    }
  }
}

void stopped_processes::collect(std::chrono::steady_clock::time_point last) {
  for (const seized_thread& each : seized_) {
    thread_state state = state_of(each.id);
    while (state == thread_state::running &&
           std::chrono::steady_clock::now() < last) {
      constexpr useconds_t short_time = 500;
      ::usleep(short_time);
      state = state_of(each.id);
    }
    if (state != thread_state::stopped) {
      continue;
    }
    const std::optional<registers> at = registers_of(each.id);
    if (!at) {
      continue;
    }
    if (found_.empty() || found_.back().id != each.process) {
      const std::string path = fmt::format("/proc/{}/mem", each.process);
      // Inherited on purpose.
      memories_.emplace_back(::open(path.c_str(), O_RDONLY));
      found_.push_back({each.process, memories_.back().get()});
    }
    found_.back().threads.push_back({each.id, *at});
  }
}

stopped_processes::~stopped_processes() {
  for (const seized_thread& each : seized_) {
    ::ptrace(PTRACE_DETACH, each.id, nullptr, nullptr);
  }
}

}  // namespace parallel_testing::stacks

#else

namespace parallel_testing::stacks {

stopped_processes::stopped_processes(const std::vector<pid_t>&,
                                     std::chrono::milliseconds) {}
stopped_processes::~stopped_processes() = default;

}  // namespace parallel_testing::stacks

#endif
