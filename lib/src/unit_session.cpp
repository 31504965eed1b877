// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "unit_session.hpp"

#include <parallel_testing/error.hpp>

#include "coverage.hpp"
#include "process_info.hpp"
#include "supervisor.hpp"

namespace parallel_testing {

namespace {
case_state state_of(adapter::outcome result) {
  switch (result) {
    case adapter::outcome::passed:
      return case_state::passed;
    case adapter::outcome::skipped:
      return case_state::skipped;
    case adapter::outcome::failed:
      break;
  }
  return case_state::failed;
}

unit_session* only_session = nullptr;
}  // namespace

void unit_session::begin(adapter::framework kind, const std::string& reference,
                         int argc, char** argv, std::size_t position) {
  if (!can_change_arguments()) {
    throw error(
        "this C library does not show programs their arguments early enough to "
        "run several test cases; use DIST load and no BATCH");
  }
  only_session = new unit_session(kind, reference);
  if (position < static_cast<std::size_t>(argc)) {
    argv[position] = only_session->argument(kind);
  }
}

unit_session* unit_session::current() noexcept {
  return only_session;
}

unit_session::unit_session(adapter::framework kind,
                           const std::string& reference)
    : unit_(read_unit(reference)), board_(unit_.cases.size()) {
  for (const std::size_t at : supervise(kind, unit_, board_)) {
    todo_.push_back(unit_.cases[at]);
    places_.emplace(unit_.cases[at].name, at);
  }
}

bool unit_session::contains(const std::string& name) const {
  return places_.count(name) != 0;
}

/// What takes the place of the reference. Lives as long as the program.
char* unit_session::argument(adapter::framework kind) const {
  // Catch2 compares each name with each spec; the adapter narrows what it
  // chooses from instead.
  static auto* const text =
      new std::string(kind == adapter::framework::googletest
                          ? "--gtest_filter=" + googletest_filter(todo_)
                          : "*");
  return text->data();
}

void unit_session::begin_case(const std::string& name) noexcept {
  const auto place = places_.find(name);
  if (place == places_.end()) return;
  running_ = place->second;
  board_.begin(*running_);
  begin_case_coverage(name);
}

void unit_session::end_case(adapter::outcome result) noexcept {
  end_case_coverage();
  if (running_) board_.end(*running_, state_of(result));
  running_.reset();
}

void unit_session::fail_case(const std::string& name) noexcept {
  const auto place = places_.find(name);
  if (place != places_.end()) board_.settle(place->second, case_state::failed);
}

bool unit_session::has_begun(const std::string& name) const noexcept {
  const auto place = places_.find(name);
  return place != places_.end() &&
         board_.state_of(place->second) != case_state::not_run;
}

}  // namespace parallel_testing
