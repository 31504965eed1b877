// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/meaning/processes.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/process_info.hpp"

namespace parallel_testing::launcher {

namespace {

/// Ids are used again, so what is known of them does not stay for ever.
constexpr std::size_t most_threads = 4096;

std::string link_of(pid_t thread, const char* name) {
  return link_target(fmt::format("/proc/{}/{}", thread, name));
}

/// Thread group of a thread.
pid_t read_process_of(pid_t thread) {
  constexpr int no_signal = 0;
  const bool is_first_thread =
      ::syscall(SYS_tgkill, thread, thread, no_signal) == 0 || errno == EPERM;
  if (is_first_thread) {
    return thread;
  }
  const auto found = static_cast<pid_t>(number_in_status(thread, "Tgid"));
  return found == 0 ? thread : found;
}

}  // namespace

watched_processes::watched_processes()
    : launcher_(link_target("/proc/self/exe")) {}

thread_facts& watched_processes::entry(pid_t thread) {
  if (thread == changing_) {
    changing_ = 0;
  }
  if (latest_ != nullptr && thread == latest_thread_) {
    return *latest_;
  }
  auto found = threads_.find(thread);
  if (found == threads_.end()) {
    if (threads_.size() >= most_threads) {
      forget_threads();
    }
    found = threads_.try_emplace(thread).first;
    found->second.program = link_of(thread, "exe");
    found->second.is_launcher = found->second.program == launcher_;
  }
  latest_ = &found->second;
  latest_thread_ = thread;
  return *latest_;
}

void watched_processes::forget_threads() {
  latest_ = nullptr;
  threads_.clear();
}

void watched_processes::add_copy_of_this(pid_t thread) {
  thread_facts& made = threads_[thread];
  made.program = launcher_;
  made.process = thread;
  made.is_launcher = true;
}

const std::string& watched_processes::directory_of(pid_t thread) {
  thread_facts& known = entry(thread);
  if (known.directory.empty() || changing_ != 0) {
    known.directory = link_of(thread, "cwd");
  }
  return known.directory;
}

pid_t watched_processes::process_of(pid_t thread) {
  thread_facts& known = entry(thread);
  if (known.process == 0) {
    known.process = read_process_of(thread);
  }
  return known.process;
}

bool watched_processes::is_watched(pid_t process) {
  const pid_t own = ::getpid();
  // Longer chains do not occur; a process may end while this looks.
  for (int step = 0; process > 1 && step < 1000; ++step) {
    process = status_of(process).parent;
    if (process == own) {
      return true;
    }
  }
  return false;
}

void watched_processes::forget_program(pid_t thread) {
  // A thread that becomes another program also becomes its first thread.
  if (threads_.size() > 1) {
    threads_.erase(process_of(thread));
  }
  threads_.erase(thread);
  latest_ = nullptr;
}

void watched_processes::forget_directories(pid_t thread) {
  for (auto& each : threads_) {
    each.second.directory.clear();
  }
  changing_ = thread;
}

void watched_processes::forget_all(pid_t thread) {
  forget_threads();
  changing_ = thread;
  has_own_views_ = true;
}

bool watched_processes::has_own_namespace(pid_t thread,
                                          const char* kind) const {
  if (!has_own_views_) {
    return false;
  }
  const std::string name = fmt::format("ns/{}", kind);
  const std::string theirs = link_of(thread, name.c_str());
  return !theirs.empty() && theirs != link_target("/proc/self/" + name);
}

}  // namespace parallel_testing::launcher
