// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/helper_program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/os.hpp"
#include "base/text.hpp"

namespace parallel_testing::stacks {

namespace {

/// Starts the program without the signals that this process blocks, and without
/// what it would print on stderr.
pid_t start_helper(const std::vector<std::string>& command, int input,
                   int output) {
  posix_spawn_file_actions_t files{};
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null",
                                     O_WRONLY, 0);
  posix_spawnattr_t how{};
  ::posix_spawnattr_init(&how);
  sigset_t none;
  ::sigemptyset(&none);
  sigset_t usual;
  ::sigemptyset(&usual);
  ::sigaddset(&usual, SIGPIPE);
  ::sigaddset(&usual, SIGCHLD);
  ::posix_spawnattr_setsigmask(&how, &none);
  ::posix_spawnattr_setsigdefault(&how, &usual);
  ::posix_spawnattr_setflags(&how,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t pid = 0;
  const std::vector<char*> arguments = os::exec_arguments(command);
  const int problem = ::posix_spawn(&pid, command[0].c_str(), &files, &how,
                                    arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&how);
  return problem == 0 ? pid : 0;
}

}  // namespace

bool run_helper(const std::vector<std::string>& command, int input, int output,
                std::chrono::milliseconds longest) {
  const pid_t pid = start_helper(command, input, output);
  if (pid == 0) {
    return false;
  }
  const auto last = std::chrono::steady_clock::now() + longest;
  int status = 0;
  while (::waitpid(pid, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() >= last) {
      ::kill(pid, SIGKILL);
      status = os::wait_for(pid);
      break;
    }
    constexpr useconds_t short_time = 2000;
    ::usleep(short_time);
  }
  return status == 0;
}

std::string path_of_program(const std::string& name) {
  const std::string folders = os::variable("PATH");
  for (const std::string_view folder : split(folders, ':')) {
    std::string path = std::string(folder) + "/" + name;
    if (::access(path.c_str(), X_OK) == 0) {
      return path;
    }
  }
  return "";
}

}  // namespace parallel_testing::stacks
