// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <initializer_list>
#include <optional>
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string>
#include <string_view>
#include <utility>

/// Sets environment variables and the current directory for the duration of a
/// scope.
///
///     parallel_testing::scoped_environment env{{"TZ", "UTC"}};
///     parallel_testing::scoped_current_path cwd{dir.path()};
///
/// Not promised: thread safety. The environment and the current directory
/// belong to the whole process; change them while no other thread reads them.

namespace parallel_testing {

/// Sets environment variables. Its destructor restores their former values, in
/// reverse order. Child processes that start in between inherit the new values.
class [[nodiscard]] scoped_environment {
 public:
  /// The name and the new value; std::nullopt removes the variable.
  using variable = std::pair<std::string_view, std::optional<std::string_view>>;

  /// Throws error, and changes nothing, when a name is empty or contains '=' or
  /// a NUL.
  scoped_environment(std::initializer_list<variable> variables);

  scoped_environment(const scoped_environment&) = delete;
  scoped_environment& operator=(const scoped_environment&) = delete;
  ~scoped_environment();

 private:
  struct state;
  state* state_;
};

/// Changes the current directory. Its destructor changes back to the former
/// one, even when that was renamed in between; a failure is reported on stderr.
class [[nodiscard]] scoped_current_path {
 public:
  /// `path` may be that of a temp_dir. Throws error, and changes nothing, when
  /// the directory cannot be entered.
  explicit scoped_current_path(const std::string& path);

  scoped_current_path(const scoped_current_path&) = delete;
  scoped_current_path& operator=(const scoped_current_path&) = delete;
  ~scoped_current_path();

 private:
  int former_;
};

}  // namespace parallel_testing
