// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>

#include "actions.hpp"

namespace parallel_testing::seeds {

namespace {

int opened(const std::string& path, int flags) {
  return static_cast<int>(checked(::open(path.c_str(), flags, 0600), path));
}

void write_text(int fd) {
  checked(::write(fd, "text\n", 5), "write");
  ::close(fd);
}

void read_text(int fd) {
  std::array<char, 64> text{};
  checked(::read(fd, text.data(), text.size()), "read");
  ::close(fd);
}

void write(const words& given) {
  write_text(opened(given.at(0), O_WRONLY | O_CREAT | O_TRUNC));
}

void overwrite(const words& given) {
  write_text(opened(given.at(0), O_WRONLY));
}

void append(const words& given) {
  write_text(opened(given.at(0), O_WRONLY | O_CREAT | O_APPEND));
}

void create_new(const words& given) {
  write_text(opened(given.at(0), O_WRONLY | O_CREAT | O_EXCL));
}

void read(const words& given) {
  read_text(opened(given.at(0), O_RDONLY));
}

void try_read(const words& given) {
  const int fd = ::open(given.at(0).c_str(), O_RDONLY);
  if (fd >= 0) read_text(fd);
}

void read_and_write(const words& given) {
  write_text(opened(given.at(0), O_RDWR));
}

/// As fopen() with "r+" does; nothing is written.
void read_by_update(const words& given) {
  read_text(opened(given.at(0), O_RDWR));
}

void write_by_creat(const words& given) {
  write_text(static_cast<int>(
      checked(::creat(given.at(0).c_str(), 0600), given.at(0))));
}

void write_by_openat2(const words& given) {
  open_how how{};
  how.flags = O_WRONLY | O_CREAT | O_TRUNC;
  how.mode = 0600;
  const long fd =
      ::syscall(SYS_openat2, AT_FDCWD, given.at(0).c_str(), &how, sizeof how);
  write_text(static_cast<int>(checked(fd, given.at(0))));
}

void write_by_raw_call(const words& given) {
  const long fd = ::syscall(SYS_openat, AT_FDCWD, given.at(0).c_str(),
                            O_WRONLY | O_CREAT | O_TRUNC, 0600);
  write_text(static_cast<int>(checked(fd, given.at(0))));
}

/// As a library with a ring does: it uses files without one when it gets none.
void write_by_ring_or_file(const words& given) {
  std::array<char, 256> parameters{};
  const long ring = ::syscall(SYS_io_uring_setup, 1, parameters.data());
  if (ring >= 0) throw std::runtime_error("io_uring by-passes the watcher");
  write(given);
}

/// `<directory> <name>`: relative to a descriptor of the directory.
void write_in(const words& given) {
  const int directory = opened(given.at(0), O_RDONLY | O_DIRECTORY);
  const int fd = ::openat(directory, given.at(1).c_str(),
                          O_WRONLY | O_CREAT | O_TRUNC, 0600);
  write_text(static_cast<int>(checked(fd, given.at(1))));
  ::close(directory);
}

void write_nameless(const words& given) {
  write_text(opened(given.at(0), O_WRONLY | O_TMPFILE));
}

void write_random(const words& given) {
  std::string path = given.at(0) + "XXXXXX";
  write_text(static_cast<int>(checked(::mkstemp(path.data()), path)));
  ::unlink(path.c_str());
}

/// A random name that the program chooses, which cannot meet another.
void write_own_random(const words& given) {
  std::random_device source;
  const std::string path =
      given.at(0) + std::to_string(source()) + std::to_string(source());
  create_new({path});
  ::unlink(path.c_str());
}

void write_pid(const words& given) {
  write({given.at(0) + std::to_string(::getpid())});
}

void remove(const words& given) {
  checked(::unlink(given.at(0).c_str()), given.at(0));
}

void rename(const words& given) {
  checked(::rename(given.at(0).c_str(), given.at(1).c_str()), given.at(1));
}

void hard_link(const words& given) {
  checked(::link(given.at(0).c_str(), given.at(1).c_str()), given.at(1));
}

void soft_link(const words& given) {
  checked(::symlink(given.at(0).c_str(), given.at(1).c_str()), given.at(1));
}

void probe(const words& given) {
  struct stat found {};
  checked(::stat(given.at(0).c_str(), &found), given.at(0));
}

void try_probe(const words& given) {
  struct stat found {};
  if (::stat(given.at(0).c_str(), &found) == 0) {
    throw std::runtime_error(given.at(0) + " is there");
  }
}

void access(const words& given) {
  checked(::access(given.at(0).c_str(), R_OK), given.at(0));
}

void read_link(const words& given) {
  std::array<char, 256> target{};
  checked(::readlink(given.at(0).c_str(), target.data(), target.size()),
          given.at(0));
}

void change_mode(const words& given) {
  checked(::chmod(given.at(0).c_str(), 0640), given.at(0));
}

void change_time(const words& given) {
  checked(::utimensat(AT_FDCWD, given.at(0).c_str(), nullptr, 0), given.at(0));
}

/// Not every file system has attributes.
void try_change_attribute(const words& given) {
  ::setxattr(given.at(0).c_str(), "user.seed", "1", 1, 0);
}

void cut(const words& given) {
  checked(::truncate(given.at(0).c_str(), 1), given.at(0));
}

void make_fifo(const words& given) {
  checked(::mkfifo(given.at(0).c_str(), 0600), given.at(0));
}

}  // namespace

const actions& file_actions() {
  static const actions all{
      {"access", access},
      {"append", append},
      {"change_mode", change_mode},
      {"change_time", change_time},
      {"create_new", create_new},
      {"cut", cut},
      {"hard_link", hard_link},
      {"make_fifo", make_fifo},
      {"overwrite", overwrite},
      {"probe", probe},
      {"read", read},
      {"read_and_write", read_and_write},
      {"read_by_update", read_by_update},
      {"read_link", read_link},
      {"remove", remove},
      {"rename", rename},
      {"soft_link", soft_link},
      {"try_change_attribute", try_change_attribute},
      {"try_probe", try_probe},
      {"try_read", try_read},
      {"write", write},
      {"write_by_creat", write_by_creat},
      {"write_by_openat2", write_by_openat2},
      {"write_by_raw_call", write_by_raw_call},
      {"write_by_ring_or_file", write_by_ring_or_file},
      {"write_in", write_in},
      {"write_nameless", write_nameless},
      {"write_own_random", write_own_random},
      {"write_pid", write_pid},
      {"write_random", write_random},
  };
  return all;
}

}  // namespace parallel_testing::seeds
