// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_TEST_GROUP_HPP
#define PARALLEL_TESTING_SRC_TEST_GROUP_HPP

#include <sys/types.h>

#include <string>
#include <string_view>

#include "state/state_directory.hpp"

// The processes of one CTest test that outlive each other: a launcher and what
// it started, copies that an emulator started, a program that starts itself.
// They share a lock on the file of their group. What one of them took is signed
// with the name of the group, and whoever takes it after them waits until the
// group is gone, so nobody uses it as long as one of them lives.
namespace parallel_testing {

class test_group {
 public:
  /// Throws error.
  void enter(const state_directory& state, const std::string& name);

  /// "" before enter().
  const std::string& name() const noexcept { return name_; }

  /// What the first process of the group says of itself, "" when it has not.
  std::string record() const;
  void write_record(const std::string& text);

  /// This process needs nothing any more. The last one removes the file.
  void leave() noexcept;

 private:
  const state_directory* state_ = nullptr;
  std::string name_;
  unique_fd lock_;
};

/// True when no process of the group is left. What a launcher that was killed
/// left is ended first. Throws error.
bool is_gone(const state_directory& state, const std::string& group);

/// Waits for that; `key` is what is waited for.
void wait_until_gone(const state_directory& state, const std::string& group,
                     const std::string& key);

/// Ends what killed launchers left, whatever they held. Throws error.
void end_groups_of_killed_launchers(const state_directory& state);

}  // namespace parallel_testing

#endif
