// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <limits>
#include <memory>

#include "base/format.hpp"
#include "base/isolation.hpp"
#include "base/os.hpp"
#include "base/unique_fd.hpp"

namespace parallel_testing {

namespace {
constexpr std::size_t largest_read = 16 * 1024 * 1024;

/// False with errno when the file cannot be read.
bool append_rest(int fd, std::string& text, std::size_t limit) {
  std::array<char, 4096> buffer;
  while (text.size() < limit) {
    const ssize_t got = os::read_some(fd, buffer.data(), buffer.size());
    if (got <= 0) {
      return got == 0;
    }
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return true;
}

/// `take_name` gives the finished file its final name and returns 0 on success.
template <class TakeName>
bool put_whole(int directory, const std::string& path, std::string_view text,
               mode_t mode, TakeName take_name) {
  // Unique on the machine, even where a test runs in a private PID namespace.
  const std::string unfinished =
      fmt::format("{}.{}", path, process_number(::getpid()));
  // An earlier process with this id may have been killed here and left its
  // file.
  ::unlinkat(directory, unfinished.c_str(), 0);
  unique_fd file(os::open_at(directory, unfinished.c_str(),
                             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode));
  // NFS reports a full disk only when the file is closed.
  const bool is_done = file && os::write_all(file.get(), text) &&
                       ::close(file.release()) == 0 &&
                       take_name(unfinished.c_str()) == 0;
  const int reason = errno;
  ::unlinkat(directory, unfinished.c_str(), 0);
  errno = reason;
  return is_done;
}
}  // namespace

timespec modification_time(const struct stat& status) {
#ifdef __APPLE__
  return status.st_mtimespec;
#else
  return status.st_mtim;
#endif
}

std::string read_rest(int fd) {
  std::string text;
  append_rest(fd, text, largest_read);
  return text;
}

std::string read_whole(int directory, const std::string& path) {
  const unique_fd file(os::open_at(directory, path.c_str(), O_RDONLY));
  return file ? read_rest(file.get()) : std::string();
}

std::string read_whole(const std::string& path) {
  return read_whole(AT_FDCWD, path);
}

std::string read_part(int fd, std::size_t offset, std::size_t size) {
  std::string text(size, '\0');
  std::size_t got = 0;
  while (got < size) {
    const ssize_t count = os::read_at(fd, text.data() + got, size - got,
                                      static_cast<off_t>(offset + got));
    if (count <= 0) {
      break;
    }
    got += static_cast<std::size_t>(count);
  }
  text.resize(got);
  return text;
}

std::string require_whole(const std::string& path, std::string_view what,
                          std::string_view remedy) {
  const unique_fd file(os::open_at(AT_FDCWD, path.c_str(), O_RDONLY));
  std::string text;
  constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();
  if (file && append_rest(file.get(), text, no_limit)) {
    return text;
  }
  const int reason = errno;
  os::throw_error(fmt::format("cannot read {}", what), path, reason, remedy);
}

bool replace_whole(int directory, const std::string& path,
                   std::string_view text, mode_t mode) {
  return put_whole(directory, path, text, mode, [&](const char* unfinished) {
    return ::renameat(directory, unfinished, directory, path.c_str());
  });
}

bool create_whole(int directory, const std::string& path, std::string_view text,
                  mode_t mode) {
  return put_whole(directory, path, text, mode, [&](const char* unfinished) {
    return ::linkat(directory, unfinished, directory, path.c_str(), 0);
  });
}

bool create_copy(const std::string& from, const std::string& to) {
  const unique_fd source(os::open_at(AT_FDCWD, from.c_str(), O_RDONLY));
  struct stat status {};
  if (!source || ::fstat(source.get(), &status) != 0) {
    return false;
  }
  std::string text;
  if (!append_rest(source.get(), text, largest_read)) {
    return false;
  }
  if (text.size() != static_cast<std::size_t>(status.st_size)) {
    errno = EFBIG;
    return false;
  }
  constexpr mode_t permission_bits = 0777;
  const mode_t mode = (status.st_mode & permission_bits) | S_IRUSR;
  return put_whole(AT_FDCWD, to, text, mode, [&](const char* unfinished) {
    const timespec times[] = {{0, UTIME_OMIT}, modification_time(status)};
    const int failed = ::utimensat(AT_FDCWD, unfinished, times, 0);
    return failed != 0 ? failed : ::link(unfinished, to.c_str());
  });
}

std::vector<std::string> names_in(const std::string& directory) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(directory.c_str()),
                                                   ::closedir);
  while (const dirent* entry = stream ? ::readdir(stream.get()) : nullptr) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") {
      names.emplace_back(name);
    }
  }
  return names;
}

std::string last_component(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string real_path(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(
      ::realpath(path.c_str(), nullptr), std::free);
  return real ? real.get() : "";
}

std::string link_target(const std::string& path) {
  const int reason = errno;
  std::array<char, PATH_MAX> target;
  const ssize_t size = ::readlink(path.c_str(), target.data(), target.size());
  errno = reason;
  return {target.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

}  // namespace parallel_testing
