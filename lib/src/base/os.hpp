// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_OS_HPP
#define PARALLEL_TESTING_SRC_OS_HPP

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// The one way to the kernel. Calls that a signal interrupts are repeated here
// and nowhere else; what can fail for reasons outside of the program goes
// through the table, so that a test can make it fail.
namespace parallel_testing::os {

struct call_table {
  int (*openat)(int directory, const char* path, int flags, mode_t mode);
  int (*mkdirat)(int directory, const char* path, mode_t mode);
  ssize_t (*write)(int fd, const void* data, std::size_t size);
  int (*flock)(int fd, int operation);
  int (*socket)(int domain, int type, int protocol);
  int (*bind)(int fd, const sockaddr* address, socklen_t size);
  int (*listen)(int fd, int backlog);
};

/// What the wrappers below call. Tests replace entries and put them back.
call_table& calls() noexcept;

// Each returns what the call of its name does, -1 with errno on failure.
// A new descriptor is closed on exec and never one of stdin, stdout and stderr,
// not even in a program that was started without them.
int open_at(int directory, const char* path, int flags,
            mode_t mode = 0600) noexcept;
int open_socket(int domain, int type) noexcept;
int make_directory_at(int directory, const char* path, mode_t mode) noexcept;
int lock_file(int fd, int operation) noexcept;

ssize_t read_some(int fd, char* into, std::size_t size) noexcept;
ssize_t read_at(int fd, char* into, std::size_t size, off_t offset) noexcept;

/// All of `text` with one write where the kernel takes it whole.
bool write_all(int fd, std::string_view text) noexcept;

/// Waits until the child ends. Returns its status, as waitpid(2) has it, and
/// that of exit(255) when the system does not keep it: SIGCHLD is ignored.
int wait_for(pid_t child) noexcept;

/// Waits until there is something to read, or the other end is closed.
void wait_for_input(int fd) noexcept;

/// The words of a command as exec(3) takes them, as long as `command` is
/// neither changed nor destroyed.
std::vector<char*> exec_arguments(const std::vector<std::string>& command);

/// `<action> '<path>': <reason of error_number>; <remedy>`
[[noreturn]] void throw_error(std::string_view action, std::string_view path,
                              int error_number, std::string_view remedy);

/// One line on stderr, prefixed with the project's name.
void say(std::string_view text) noexcept;

}  // namespace parallel_testing::os

#endif
