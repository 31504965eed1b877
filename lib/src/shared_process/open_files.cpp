// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/open_files.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#include <algorithm>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"

namespace parallel_testing {

namespace {

struct inherited_file {
  int descriptor = -1;
  dev_t device = 0;
  ino_t inode = 0;
};

std::vector<inherited_file>& inherited() {
  static auto* const result = new std::vector<inherited_file>;
  return *result;
}

bool have_one_opening(int one, int other) noexcept {
#if defined(__linux__) && defined(SYS_kcmp)
  constexpr int compare_files = 0;  // KCMP_FILE
  const pid_t self = ::getpid();
  return ::syscall(SYS_kcmp, self, self, compare_files, one, other) == 0;
#else
  return one == other;
#endif
}

bool has_inherited_opening(int descriptor) noexcept {
  return std::any_of(inherited().begin(), inherited().end(),
                     [&](const inherited_file& each) {
                       return each.descriptor != STDIN_FILENO &&
                              is_inherited(each.descriptor) &&
                              have_one_opening(descriptor, each.descriptor);
                     });
}

/// The flags with which a file is opened again. Those that say how to find or
/// create it, such as O_NOFOLLOW or O_TMPFILE, are for its first name.
constexpr int flags_of_open_files = O_ACCMODE | O_APPEND | O_NONBLOCK | O_SYNC
#ifdef __linux__
                                    | O_DSYNC | O_DIRECT | O_NOATIME
#endif
    ;

/// Returns false if the file cannot be opened again.
bool separate_position(const descriptor_group& group) noexcept {
  const int first = group.front();
  const int flags = ::fcntl(first, F_GETFL);
  const off_t position = ::lseek(first, 0, SEEK_CUR);
  if (flags < 0 || position < 0) {
    return true;
  }
  char path[64];
  ::snprintf(path, sizeof path, "/proc/self/fd/%d", first);
  const unique_fd own(os::open_at(AT_FDCWD, path, flags & flags_of_open_files));
  if (!own) {
    return false;
  }
  ::lseek(own.get(), position, SEEK_SET);
#ifdef __linux__
  for (const int each : group) {
    const int of_descriptor = ::fcntl(each, F_GETFD);
    ::dup3(own.get(), each,
           of_descriptor >= 0 && (of_descriptor & FD_CLOEXEC) != 0 ? O_CLOEXEC
                                                                   : 0);
  }
#endif
  return true;
}

}  // namespace

std::vector<open_descriptor> open_descriptors() {
  std::vector<open_descriptor> result;
  for (const std::string& name : names_in("/proc/self/fd")) {
    const auto number = whole_number(name, 1U << 30U);
    std::string target = link_target("/proc/self/fd/" + name);
    // Without the descriptor of the directory that was just read.
    if (number && !target.empty()) {
      result.push_back({static_cast<int>(*number), std::move(target)});
    }
  }
  std::sort(result.begin(), result.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  return result;
}

void remember_inherited_descriptors() {
  inherited().clear();
  for (const open_descriptor& each : open_descriptors()) {
    struct stat status {};
    if (::fstat(each.number, &status) == 0) {
      inherited().push_back({each.number, status.st_dev, status.st_ino});
    }
  }
}

bool is_inherited(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 &&
         std::any_of(inherited().begin(), inherited().end(),
                     [&](const inherited_file& each) {
                       return each.descriptor == descriptor &&
                              each.device == status.st_dev &&
                              each.inode == status.st_ino;
                     });
}

bool is_regular_target(std::string_view target) {
  return starts_with(target, "/") && !starts_with(target, "/dev/") &&
         !starts_with(target, "/proc/") && !starts_with(target, "/memfd:");
}

bool has_lock_of_descriptor(int descriptor) {
  const std::string known =
      read_whole(fmt::format("/proc/self/fdinfo/{}", descriptor));
  for (const std::string_view line : split(known, '\n')) {
    if (starts_with(line, "lock:") && line.find(" POSIX ") == line.npos) {
      return true;
    }
  }
  return false;
}

files_of_cases separable_files(const std::vector<open_descriptor>& opened) {
  std::vector<open_descriptor> all = opened;
  all.push_back({STDIN_FILENO, link_target("/proc/self/fd/0")});
  files_of_cases result;
  for (open_descriptor& each : all) {
    if (!is_regular_target(each.target) || has_inherited_opening(each.number)) {
      continue;
    }
    if (has_lock_of_descriptor(each.number)) {
      result.locked.push_back(std::move(each));
      continue;
    }
    const auto known =
        std::find_if(result.separate.begin(), result.separate.end(),
                     [&](const descriptor_group& group) {
                       return have_one_opening(group.front(), each.number);
                     });
    if (known == result.separate.end()) {
      result.separate.push_back({each.number});
    } else if (known->front() != each.number) {
      known->push_back(each.number);
    }
  }
  return result;
}

std::vector<int> separate_positions(
    const std::vector<descriptor_group>& files) noexcept {
  std::vector<int> shared;
  for (const descriptor_group& group : files) {
    if (!separate_position(group)) {
      shared.push_back(group.front());
    }
  }
  return shared;
}

}  // namespace parallel_testing
