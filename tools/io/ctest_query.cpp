// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "io/ctest_query.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "io/record.hpp"

extern char** environ;

namespace parallel_testing::io {
namespace {

namespace fs = std::filesystem;

constexpr int cannot_start = 127;

std::string read_all(int file) {
  std::string text;
  std::array<char, 1U << 16> buffer{};
  for (;;) {
    const ssize_t size = ::read(file, buffer.data(), buffer.size());
    if (size > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(size));
    } else if (size == 0 || errno != EINTR) {
      return text;
    }
  }
}

pid_t start(const std::vector<std::string>& arguments, int output,
            diagnostics where) {
  std::vector<std::string> texts = arguments;
  std::vector<char*> pointers;
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  ::posix_spawn_file_actions_init(&actions);
  const auto drop = [&](int file) {
    ::posix_spawn_file_actions_addopen(&actions, file, "/dev/null", O_WRONLY,
                                       0);
  };
  if (where == diagnostics::only) {
    drop(STDOUT_FILENO);
  } else {
    ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  }
  if (where == diagnostics::dropped) {
    drop(STDERR_FILENO);
  } else if (where != diagnostics::passed_on) {
    ::posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  }
  pid_t pid = -1;
  const int problem = ::posix_spawnp(&pid, pointers[0], &actions, nullptr,
                                     pointers.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  return problem == 0 ? pid : -1;
}

int exit_code_of(pid_t pid) {
  constexpr int after_signal = 128;
  int status = 0;
  while (pid > 0 && ::waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) {
      return cannot_start;
    }
  }
  if (pid < 0) {
    return cannot_start;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status)
                           : after_signal + WTERMSIG(status);
}

}  // namespace

std::string ctest_of(const std::string& build) {
  constexpr std::string_view variable = "CMAKE_CTEST_COMMAND:INTERNAL=";
  std::ifstream cache(build + "/CMakeCache.txt");
  for (std::string line; std::getline(cache, line);) {
    if (line.starts_with(variable)) {
      return line.substr(variable.size());
    }
  }
  return "ctest";
}

program_output output_of(const std::vector<std::string>& arguments,
                         diagnostics where) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return {cannot_start, ""};
  }
  const pid_t pid = start(arguments, ends[1], where);
  ::close(ends[1]);
  program_output result{cannot_start, read_all(ends[0])};
  ::close(ends[0]);
  result.exit_code = exit_code_of(pid);
  return result;
}

std::vector<listed_test> query_tests(
    const std::string& build, const std::vector<std::string>& arguments) {
  std::error_code problem;
  if (!fs::exists(build + "/CTestTestfile.cmake", problem)) {
    throw ctest_error(
        fmt::format("'{}' is no build directory with tests: it has no "
                    "CTestTestfile.cmake; give the top-level build directory",
                    build));
  }
  const std::string ctest = ctest_of(build);
  std::vector<std::string> line{ctest, "--test-dir", build};
  line.insert(line.end(), arguments.begin(), arguments.end());
  line.emplace_back("--show-only=json-v1");
  const program_output listed = output_of(line);
  if (listed.exit_code == cannot_start) {
    throw ctest_error(fmt::format(
        "cannot start '{}'; install CMake or put its ctest on PATH", ctest));
  }
  try {
    return parse_listing(listed.out);
  } catch (const record_error& wrong) {
    throw ctest_error(fmt::format("{} --show-only=json-v1 failed in '{}': {}",
                                  ctest, build, wrong.what()));
  }
}

}  // namespace parallel_testing::io
