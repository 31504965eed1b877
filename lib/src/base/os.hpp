// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The only functions that make system calls which can be interrupted: they
// repeat a call that a signal interrupts. Calls that fail for reasons outside
// the program go through a table, so that a test can make them fail.
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

/// The system calls that the functions below make. Tests replace entries and
/// restore them.
call_table& calls() noexcept;

/// Each function returns what its system call returns, -1 with errno on
/// failure. A new descriptor is closed on exec. It is never 0, 1 or 2, not even
/// in a program that was started without stdin, stdout or stderr.
int open_at(int directory, const char* path, int flags,
            mode_t mode = 0600) noexcept;
int open_socket(int domain, int type) noexcept;
int make_directory_at(int directory, const char* path, mode_t mode) noexcept;
int lock_file(int fd, int operation) noexcept;

ssize_t read_some(int fd, char* into, std::size_t size) noexcept;
ssize_t read_at(int fd, char* into, std::size_t size, off_t offset) noexcept;

/// Writes all of `text`, with one write(2) where the kernel accepts that much
/// at once.
bool write_all(int fd, std::string_view text) noexcept;

/// Waits until the child ends and returns its status in the form of waitpid(2).
/// Returns the status of exit(255) when the system does not keep it because
/// SIGCHLD is ignored.
int wait_for(pid_t child) noexcept;
/// The same, and reaps every other child that ends meanwhile.
int wait_for_and_reap_others(pid_t child) noexcept;

/// The same as getpid(), which is a system call each time, but remembered. Not
/// for a child that shares the memory of its parent (vfork).
pid_t process_id() noexcept;

/// Waits until input is available or the other end is closed.
void wait_for_input(int fd) noexcept;

/// Whether this process ignores the signal.
bool is_ignored(int signal) noexcept;

/// The value of an environment variable, "" when it is not set.
std::string variable(const char* name);

/// Limits the data of this process to this many bytes (RLIMIT_DATA); its
/// children get the same limit each. Throws error.
void limit_data(std::uint64_t bytes);

/// The arguments of a command in the form that exec(3) takes. They are valid
/// until `command` is changed or destroyed.
std::vector<char*> exec_arguments(const std::vector<std::string>& command);

/// Throws error: `<action> '<path>': <text of error_number>; <remedy>`
[[noreturn]] void throw_error(std::string_view action, std::string_view path,
                              int error_number, std::string_view remedy);

/// Prints one line on stderr, prefixed with the project's name.
void say(std::string_view text) noexcept;

}  // namespace parallel_testing::os
