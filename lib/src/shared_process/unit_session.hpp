// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <parallel_testing/detail/adapter.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/main_arguments.hpp"
#include "base/process_info.hpp"
#include "discovery/unit_file.hpp"
#include "events/case_times.hpp"
#include "isolation/case_isolation.hpp"
#include "process/arguments.hpp"
#include "shared_process/case_board.hpp"
#include "shared_process/case_report.hpp"

namespace parallel_testing {

/// The state of a unit in a process that runs its cases.
class unit_session {
 public:
  /// Reads the unit and lets a child process run it; returns in that process,
  /// with the reference, argument number `position`, replaced by what selects
  /// its cases. See run_in_children(). Throws error.
  static void begin(adapter::framework kind, const std::string& reference,
                    const main_arguments& arguments, std::size_t position);

  /// The same in a program that a process of a unit executed, if it is the same
  /// program: it runs the remaining cases of the unit. Sets `request` to that
  /// of the unit and `arguments` to those with which ctest started it. Returns
  /// false in any other program. Throws error.
  static bool begin_again(adapter::framework kind, program_request& request,
                          main_arguments& arguments);

  /// Null when this process does not run a unit. Never destroyed.
  static unit_session* current() noexcept;

  const std::string& name() const noexcept { return unit_.name; }
  std::size_t size() const noexcept { return todo_.size(); }
  const unit_case& at(std::size_t index) const { return todo_[index]; }
  bool contains(const std::string& name) const;
  /// The name of the case `name` in output for people, "" when it is not in
  /// this unit.
  std::string shown_name_of(const std::string& name) const;
  case_board& board() noexcept { return board_; }

  /// The argument that now selects the cases.
  const std::string& argument() const noexcept { return argument_; }

  /// Whether each case is to run in its own process, forked from this one.
  [[nodiscard]] bool is_isolated() const noexcept {
    return gives_processes() && !board_.is_split();
  }
  /// Whether each case runs in its own process, forked or started for it.
  [[nodiscard]] bool gives_processes() const noexcept {
    return unit_.is_isolated && is_supervised_;
  }

  /// The isolation that each process of a case gets.
  case_isolation& isolation() noexcept { return isolation_; }

  /// Notes how long a case took that passed, if later units depend on it.
  void note_time(const std::string& name, std::int64_t duration_ns);
  /// Writes what was noted to the times of the build tree.
  void write_times(const std::string& run_directory);

  void begin_case(const std::string& name) noexcept;
  void end_case(verdict result) noexcept;
  /// The same for a case that runs in a forked process.
  void begin_forked(const std::string& name) noexcept;
  void end_forked(const forked_end& end, verdict result) noexcept;
  /// A case that had already ended failed afterwards.
  void fail_case(const std::string& name) noexcept;
  bool has_begun(const std::string& name) const noexcept;

 private:
  unit_session(adapter::framework kind, const std::string& reference);
  unit_session(adapter::framework kind, const std::string& reference,
               const std::string& board);
  void choose(adapter::framework kind, const std::vector<std::size_t>& wanted);
  void introduce(const std::string& original) const;
  void replace(const main_arguments& arguments, std::size_t position);

  unit_record unit_;
  case_board board_;
  std::vector<unit_case> todo_;
  std::string argument_;
  std::unordered_map<std::string, std::size_t> indices_;
  std::optional<std::size_t> running_;
  std::vector<test_time> times_;
  case_isolation isolation_;
  /// Under a debugger, nobody waits for this process.
  bool is_supervised_ = !is_traced();
};

}  // namespace parallel_testing
