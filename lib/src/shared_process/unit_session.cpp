// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/unit_session.hpp"

#include <stdlib.h>

#include <parallel_testing/error.hpp>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/frameworks.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "discovery/passed_cases.hpp"
#include "process/coverage.hpp"
#include "shared_process/case_parent.hpp"
#include "shared_process/fork_safety.hpp"

namespace parallel_testing {

namespace {
unit_session* only_session = nullptr;
constexpr const char* unit_variable = "PARALLEL_TESTING_UNIT";

/// The cases of a unit that are to run. Those that share a process are not
/// separated: a case may need what another one leaves.
unit_record wanted_part(const std::string& reference) {
  unit_record unit = read_unit(reference);
  const char* const path = ::getenv(passed_cases_variable);
  if (unit.is_isolated && path != nullptr) {
    leave_out_passed(unit, reference, read_whole(path));
  }
  return unit;
}

}  // namespace

void unit_session::begin(adapter::framework kind, const std::string& reference,
                         const main_arguments& arguments,
                         std::size_t position) {
  if (arguments.pointers == nullptr) {
    throw error(
        "the arguments of main() cannot be found before it starts: the C "
        "library does not pass them, and a library has changed the environment "
        "of this program; use DIST load without BATCH");
  }
  only_session = new unit_session(kind, reference);
  const std::string original =
      position < arguments.texts.size() ? arguments.texts[position] : "";
  only_session->replace(arguments, position);
  only_session->introduce(original);
}

/// Sets the variable for this program when it executes itself again, with the
/// original or the changed command line.
void unit_session::introduce(const std::string& original) const {
  const std::string text = fmt::format("{}\n{}\n{}\n{}", board_.path(),
                                       own_executable(), original, argument_);
  ::setenv(unit_variable, text.c_str(), 1);
}

bool unit_session::begin_again(adapter::framework kind,
                               program_request& request,
                               main_arguments& arguments) {
  if (arguments.pointers == nullptr) {
    return false;
  }
  const char* const value = ::getenv(unit_variable);
  const std::string text = value == nullptr ? "" : value;
  const std::vector<std::string_view> lines = split(text, '\n');
  if (lines.size() < 4 || lines[0].empty() || lines[1] != own_executable()) {
    return false;
  }
  for (std::size_t at = 1; at < arguments.texts.size(); ++at) {
    std::string& argument = arguments.texts[at];
    if (argument != lines[2] && argument != lines[3]) {
      continue;
    }
    argument = lines[2];
    request = read_arguments(kind, {arguments.texts[0], argument});
    request.selecting_argument = at;
    only_session = new unit_session(kind, request.unit, std::string(lines[0]));
    only_session->replace(arguments, at);
    only_session->introduce(argument);
    return true;
  }
  return false;
}

unit_session* unit_session::current() noexcept {
  return only_session;
}

unit_session::unit_session(adapter::framework kind,
                           const std::string& reference)
    : unit_(wanted_part(reference)), board_(unit_.cases.size()) {
  if (unit_.is_isolated) {
    remember_inherited_descriptors();
  }
  choose(kind, run_in_children(kind, unit_, board_));
}

unit_session::unit_session(adapter::framework kind,
                           const std::string& reference,
                           const std::string& board)
    : unit_(wanted_part(reference)), board_(unit_.cases.size(), board) {
  choose(kind, board_.not_run());
}

void unit_session::choose(adapter::framework kind,
                          const std::vector<std::size_t>& wanted) {
  for (const std::size_t at : wanted) {
    todo_.push_back(unit_.cases[at]);
    indices_.emplace(unit_.cases[at].name, at);
  }
  const framework_row& row = framework_row_of(kind);
  argument_ = row.option;
  argument_ += row.all_cases.empty() ? googletest_filter(todo_)
                                     : std::string(row.all_cases);
}

/// The argument that replaces the reference lives as long as the program.
void unit_session::replace(const main_arguments& arguments,
                           std::size_t position) {
  if (position < arguments.texts.size()) {
    arguments.pointers[position] = argument_.data();
  }
}

bool unit_session::contains(const std::string& name) const {
  return indices_.count(name) != 0;
}

std::string unit_session::shown_name_of(const std::string& name) const {
  const auto found = indices_.find(name);
  if (found == indices_.end()) {
    return "";
  }
  return parallel_testing::shown_name_of(unit_.cases[found->second], unit_);
}

void unit_session::begin_case(const std::string& name) noexcept {
  const auto found = indices_.find(name);
  if (found == indices_.end()) {
    return;
  }
  running_ = found->second;
  board_.begin(*running_);
  begin_case_coverage(name);
}

void unit_session::end_case(verdict result) noexcept {
  end_case_coverage();
  if (running_) {
    board_.end(*running_, result);
  }
  running_.reset();
}

void unit_session::note_time(const std::string& name,
                             std::int64_t duration_ns) {
  const auto found = indices_.find(name);
  if (unit_.is_timed && found != indices_.end()) {
    times_.push_back(
        {own_executable(), unit_.cases[found->second].selector, duration_ns});
  }
}

void unit_session::write_times(const std::string& run_directory) {
  note_case_times(run_directory, times_);
  times_.clear();
}

void unit_session::begin_forked(const std::string& name) noexcept {
  const auto found = indices_.find(name);
  if (found != indices_.end()) {
    running_ = found->second;
    board_.begin(*running_);
  }
}

void unit_session::end_forked(const forked_end& end, verdict result) noexcept {
  if (running_) {
    if (!end.how && end.limit_seconds <= 0) {
      board_.note_end(*running_, end.end);
    }
    board_.end(*running_, result);
  }
  running_.reset();
}

void unit_session::fail_case(const std::string& name) noexcept {
  const auto found = indices_.find(name);
  if (found != indices_.end()) {
    board_.settle(found->second, verdict::fail);
  }
}

bool unit_session::has_begun(const std::string& name) const noexcept {
  const auto found = indices_.find(name);
  return found != indices_.end() && board_.verdict_of(found->second);
}

}  // namespace parallel_testing
