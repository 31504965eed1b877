// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the tests of an observation did with a resource. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "observed/observation.hpp"

namespace parallel_testing::tools {

/// Whether the path is that of the directory or of something in it.
[[nodiscard]] bool is_in(std::string_view path, std::string_view directory);

/// The path relative to the directory that it is in; "" for the directory.
[[nodiscard]] std::string relative_to(std::string_view path,
                                      std::string_view directory);

/// The last part of a path.
[[nodiscard]] std::string_view last_part(std::string_view path);

/// The directory of a path; "" without one.
[[nodiscard]] std::string_view directory_of(std::string_view path);

/// Whether the resource has a path in a file system.
[[nodiscard]] bool has_path(const observed::resource& what);

/// Whether the test used the resource by a path that starts in its working
/// directory.
[[nodiscard]] bool is_used_relatively(const observed::resource& what);

[[nodiscard]] bool is_there(observed::state before);

/// Whether the use changes the resource or creates it.
[[nodiscard]] bool changes(const observed::touch& touch);

[[nodiscard]] bool changes(const touched_resource& touched);

/// Whether a test that found the resource when it started cannot do without:
/// it reads or runs it before it replaces it.
[[nodiscard]] bool needs_existing(const touched_resource& touched);

/// Everything that tests touched, by name.
class all_uses {
 public:
  explicit all_uses(const observation& of);

  /// What a test did with the resource; null if it did nothing.
  [[nodiscard]] const touched_resource* of_test(const std::string& name,
                                                std::size_t test) const;

  /// Whether a test changed the resource.
  [[nodiscard]] bool is_changed(const std::string& name) const;

  /// Whether a test changed the directory or something in it.
  [[nodiscard]] bool is_changed_within(const std::string& directory) const;

 private:
  std::unordered_map<std::string,
                     std::unordered_map<std::size_t, const touched_resource*>>
      by_name_;
  std::unordered_set<std::string> changed_;
  std::unordered_set<std::string> changed_within_;
};

}  // namespace parallel_testing::tools
