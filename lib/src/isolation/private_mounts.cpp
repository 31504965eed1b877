// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "isolation/private_mounts.hpp"

#ifdef __linux__

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"
#include "state/private_directory.hpp"

namespace parallel_testing {

namespace {

constexpr const char* mount_remedy =
    "allow mounts on this system, or run these tests one at a time: "
    "PARALLEL_TESTING_ISOLATION=none";
constexpr mode_t for_all = 01777;
constexpr mode_t only_for_owner = 0700;

bool is_below(const std::string& path, const std::string& parent) {
  return starts_with(path, parent + "/");
}

void mount_on_top(const std::string& from, const std::string& to) {
  if (::mount(from.c_str(), to.c_str(), nullptr, MS_BIND | MS_REC, nullptr) !=
      0) {
    os::throw_error("cannot isolate the test: mounting", to, errno,
                    mount_remedy);
  }
}

/// An open directory. It is opened in the new namespace, because a directory of
/// the former one cannot be mounted.
struct kept_directory {
  std::string path;
  unique_fd fd;
};

std::vector<kept_directory> open_all(const std::vector<std::string>& paths) {
  std::vector<kept_directory> result;
  for (const std::string& path : paths) {
    unique_fd fd(os::open_at(AT_FDCWD, path.c_str(), O_PATH | O_DIRECTORY));
    if (fd) {
      result.push_back({path, std::move(fd)});
    }
  }
  return result;
}

void replace_directory(const std::string& target, const std::string& directory,
                       const std::vector<std::string>& kept) {
  if (!make_directories(directory) ||
      ::chmod(directory.c_str(), for_all) != 0) {
    os::throw_error("cannot isolate the test: creating", directory, errno,
                    "free some disk space");
  }
  const std::vector<kept_directory> stay = open_all(kept_below({target}, kept));
  mount_on_top(directory, target);
  for (const kept_directory& each : stay) {
    if (!make_directories(each.path)) {
      os::throw_error("cannot isolate the test: creating", each.path, errno,
                      "free some disk space");
    }
    mount_on_top(fmt::format("/proc/self/fd/{}", each.fd.get()), each.path);
  }
}

/// The options of the mount of `path`. A remount must repeat them, because the
/// system does not let a namespace with fewer rights remove them.
unsigned long mount_options(const std::string& path) {
  struct statvfs status {};
  if (::statvfs(path.c_str(), &status) != 0) {
    return 0;
  }
  unsigned long options = 0;
  const std::pair<unsigned long, unsigned long> known[] = {
      {ST_NOSUID, MS_NOSUID},         {ST_NODEV, MS_NODEV},
      {ST_NOEXEC, MS_NOEXEC},         {ST_NOATIME, MS_NOATIME},
      {ST_NODIRATIME, MS_NODIRATIME}, {ST_RELATIME, MS_RELATIME},
  };
  for (const auto& [shown, needed] : known) {
    if ((status.f_flag & shown) != 0) {
      options |= needed;
    }
  }
  return options;
}

/// If this fails, the adapter in the test finds that it can write to `path`.
void make_read_only(const std::string& path) {
  const char* const place = path.c_str();
  if (::mount(place, place, nullptr, MS_BIND, nullptr) != 0) {
    return;
  }
  const unsigned long options = mount_options(path);
  ::mount(nullptr, place, nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY | options,
          nullptr);
}

}  // namespace

std::vector<std::string> protectable(const std::vector<std::string>& paths,
                                     const std::vector<std::string>& kept) {
  std::vector<std::string> result;
  for (const std::string& path : paths) {
    const std::string known = real_path(path);
    const bool is_written =
        std::any_of(kept.begin(), kept.end(), [&](const std::string& each) {
          const std::string inside = real_path(each);
          return inside == known || is_below(inside, known);
        });
    if (!known.empty() && !is_written) {
      result.push_back(known);
    }
  }
  return result;
}

std::vector<std::string> kept_below(const std::vector<std::string>& parents,
                                    const std::vector<std::string>& paths) {
  std::vector<std::string> real;
  for (const std::string& path : paths) {
    std::string known = real_path(path);
    if (std::any_of(parents.begin(), parents.end(),
                    [&](const std::string& parent) {
                      return is_below(known, parent);
                    })) {
      real.push_back(std::move(known));
    }
  }
  std::sort(real.begin(), real.end());
  std::vector<std::string> result;
  for (std::string& path : real) {
    const bool is_covered = std::any_of(
        result.begin(), result.end(), [&](const std::string& other) {
          return path == other || is_below(path, other);
        });
    if (!is_covered) {
      result.push_back(std::move(path));
    }
  }
  return result;
}

directory_modes directories_for(const private_mounts& mounts) {
  directory_modes result;
  const std::pair<const std::string&, std::string> replaced[] = {
      {mounts.tmp, "/tmp"}, {mounts.shm, "/dev/shm"}};
  for (const auto& [path, target] : replaced) {
    if (path.empty()) {
      continue;
    }
    const std::string name = last_component(path);
    result[name] = for_all;
    for (const std::string& each : mounts.kept) {
      if (!is_below(each, target)) {
        continue;
      }
      for (std::size_t at = target.size(); at != each.npos;) {
        at = each.find('/', at + 1);
        result[name + each.substr(0, at).substr(target.size())] =
            only_for_owner;
      }
    }
  }
  return result;
}

void keep_mounts_private() {
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr) != 0) {
    os::throw_error("cannot isolate the test: mounting", "/", errno,
                    mount_remedy);
  }
}

void mount_privately(const private_mounts& mounts) {
  const std::string here = real_path(".");
  if (!mounts.shm.empty()) {
    replace_directory("/dev/shm", mounts.shm, mounts.kept);
  }
  if (!mounts.tmp.empty()) {
    replace_directory("/tmp", mounts.tmp, mounts.kept);
  }
  for (const std::string& path : mounts.read_only) {
    make_read_only(path);
  }
  // Enter the directory again, because a mount now covers the old one.
  if (::chdir(here.c_str()) != 0) {
    os::throw_error("cannot isolate the test: entering", here, errno,
                    "add it to PARALLEL_TESTING_KEEP");
  }
}

}  // namespace parallel_testing

#endif
