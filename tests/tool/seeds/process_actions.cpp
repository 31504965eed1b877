// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

#include "actions.hpp"

namespace parallel_testing::seeds {

namespace {

void in_thread(const words& given) {
  std::exception_ptr failed;
  std::thread([&] {
    try {
      perform(given);
    } catch (...) {
      failed = std::current_exception();
    }
  }).join();
  if (failed) std::rethrow_exception(failed);
}

void expect_success(pid_t child) {
  int status = 0;
  checked(::waitpid(child, &status, 0), "waitpid");
  if (status != 0) throw std::runtime_error("a child failed");
}

void in_child(const words& given) {
  const pid_t child = ::fork();
  checked(child, "fork");
  if (child != 0) {
    expect_success(child);
    return;
  }
  try {
    perform(given);
    ::_exit(0);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
  }
  ::_exit(1);
}

/// The rest is performed by this program, started anew.
void in_program(const words& given) {
  std::vector<char*> arguments{const_cast<char*>("seed")};
  for (const std::string& each : given) {
    arguments.push_back(const_cast<char*>(each.c_str()));
  }
  arguments.push_back(nullptr);
  checked(::execv("/proc/self/exe", arguments.data()), "execv");
}

/// In a network that nobody else has; does nothing where that is not allowed.
void in_own_network(const words& given) {
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0) perform(given);
}

/// Ignored by a process that has not asked for it.
constexpr int harmless = SIGURG;

void signal_process(const words& given) {
  checked(::kill(std::stoi(given.at(0)), harmless), "kill");
}

void signal_self(const words& /*given*/) {
  checked(::kill(::getpid(), harmless), "kill");
}

void signal_child(const words& /*given*/) {
  const pid_t child = ::fork();
  checked(child, "fork");
  if (child == 0) {
    for (;;) ::pause();
  }
  checked(::kill(child, SIGKILL), "kill");
  checked(::waitpid(child, nullptr, 0), "waitpid");
}

/// Ends what start_server left: `<file with the process id>`
void stop_server(const words& given) {
  std::FILE* const file = std::fopen(given.at(0).c_str(), "r");
  if (file == nullptr) checked(-1, given.at(0));
  int server = 0;
  const int count = std::fscanf(file, "%d", &server);
  std::fclose(file);
  if (count != 1) throw std::runtime_error(given.at(0) + " has no id");
  checked(::kill(server, SIGKILL), "kill");
}

/// With a name that is too long: nothing changes.
void try_set_host_name(const words& /*given*/) {
  const std::string name(1000, 'x');
  if (::sethostname(name.c_str(), name.size()) == 0) {
    throw std::runtime_error("the kernel took a name that is too long");
  }
}

/// With a time before the epoch: nothing changes.
void try_set_clock(const words& /*given*/) {
  const timespec never{-1, 0};
  if (::clock_settime(CLOCK_REALTIME, &never) == 0) {
    throw std::runtime_error("the kernel took a time that is none");
  }
}

}  // namespace

const actions& process_actions() {
  static const actions all{
      {"in_child", in_child},
      {"in_own_network", in_own_network},
      {"in_program", in_program},
      {"in_thread", in_thread},
      {"signal_child", signal_child},
      {"signal_process", signal_process},
      {"signal_self", signal_self},
      {"stop_server", stop_server},
      {"try_set_clock", try_set_clock},
      {"try_set_host_name", try_set_host_name},
  };
  return all;
}

}  // namespace parallel_testing::seeds
