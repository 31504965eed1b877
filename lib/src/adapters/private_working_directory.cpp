// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adapters/private_working_directory.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>

#include "base/files.hpp"
#include "base/os.hpp"
#include "state/private_directory.hpp"

namespace parallel_testing {

namespace {
/// Whether `path` is a regular file that this user can write to, so that the
/// original needs protection. The launcher mounts originals read-only where it
/// can. A program is not copied, because it may look for files beside itself.
bool is_worth_a_copy(const std::string& path, const struct stat& status) {
  constexpr mode_t executable = S_IXUSR | S_IXGRP | S_IXOTH;
  return S_ISREG(status.st_mode) && (status.st_mode & executable) == 0 &&
         ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
}

bool is_regular(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

/// Puts `file` into `directory`, and into the files that are watched.
void show(const visible_file& file, const std::string& directory,
          const std::string& list_file, copy_budget& budget,
          visible_files& watched) {
  const std::string shown = directory + "/" + file.name;
  if (file.is_empty_directory) {
    if (!make_directories(shown)) {
      os::throw_error(
          "cannot create the empty directory", shown, errno,
          "check EMPTY_DIRECTORIES, which is listed in " + list_file);
    }
    return;
  }
  bool is_made = make_directories(shown.substr(0, shown.rfind('/')));
  struct stat status {};
  if (is_made && ::stat(file.path.c_str(), &status) == 0 &&
      is_worth_a_copy(file.path, status) && budget.takes(status.st_size)) {
    // Another copy of the program, which uses the same directory, may have
    // created it. A file that cannot be copied becomes a link.
    if (create_copy(file.path, shown) || is_regular(shown)) {
      watched.watch_copy(shown, file.path);
      return;
    }
  }
  is_made = is_made && ::symlink(file.path.c_str(), shown.c_str()) == 0;
  if (!is_made && !(errno == EEXIST && link_target(shown) == file.path)) {
    os::throw_error("cannot create the visible file", shown, errno,
                    "check VISIBLE_FILES, which is listed in " + list_file);
  }
  watched.watch(file.path);
}

/// The last component of the current directory, so that "../name" still leads
/// to the new one.
std::string own_name() {
  const std::unique_ptr<char, void (*)(void*)> path(::getcwd(nullptr, 0),
                                                    std::free);
  const std::string_view here = path ? path.get() : "";
  const std::string_view name = here.substr(here.rfind('/') + 1);
  return std::string(name.empty() ? "cwd" : name);
}
}  // namespace

visible_files enter_private_working_directory(const std::string& parent,
                                              const std::string& list_file) {
  const std::string directory =
      open_private_directory(parent + "/" + own_name()).path;
  visible_files files;
  copy_budget budget;
  for (const visible_file& file : read_visible_files(list_file)) {
    show(file, directory, list_file, budget, files);
  }
  if (::chdir(directory.c_str()) != 0) {
    os::throw_error("cannot enter", directory, errno, "check its permissions");
  }
  return files;
}

}  // namespace parallel_testing
