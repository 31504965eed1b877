// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_ENVIRONMENT_HPP
#define PARALLEL_TESTING_ENVIRONMENT_HPP

#include <initializer_list>
#include <optional>
#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string>
#include <string_view>
#include <utility>

/// Environment variables and a current directory for the length of a scope.
///
///     parallel_testing::scoped_environment env{{"TZ", "UTC"}};
///     parallel_testing::scoped_current_path cwd{dir.path()};
///
/// Not promised: thread safety. The environment and the current directory
/// belong to the whole process; change them while no other thread reads them.

namespace parallel_testing {

/// Sets environment variables, and at its destruction sets them back to their
/// former values, in reverse order. Children that start in between inherit the
/// new values.
class [[nodiscard]] scoped_environment {
 public:
  /// The name and the new value; std::nullopt removes the variable.
  using variable = std::pair<std::string_view, std::optional<std::string_view>>;

  /// Throws error for a name that is empty or contains '=' or a NUL, and then
  /// changes nothing.
  scoped_environment(std::initializer_list<variable> variables);

  scoped_environment(const scoped_environment&) = delete;
  scoped_environment& operator=(const scoped_environment&) = delete;
  ~scoped_environment();

 private:
  struct state;
  state* state_;
};

/// Changes the current directory, and at its destruction changes back to the
/// former one, also when that was renamed in between. When that fails it
/// reports so on stderr.
class [[nodiscard]] scoped_current_path {
 public:
  /// Throws error when `path`, for example that of a temp_dir, cannot be
  /// entered, and then changes nothing.
  explicit scoped_current_path(const std::string& path);

  scoped_current_path(const scoped_current_path&) = delete;
  scoped_current_path& operator=(const scoped_current_path&) = delete;
  ~scoped_current_path();

 private:
  int former_;
};

}  // namespace parallel_testing

#endif
