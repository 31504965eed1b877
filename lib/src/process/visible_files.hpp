// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_VISIBLE_FILES_HPP
#define PARALLEL_TESTING_SRC_VISIBLE_FILES_HPP

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace parallel_testing {

/// The targets of the links in a private working directory. A test that writes
/// through a link changes the original for all other tests, and file modes do
/// not stop root. So the files are compared before and after the test, by size,
/// modification time and inode.
class visible_files {
 public:
  /// Watches `path` and everything below it from now on. Links below it are not
  /// followed. At most ten thousand files are watched.
  void watch(const std::string& path);

  /// The files that have since been written, created, replaced or removed,
  /// sorted by path. Throws only when out of memory.
  std::vector<std::string> changed() const;

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
};

}  // namespace parallel_testing

#endif
