// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "isolation/namespaces.hpp"

// The cases of one test that each have a process also have their own
// namespaces: below those that the launcher gave to the test, with the same
// directories visible.
namespace parallel_testing {

/// The variable with isolation_places.
inline constexpr const char* places_variable =
    "PARALLEL_TESTING_ISOLATION_PLACES";

/// What the launcher passes on to its test.
struct isolation_places {
  /// The directory for directories that are mounted over shared ones, "" if
  /// there are none. The launcher removes it.
  std::string base;
  /// Directories below /tmp or /dev/shm that stay visible.
  std::vector<std::string> kept;
};

/// Pure.
std::string places_text(const isolation_places& places);
isolation_places read_isolation_places(std::string_view text);

/// The isolation of a test, whose cases get the same.
class case_isolation {
 public:
  case_isolation() = default;
  /// `kinds` are those that the launcher gave to the test. Process ids are not
  /// isolated again: that would need an init process for each case.
  case_isolation(std::vector<private_view> kinds, isolation_places places);
  /// What the launcher of this process has put into the environment.
  static case_isolation of_this_process();

  [[nodiscard]] bool is_needed() const noexcept { return !plan_.kinds.empty(); }

  /// What the set-up of the program has left where each case would have to find
  /// it in its own namespaces, such as "a file in its private /tmp
  /// (/tmp/name)"; "" if there is nothing.
  [[nodiscard]] std::string left_by_set_up() const;

  /// Moves this process into namespaces that are private to one case. `label`
  /// is the name of its directory. When it throws error, the process must not
  /// run anything.
  void enter(const std::string& label);

  /// Removes what the case `label` had in place of shared directories. Called
  /// by a process outside of its namespaces.
  void remove(const std::string& label) const noexcept;

 private:
  [[nodiscard]] std::string directory_of(const std::string& label) const;

  isolation_plan plan_;
  std::string base_;
};

/// The first file in `directory` that is not one of `kept` and not below one,
/// "" if there is none. Directories that lead to one of them do not count.
std::string first_file_beside(const std::string& directory,
                              const std::vector<std::string>& kept);

}  // namespace parallel_testing
