// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/process_end.hpp"

#include <signal.h>
#include <sys/wait.h>

#include "base/format.hpp"

namespace parallel_testing {

namespace {

struct signal_name {
  int number;
  const char* name;
};

constexpr signal_name signal_names[] = {
    {SIGABRT, "SIGABRT"}, {SIGALRM, "SIGALRM"}, {SIGBUS, "SIGBUS"},
    {SIGFPE, "SIGFPE"},   {SIGHUP, "SIGHUP"},   {SIGILL, "SIGILL"},
    {SIGINT, "SIGINT"},   {SIGKILL, "SIGKILL"}, {SIGPIPE, "SIGPIPE"},
    {SIGQUIT, "SIGQUIT"}, {SIGSEGV, "SIGSEGV"}, {SIGSYS, "SIGSYS"},
    {SIGTERM, "SIGTERM"}, {SIGTRAP, "SIGTRAP"}, {SIGUSR1, "SIGUSR1"},
    {SIGUSR2, "SIGUSR2"}, {SIGXCPU, "SIGXCPU"}, {SIGXFSZ, "SIGXFSZ"}};

}  // namespace

std::string to_text(const process_end& end) {
  if (end.how == process_end::kind::exit) {
    return fmt::format("exit code {}", end.number);
  }
  for (const signal_name& known : signal_names) {
    if (known.number == end.number) {
      return fmt::format("signal {}", known.name);
    }
  }
  return fmt::format("signal {}", end.number);
}

process_end end_of_status(int status) noexcept {
  if (WIFSIGNALED(status)) {
    return {process_end::kind::signal, WTERMSIG(status)};
  }
  return {process_end::kind::exit, WEXITSTATUS(status)};
}

}  // namespace parallel_testing
