// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/coverage.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <parallel_testing/error.hpp>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "state/private_directory.hpp"

/// Functions of the compilers' runtimes, defined only in instrumented programs.
/// The manual of gcc ("Profiling and Test Coverage in Freestanding
/// Environments") and clang's "Source-based Code Coverage" document them.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" {
__attribute__((weak)) void __gcov_dump();
__attribute__((weak)) void __gcov_reset();
__attribute__((weak)) int __llvm_profile_write_file();
__attribute__((weak)) void __llvm_profile_reset_counters();
__attribute__((weak)) void __llvm_profile_set_filename(const char* name);
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace parallel_testing {

namespace {

struct collection {
  std::string directory;  ///< "" when the run does not collect coverage
  bool per_test = false;
};

collection& current() {
  static auto* const result = new collection;
  return *result;
}

void reset() {
  if (__gcov_reset != nullptr) {
    __gcov_reset();
  }
  if (__llvm_profile_reset_counters != nullptr) {
    __llvm_profile_reset_counters();
  }
}

void write() {
  if (__gcov_dump != nullptr) {
    __gcov_dump();
  }
  if (__llvm_profile_write_file != nullptr) {
    __llvm_profile_write_file();
  }
  reset();
}

std::string folder_of(const std::string& directory, const std::string& test) {
  return directory + "/tests/" + hex(hash(test), 16);
}

/// Writes the name of the test, which its hash does not reveal.
void note_name(const std::string& directory, const std::string& test) {
  const std::string path = folder_of(directory, test) + ".name";
  if (::access(path.c_str(), F_OK) == 0) {
    return;
  }
  if (replace_whole(AT_FDCWD, path, test, 0644)) {
    return;
  }
  os::throw_error("cannot write", path, errno, "free some disk space");
}

void use(const coverage_output& output) {
  ::setenv("GCOV_PREFIX", output.gcov_prefix.c_str(), 1);
  ::unsetenv("GCOV_PREFIX_STRIP");
  ::setenv("LLVM_PROFILE_FILE", output.llvm_profile.c_str(), 1);
  // clang's runtime reads the variable only at the start of the program.
  if (__llvm_profile_set_filename != nullptr) {
    __llvm_profile_set_filename(output.llvm_profile.c_str());
  }
}

void use_output_of_test(const std::string& test) {
  const std::string& directory = current().directory;
  if (!make_directories(directory + "/tests")) {
    os::throw_error("cannot create", directory + "/tests", errno,
                    "free some disk space");
  }
  note_name(directory, test);
  use(coverage_of_test(directory, test));
}

/// Each process writes its own file, so that a process that is killed while it
/// writes corrupts only its own data. The runtime merges into that file, so
/// that forked children, which keep its name, do not overwrite it.
coverage_output output_in(const std::string& folder) {
  return {folder, folder + "/%p-%m.profraw"};
}

void remove_dangling_links(const private_directory& links) {
  for (const std::string& link : names_in(links.path)) {
    struct stat status {};
    const bool is_dangling =
        ::fstatat(links.fd.get(), link.c_str(), &status, 0) != 0 &&
        errno == ENOENT;
    if (is_dangling) {
      ::unlinkat(links.fd.get(), link.c_str(), 0);
    }
  }
}

}  // namespace

std::string coverage_path_without_pattern(const state_directory& state,
                                          const std::string& directory) {
  if (directory.find('%') == std::string::npos) {
    return directory;
  }
  const private_directory links = open_private_directory(state, "coverage");
  std::string path = links.path + "/" + hex(hash(directory), 16);
  if (path.find('%') != std::string::npos) {
    throw error(fmt::format(
        "coverage data cannot be written to '{}' or '{}': clang reads % as a "
        "pattern; set PARALLEL_TESTING_STATE_DIR to a path without %",
        directory, path));
  }
  // The target must exist, because other processes remove dangling links.
  if (!make_directories(directory)) {
    os::throw_error("cannot create", directory, errno, "free some disk space");
  }
  if (link_target(path) == directory) {
    return path;
  }
  remove_dangling_links(links);
  if (::symlink(directory.c_str(), path.c_str()) != 0 &&
      link_target(path) != directory) {
    os::throw_error("cannot create the link", path, errno,
                    "remove what is there now");
  }
  return path;
}

coverage_output coverage_of_worker(const std::string& directory,
                                   const std::string& worker) {
  return output_in(directory + "/" + worker);
}

coverage_output coverage_of_test(const std::string& directory,
                                 const std::string& test) {
  return output_in(folder_of(directory, test));
}

void direct_coverage(const settings& given, const state_directory& state,
                     const std::string& worker, const std::string& test) {
  if (!given.coverage_directory) {
    return;
  }
  collection& now = current();
  now.directory =
      coverage_path_without_pattern(state, *given.coverage_directory);
  now.per_test = given.coverage_per_test;
  if (now.per_test) {
    use_output_of_test(test);
  } else {
    use(coverage_of_worker(now.directory, worker));
  }
  ::pthread_atfork(nullptr, nullptr, reset);
}

void begin_case_coverage(const std::string& test) noexcept {
  if (!current().per_test || current().directory.empty()) {
    return;
  }
  try {
    write();
    use_output_of_test(test);
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
}

void end_case_coverage() noexcept {
  if (!current().directory.empty()) {
    write();
  }
}

}  // namespace parallel_testing
