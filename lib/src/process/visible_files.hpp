// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace parallel_testing {

/// A file or directory that a private working directory shows.
struct visible_file {
  std::string name;  ///< relative to the private working directory
  std::string path;  ///< of the original; not used for an empty directory
  bool is_empty_directory = false;
};

/// Reads the "<name> TAB <path>" lines of `list_file`; "<name>/ TAB" stands for
/// an empty directory. Throws error.
std::vector<visible_file> read_visible_files(const std::string& list_file);

/// Decides which files are copied into a private directory; the others become
/// links. Pure.
class copy_budget {
 public:
  /// Whether a file of `size` bytes still fits; if so, counts it.
  bool takes(std::int64_t size) noexcept;

 private:
  static constexpr std::int64_t mebibyte = 1024 * 1024;
  static constexpr std::int64_t largest_file = mebibyte;
  std::int64_t left_ = 16 * mebibyte;
};

/// The copies and the targets of the links in a private working directory. A
/// test that writes through a link changes the original for all other tests,
/// and file modes do not stop root. So the files are compared before and after
/// the test, by size, modification time and inode.
class visible_files {
 public:
  /// Watches `path` and everything below it from now on. Links below it are not
  /// followed. At most ten thousand files are watched.
  void watch(const std::string& path);

  /// Watches `copy`, the private copy of `original`, from now on.
  void watch_copy(const std::string& copy, const std::string& original);

  /// The files that have since been written, created, replaced or removed,
  /// sorted by path. Throws only when out of memory.
  [[nodiscard]] std::vector<std::string> changed() const;

  /// The originals of the copies that have changed, in the order of the copies.
  [[nodiscard]] std::vector<std::string> changed_copies() const;

 private:
  struct state {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    std::int64_t size = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    bool operator==(const state& other) const;
  };
  using states = std::map<std::string, state>;

  static void look(const std::string& path, bool follows, states& found);

  std::vector<std::string> watched_;
  states before_;
  std::map<std::string, std::string> originals_;  ///< by their copies
  states copies_before_;
};

}  // namespace parallel_testing
