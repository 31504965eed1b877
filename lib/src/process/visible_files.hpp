// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_VISIBLE_FILES_HPP
#define PARALLEL_TESTING_SRC_VISIBLE_FILES_HPP

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace parallel_testing {

/// The files that links in a private working directory lead to. A test that
/// writes through a link changes the original for all other tests, and modes
/// do not keep root from it, so what is there before and after is compared:
/// size, time of modification and which file it is.
class visible_files {
 public:
  /// From now on `path` is watched, with all that is below it. Links below it
  /// are not followed. Of more than ten thousand files the rest is not watched.
  void watch(const std::string& path);

  /// Those that were written, made, replaced or removed since, in the order of
  /// their paths. Never throws but for lack of memory.
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
