// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

namespace parallel_testing::support {

namespace {

bool is_about_a_test(std::string_view name) {
  for (const std::string_view prefix :
       {"PARALLEL_TESTING_", "CTEST_", "GTEST_", "E2E_"}) {
    if (name.starts_with(prefix)) return true;
  }
  return name == "TMPDIR" || name == "TMP" || name == "TEMP" ||
         name == "TEST_TMPDIR";
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

class spawn_actions {
 public:
  spawn_actions(const std::array<int, 3>& standard_files,
                const std::string& directory) {
    posix_spawn_file_actions_init(&actions_);
    for (int fd = 0; fd < 3; ++fd) {
      const int file = standard_files[static_cast<std::size_t>(fd)];
      if (file < 0) {
        posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_RDWR, 0);
      } else {
        posix_spawn_file_actions_adddup2(&actions_, file, fd);
      }
    }
    if (!directory.empty()) {
      posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
    }
  }
  spawn_actions(const spawn_actions&) = delete;
  spawn_actions& operator=(const spawn_actions&) = delete;
  ~spawn_actions() { posix_spawn_file_actions_destroy(&actions_); }

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

std::string content_of(std::FILE* file) {
  std::string content;
  std::array<char, 1U << 14> buffer{};
  std::rewind(file);
  while (const std::size_t count =
             std::fread(buffer.data(), 1, buffer.size(), file)) {
    content.append(buffer.data(), count);
  }
  return content;
}

}  // namespace

variables clean_environment() {
  variables result;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view entry = *each;
    const std::string_view name = entry.substr(0, entry.find('='));
    if (is_about_a_test(name) || name.size() == entry.size()) continue;
    result.emplace(name, entry.substr(name.size() + 1));
  }
  return result;
}

pid_t spawn(const command& started, const std::array<int, 3>& standard_files) {
  std::vector<std::string> arguments = started.arguments;
  std::vector<std::string> environment;
  for (const auto& [name, value] : started.environment) {
    environment.push_back(name + "=" + value);
  }
  const spawn_actions actions(standard_files, started.directory);
  pid_t child = -1;
  const int problem = ::posix_spawnp(
      &child, arguments[0].c_str(), actions.get(), nullptr,
      pointers_to(arguments).data(), pointers_to(environment).data());
  if (problem != 0) {
    throw std::system_error(problem, std::generic_category(), arguments[0]);
  }
  return child;
}

int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/// A file takes the output: the program goes on although nobody reads a pipe.
child_process::child_process(const command& started)
    : output_(std::tmpfile(), std::fclose) {
  if (!output_) throw std::system_error(errno, std::generic_category());
  const int output = ::fileno(output_.get());
  pid_ = spawn(started, {-1, output, output});
}

child_process::child_process(child_process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), output_(std::move(other.output_)) {}

child_process::~child_process() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

bool child_process::has_ended() const {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(pid_), &info,
                  WEXITED | WNOHANG | WNOWAIT) != 0 ||
         info.si_pid != 0;
}

void child_process::signal(int number) const {
  ::kill(pid_, number);
}

finished_process child_process::wait() {
  const int status = status_of(std::exchange(pid_, -1));
  finished_process result;
  result.exit_code =
      WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  result.output = content_of(output_.get());
  return result;
}

finished_process run(const command& started) {
  return child_process(started).wait();
}

}  // namespace parallel_testing::support
