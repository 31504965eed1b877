// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <parallel_testing/worker.hpp>
#include <string>
#include <vector>

#include "base/unique_fd.hpp"
#include "locks/test_group.hpp"
#include "locks/worker_slot.hpp"
#include "process/identity.hpp"
#include "process/settings.hpp"
#include "state/run_registry.hpp"
#include "state/state_directory.hpp"

namespace parallel_testing {

/// What an adapter or a launcher knows about its program.
struct process_options {
  bool has_adapter = false;
  /// The name of the only test that this process runs, "" when there are
  /// several.
  std::string test;
  /// The argument by which that test was selected.
  std::string selector;
  /// The name of the unit that it runs, "" when the tests are not a unit.
  std::string unit;
  /// The argument that selects its tests, "" when there is none.
  std::string argument;
  /// The command line, and those of its arguments that select tests.
  std::vector<std::string> arguments;
  std::vector<std::string> selections;
  /// The program that a launcher starts, "" for any other process.
  std::string launches;
  /// mark_of_launcher() of that launcher.
  std::string mark;
};

/// The membership of this process in a run: its worker, its run, and the locks
/// by which other processes see both. Never destroyed: the kernel releases the
/// locks.
class membership {
 public:
  /// Takes a worker and joins a run, or takes over those of the enclosing test.
  /// Throws error.
  explicit membership(const process_options& given);
  membership(const membership&) = delete;
  membership& operator=(const membership&) = delete;

  [[nodiscard]] const settings& config() const noexcept { return config_; }
  [[nodiscard]] origin came_from() const noexcept { return origin_; }
  [[nodiscard]] const worker& who() const noexcept { return *worker_; }
  [[nodiscard]] const run& of_run() const noexcept { return *run_; }
  [[nodiscard]] const state_directory& state() const noexcept { return state_; }
  test_group& group() noexcept { return group_; }
  [[nodiscard]] const test_group& group() const noexcept { return group_; }

  /// The record that all processes of the run share. Its id is empty when this
  /// process is part of a test whose run is not recorded.
  [[nodiscard]] const run_record& registered_run() const noexcept {
    return joined_.record;
  }
  [[nodiscard]] int lock_of_run() const noexcept { return joined_.lock.get(); }
  /// Whether this is the first process of the run.
  [[nodiscard]] bool is_first_of_run() const noexcept {
    return joined_.is_first;
  }
  /// Removes the run if this process was its only member.
  void forget_run() noexcept { parallel_testing::forget_run(state_, joined_); }

  /// Whether the test already has another process with this program.
  [[nodiscard]] bool is_copy() const noexcept { return is_copy_; }
  /// The key that identifies copies of the program; see program_key().
  [[nodiscard]] const std::string& program() const noexcept { return program_; }
  /// process_token() of the launcher of this test, "" without one.
  [[nodiscard]] const std::string& launcher() const noexcept {
    return launcher_;
  }
  /// The open file of the worker's slot, -1 when this process does not have
  /// one.
  [[nodiscard]] int slot() const noexcept { return slot_.lock.get(); }

  /// The directory for the temporary directories of the run; closed when there
  /// is none. Call it only once.
  private_directory take_temporary() { return std::move(temporary_); }

  /// For a copy, instead of the directory of copies that have ended. Throws
  /// error.
  void take_other_directory();

  /// Lets other copies of the program join from now on. They share
  /// `own_directory`.
  void introduce_to_copies(const std::string& own_directory);

  /// The process_token() of the process that ctest started for this test; ""
  /// when it is this process or unknown.
  [[nodiscard]] std::string root_of_test() const;

 private:
  std::string find_launcher(const process_options& given);
  identity find_identity(const process_options& given);
  void find_worker(const identity& who, const process_options& given);
  void take_slot();
  void take_index();
  void meet_copies(const std::string& root, const process_options& given);
  void become_copy(const std::string& first);
  void join_copies();
  [[nodiscard]] std::string group_of_outer() const;
  void adopt_outer(const identity& who);
  void join(const identity& who);
  void choose_directory(run_record& record);
  void wait_for_former_turn(const std::string& run_id);

  settings config_;
  std::string program_;
  std::string launcher_;
  origin origin_ = origin::by_hand;
  bool is_copy_ = false;
  state_directory state_;
  /// Declared before what it protects, because descriptors are closed in this
  /// order.
  test_group group_;
  unique_fd meeting_;
  worker_slot slot_;
  worker_slot index_;
  joined_run joined_;
  std::optional<worker> worker_;
  std::optional<run> run_;
  private_directory temporary_;
};

}  // namespace parallel_testing
