// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/forked_unit.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_tree.hpp"
#include "process/process.hpp"
#include "shared_process/fork_memory.hpp"
#include "shared_process/fork_safety.hpp"
#include "shared_process/signal_forwarding.hpp"
#include "stacks/write_stacks.hpp"

namespace parallel_testing {

namespace {

/// The files of this library are shared on purpose. Reports which files of the
/// program stay shared.
std::vector<descriptor_group> files_to_separate(unit_session& unit) {
  if (unit.board().is_split()) {
    return {};
  }
  process& here = process::current();
  std::vector<open_descriptor> opened;
  for (open_descriptor& each :
       facts_of_this_process(here.state().path).descriptors) {
    if (each.target != here.events().path()) {
      opened.push_back(std::move(each));
    }
  }
  files_of_cases files = separable_files(opened);
  for (const open_descriptor& each : files.locked) {
    const std::string text = fmt::format(
        "the cases of '{}' share the position in '{}' (descriptor {}) because "
        "it is locked",
        unit.name(), each.target, each.number);
    os::say(text);
    here.events().write(events::warning{text});
  }
  return std::move(files.separate);
}

/// Prints where the process of a case and those that it started are.
void show_stacks(pid_t child, const std::string& name, double limit_seconds) {
  const std::string program = os::variable(stacks::program_variable);
  if (program == "off") {
    return;
  }
  std::vector<pid_t> living = {child};
  for (const process_status& each : descendants_of(child)) {
    if (!is_dying(each)) {
      living.push_back(each.pid);
    }
  }
  stacks::write_stacks(
      living, fmt::format("stacks of '{}' after {} s", name, limit_seconds),
      program, STDERR_FILENO, name);
}

/// The time limit of a case in seconds, 0 for none. Only the scripts in ctest
/// know the multiplier `auto`: then the limit of the whole unit has to suffice.
double limit_of(const marker_list& markers) {
  const char* const given = ::getenv("PARALLEL_TESTING_TIMEOUT_MULTIPLIER");
  const bool is_given = given != nullptr && *given != '\0';
  const double multiplier = is_given ? std::strtod(given, nullptr) : 1;
  double seconds = 0;
  for (const parsed_marker& each : markers) {
    if (each.kind == marker_kind::timeout) {
      seconds = std::max(seconds, each.seconds);
    }
  }
  return seconds * multiplier;
}

}  // namespace

void put_off_if_unsafe(unit_session& unit) {
  process& here = process::current();
  fork_facts facts = facts_of_this_process(here.state().path);
  facts.left_in_namespaces = unit.isolation().left_by_set_up();
  const std::string why = why_not_to_fork(facts);
  if (why.empty()) {
    return;
  }
  const std::string text = fmt::format(
      "the cases of '{}' start the program once each instead of being forked: "
      "{}",
      unit.name(), why);
  os::say(text);
  here.events().write(events::warning{text});
  unit.board().split();
}

forked_unit::forked_unit(unit_session& unit, std::size_t count)
    : unit_(unit), forks_(files_to_separate(unit)), orphans_(::getppid()) {
  prepare_memory_for_forks(unit_.board().is_split() ? 0 : count);
}

bool forked_unit::run(const adapter::case_description& described,
                      marker_list markers) {
  process& here = process::current();
  const double limit_seconds = limit_of(markers);
  const leak_rule rule =
      leak_rule_of(markers, os::variable("PARALLEL_TESTING_LEAK"));
  const std::vector<std::string> tags = take_plain_tags(markers);
  const std::string shown_name = unit_.shown_name_of(described.name);
  directory_ = here.own_directory().empty()
                   ? ""
                   : here.temporaries().make(described.name);
  unit_.begin_forked(described.name);
  here.events().write(
      events::case_start{described.name, described.file, described.line,
                         canonical_texts(markers), tags, shown_name});
  const pid_t self = ::getpid();
  private_label_ = fmt::format("{}-{}", self, ++forked_);
  if (forks_.run(limit_seconds, [&](pid_t child) {
        show_stacks(child, shown_name, limit_seconds);
      })) {
    enter_isolation_of_case(self);
    return true;
  }
  settle(described, shown_name, rule);
  return false;
}

void forked_unit::enter_isolation_of_case(pid_t parent) {
  if (!unit_.isolation().is_needed()) {
    return;
  }
  try {
    unit_.isolation().enter(private_label_);
  } catch (const std::exception& problem) {
    report().fail_process(problem.what());
    throw;
  }
  // A change of credentials resets the signal.
  die_with(parent);
}

/// Ends what the case left behind, or without a launcher, leaves it alone.
/// Returns whether that makes the case fail.
bool forked_unit::end_orphans(const adapter::case_description& described,
                              const std::string& shown_name,
                              const leak_rule& rule) {
  process& here = process::current();
  if (forks_.last().limit_seconds > 0) {
    orphans_.kill();
    return false;
  }
  if (here.came_from() != origin::launched) {
    was_left_alone_ = !orphans_.tolerate();
    return false;
  }
  const std::vector<left_process> left = orphans_.end(rule);
  was_left_alone_ = left.empty();
  for (const left_process& each : left) {
    here.events().write_soon(event_of(each, described.name, ::getpid(), rule));
  }
  const std::string message = message_about_left(left, shown_name, rule.policy);
  if (!message.empty()) {
    os::say(message);
  }
  return !left.empty() && rule.policy == leak_policy::fail;
}

/// What became of the case of the last fork.
void forked_unit::settle(const adapter::case_description& described,
                         const std::string& shown_name, const leak_rule& rule) {
  const forked_end& end = forks_.last();
  process& here = process::current();
  const forked_verdict judged = judge_fork(end);
  const bool has_leaked = end_orphans(described, shown_name, rule);
  const bool has_failed = is_bad(judged.how) || !judged.afterwards.empty();
  if (judged.how == verdict::crash) {
    os::say(fmt::format("'{}' crashed: {}", shown_name, judged.message));
    here.events().write(
        events::case_crash{{described.name, described.file, described.line,
                            ::getpid(), judged.message, shown_name}});
  } else {
    here.events().write_soon(events::case_finish{
        described.name, judged.how, end.duration_ns, judged.message});
  }
  if (judged.how == verdict::timeout) {
    os::say(fmt::format("'{}': {}", shown_name, judged.message));
  }
  unit_.end_forked(end, is_bad(judged.how) ? judged.how
                        : has_failed       ? verdict::fail
                        : has_leaked       ? verdict::leak
                                           : judged.how);
  if (!judged.afterwards.empty()) {
    if (judged.how != verdict::fail) {
      os::say(judged.afterwards);
    }
    here.events().write(
        events::case_failure{described.name, judged.afterwards, ::getpid()});
  }
  if (has_failed || has_leaked) {
    here.test().note_fork_failure(!judged.message.empty() ? judged.message
                                  : !judged.afterwards.empty()
                                      ? judged.afterwards
                                      : "it left processes behind");
    here.test().forget_time();
  } else {
    unit_.note_time(described.name, end.duration_ns);
  }
  const bool keep = (has_failed || has_leaked) && here.config().retention > 0;
  if (!directory_.empty() && was_left_alone_) {
    here.temporaries().settle_for_reuse(directory_, keep);
  } else if (!directory_.empty()) {
    // A process that still runs must not see the files of the next case.
    here.temporaries().settle_one(directory_, keep);
  }
  if (!keep) {
    unit_.isolation().remove(private_label_);
  }
}

void forked_unit::finish() noexcept {
  process::current().temporaries().remove_spare();
}

}  // namespace parallel_testing
