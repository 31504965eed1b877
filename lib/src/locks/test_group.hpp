// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "state/state_directory.hpp"

// The group of all processes of one CTest test that share its locks: a launcher
// and the processes it started, copies that an emulator started, a program that
// starts itself. They hold a shared lock on the file of their group. A lock
// that one of them took is signed with the name of the group. The next process
// that takes such a lock waits until the group is gone, so no other test uses
// the resource while a process of the group lives.
namespace parallel_testing {

class test_group {
 public:
  /// Throws error.
  void enter(const state_directory& state, const std::string& name);

  /// "" before enter().
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// The text that the first process of the group wrote, "" when it has not
  /// yet.
  [[nodiscard]] std::string record() const;
  void write_record(const std::string& text);

  /// Leaves the group. The last process to leave removes its file.
  void leave() noexcept;

 private:
  const state_directory* state_ = nullptr;
  std::string name_;
  unique_fd lock_;
};

/// Whether no process of the group is left. Once its members have gone, first
/// ends what a killed launcher left behind. Throws error.
bool is_gone(const state_directory& state, const std::string& group);

/// Waits until is_gone(); the message about waiting names `key`.
void wait_until_gone(const state_directory& state, const std::string& group,
                     const std::string& key);

/// Ends the processes that killed launchers left behind, whatever locks those
/// held. Throws error.
void end_groups_of_killed_launchers(const state_directory& state);

}  // namespace parallel_testing
