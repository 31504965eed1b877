// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What all tests did with each name that has no address. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "observed/observation.hpp"
#include "sharing/uses/effects.hpp"

namespace parallel_testing::tools::sharing_rules {

/// What one test did with one name.
struct name_use {
  std::size_t test = 0;
  const touched_resource* touched = nullptr;
  effects what = 0;
};

struct name_entry {
  std::string_view name;
  std::vector<name_use> uses;  ///< sorted by test
  bool is_directory = false;   ///< for at least one of the tests
  /// It stands for a name of each test, with "<pid>" where each has the id of
  /// one of its processes, and for all that is in a directory of that name.
  bool has_pid = false;
};

[[nodiscard]] bool is_path(std::string_view name);

/// Whether the resource stands for many names in a directory; its name has a
/// slash at its end.
[[nodiscard]] bool is_folded(const observed::resource& what);

/// Names in file systems, of System V and of POSIX, and abstract sockets, which
/// more than one test may share. Refers to the observation.
class name_index {
 public:
  using entries = std::vector<name_entry>;
  struct range {
    entries::const_iterator first;
    entries::const_iterator last;
    [[nodiscard]] entries::const_iterator begin() const { return first; }
    [[nodiscard]] entries::const_iterator end() const { return last; }
  };

  explicit name_index(const observation& of);

  /// Sorted by name.
  [[nodiscard]] const entries& all() const { return entries_; }
  [[nodiscard]] bool has(std::string_view name) const;
  /// The names in a directory, at any depth.
  [[nodiscard]] range below(std::string_view directory) const;

 private:
  void add(const observation& of, std::size_t test);
  [[nodiscard]] name_entry& entry_of(std::string_view name);

  entries entries_;
  std::deque<std::string> patterns_;  ///< names of entries with "<pid>"
  std::unordered_map<std::string_view, std::size_t> places_;
};

}  // namespace parallel_testing::tools::sharing_rules
