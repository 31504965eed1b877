// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Walks through everything two processes can do that take the locks of a
// suite and of its cases, and looks for a state in which both wait.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "markers/lock_plan.hpp"
#include "support/marker_examples.hpp"

namespace parallel_testing {
namespace {

struct step {
  enum kind { take, give } does;
  lock_request what;
};
using program = std::vector<step>;

/// A suite and its cases as markers, and what the runtime does for them.
struct suite {
  std::vector<std::string> markers;
  std::vector<std::vector<std::string>> cases;
};

bool covers(const lock_requests& held, const lock_request& wanted) {
  return std::any_of(held.begin(), held.end(), [&](const lock_request& each) {
    return each.key == wanted.key &&
           (each.mode == wanted.mode || each.mode == lock_mode::exclusive);
  });
}

void add_steps(program& steps, step::kind does, const lock_requests& locks,
               const lock_requests& held) {
  for (const lock_request& each : locks) {
    if (!covers(held, each)) steps.push_back({does, each});
  }
}

/// Follows lock_table: what is held already is not taken again.
program program_of(const suite& given) {
  std::vector<lock_requests> cases;
  for (std::vector<std::string> markers : given.cases) {
    markers.insert(markers.end(), given.markers.begin(), given.markers.end());
    cases.push_back(locks_of(parsed(markers)));
  }
  const lock_requests of_suite =
      plan_suite(locks_of(parsed(given.markers)), cases);
  program steps;
  add_steps(steps, step::take, of_suite, {});
  for (const lock_requests& wanted : cases) {
    add_steps(steps, step::take, wanted, of_suite);
    add_steps(steps, step::give, wanted, of_suite);
  }
  add_steps(steps, step::give, of_suite, {});
  return steps;
}

lock_requests held_after(const program& steps, std::size_t count) {
  lock_requests held;
  for (std::size_t at = 0; at < count; ++at) {
    if (steps[at].does == step::take) {
      held.push_back(steps[at].what);
    } else {
      held.erase(std::find(held.begin(), held.end(), steps[at].what));
    }
  }
  return held;
}

bool conflicts(const lock_requests& held, const lock_request& wanted) {
  return std::any_of(held.begin(), held.end(), [&](const lock_request& each) {
    return each.key == wanted.key && (each.mode == lock_mode::exclusive ||
                                      wanted.mode == lock_mode::exclusive);
  });
}

/// Whether the next step of `moving` has to wait for the other or for itself.
bool waits(const program& moving, std::size_t at, const program& other,
           std::size_t other_at) {
  const step& next = moving[at];
  return next.does == step::take &&
         (conflicts(held_after(other, other_at), next.what) ||
          conflicts(held_after(moving, at), next.what));
}

using state = std::array<std::size_t, 2>;

/// True when some order of events leads to a state nobody can leave.
bool can_get_stuck(const program& one, const program& two) {
  std::set<state> seen;
  std::vector<state> open = {{0, 0}};
  while (!open.empty()) {
    const state now = open.back();
    open.pop_back();
    if (!seen.insert(now).second) continue;
    const bool one_moves =
        now[0] < one.size() && !waits(one, now[0], two, now[1]);
    const bool two_moves =
        now[1] < two.size() && !waits(two, now[1], one, now[0]);
    if (one_moves) open.push_back({now[0] + 1, now[1]});
    if (two_moves) open.push_back({now[0], now[1] + 1});
    const bool is_end = now[0] == one.size() && now[1] == two.size();
    if (!one_moves && !two_moves && !is_end) return true;
  }
  return false;
}

/// All lists of at most two of these, which meet in key and mode.
std::vector<std::vector<std::string>> some_markers() {
  const std::vector<std::string> known = {"no_parallel", "database:a", "lock:b",
                                          "lock:b:shared", "port:1"};
  std::vector<std::vector<std::string>> lists = {{}};
  for (std::size_t a = 0; a < known.size(); ++a) {
    lists.push_back({known[a]});
    for (std::size_t b = a + 1; b < known.size(); ++b) {
      lists.push_back({known[a], known[b]});
    }
  }
  return lists;
}

TEST(lock_order, C28_no_two_suites_can_wait_for_each_other) {
  std::set<std::string> described;
  std::vector<program> programs;
  for (const auto& of_suite : some_markers()) {
    for (const auto& first : some_markers()) {
      for (const auto& second :
           {std::vector<std::string>{}, {"no_parallel"}, {"database:a"}}) {
        program steps = program_of({of_suite, {first, second}});
        std::string text;
        for (const step& each : steps) {
          text += each.does == step::take ? "+" : "-";
          text += each.what.key;
          text += each.what.mode == lock_mode::shared ? "? " : " ";
        }
        if (described.insert(text).second) programs.push_back(steps);
      }
    }
  }
  ASSERT_GT(programs.size(), 50U);
  for (const program& one : programs) {
    for (const program& two : programs) {
      ASSERT_FALSE(can_get_stuck(one, two));
    }
  }
}

TEST(lock_order, the_walk_finds_a_circle_when_there_is_one) {
  const lock_request a = {"lock:a"};
  const lock_request b = {"lock:b"};
  const program one = {
      {step::take, a}, {step::take, b}, {step::give, a}, {step::give, b}};
  const program two = {
      {step::take, b}, {step::take, a}, {step::give, a}, {step::give, b}};
  EXPECT_TRUE(can_get_stuck(one, two));
  EXPECT_FALSE(can_get_stuck(one, one));
}

TEST(lock_order, every_step_of_a_suite_goes_up_in_the_global_order) {
  for (const auto& of_suite : some_markers()) {
    for (const auto& of_case : some_markers()) {
      const program steps = program_of({of_suite, {of_case}});
      for (std::size_t at = 0; at < steps.size(); ++at) {
        if (steps[at].does == step::give) continue;
        for (const lock_request& held : held_after(steps, at)) {
          ASSERT_TRUE(comes_before(held.key, steps[at].what.key))
              << held.key << " is held before " << steps[at].what.key;
        }
      }
    }
  }
}

}  // namespace
}  // namespace parallel_testing
