// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/prediction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace parallel_testing::tools {

namespace {

constexpr double nanoseconds = 1e9;
bool runs_alone(const watched_test& test) {
  const auto has = [&test](std::string_view marker) {
    return std::find(test.markers.begin(), test.markers.end(), marker) !=
           test.markers.end();
  };
  return test.runs_serial || has("no_parallel") || has("serial");
}

std::vector<scheduled_test> as_declared(const observation& of) {
  std::vector<scheduled_test> tests;
  std::map<std::string, std::size_t> by_name;
  std::map<std::string, std::vector<std::size_t>> set_ups;
  for (const watched_test& test : of.tests) {
    by_name.emplace(test.ctest_name, tests.size());
    for (const std::string& fixture : test.fixtures_setup) {
      set_ups[fixture].push_back(tests.size());
    }
    tests.push_back(schedule_of(test));
  }
  for (std::size_t at = 0; at < tests.size(); ++at) {
    std::vector<std::size_t>& after = tests[at].after;
    for (const std::string& name : of.tests[at].depends) {
      const auto found = by_name.find(name);
      if (found != by_name.end() && found->second != at) {
        after.push_back(found->second);
      }
    }
    for (const std::string& fixture : of.tests[at].fixtures_required) {
      const std::vector<std::size_t>& before = set_ups[fixture];
      after.insert(after.end(), before.begin(), before.end());
    }
  }
  return tests;
}

/// Adds the orders that a plan suggests.
void add_orders(const remedy_plan& plan, std::vector<scheduled_test>& tests) {
  for (const suggestion& each : plan.suggestions) {
    if (each.kind == remedy_kind::depends) {
      for (std::size_t at = 1; at < each.tests.size(); ++at) {
        tests[each.tests[at]].after.push_back(each.tests.front());
      }
    }
  }
}

std::vector<scheduled_test> with_locks_only(const observation& of,
                                            const sharing& found,
                                            const remedy_plan& plan) {
  std::vector<scheduled_test> tests = as_declared(of);
  const std::vector<scheduled_test> declared = tests;
  add_orders(plan, tests);
  for (std::size_t at = 0; at < found.shared.size(); ++at) {
    const resource_users users = users_of(found.shared[at], declared);
    if (!users.conflict()) {
      continue;
    }
    const std::string lock = fmt::format("resource {}", at);
    for (const std::size_t test : users.exclusive) {
      tests[test].exclusive.push_back(lock);
    }
    for (const std::size_t test : users.shared) {
      tests[test].shared.push_back(lock);
    }
  }
  return tests;
}

std::vector<scheduled_test> with_suggestions(const observation& of,
                                             const remedy_plan& plan) {
  std::vector<scheduled_test> tests = as_declared(of);
  add_orders(plan, tests);
  for (const suggestion& each : plan.suggestions) {
    const bool locks = each.kind == remedy_kind::lock ||
                       each.kind == remedy_kind::port ||
                       each.kind == remedy_kind::database;
    for (const std::size_t test : each.tests) {
      scheduled_test& next = tests[test];
      if (each.kind == remedy_kind::no_parallel) {
        next.is_alone = true;
      } else if (locks) {
        (is_shared_marker(each.marker) ? next.shared : next.exclusive)
            .push_back(lock_of_marker(each.marker));
      }
    }
  }
  return tests;
}

}  // namespace

bool is_shared_marker(std::string_view marker) {
  constexpr std::string_view ending = ":shared";
  return marker.size() > ending.size() &&
         marker.substr(marker.size() - ending.size()) == ending;
}

std::string lock_of_marker(std::string_view marker) {
  if (is_shared_marker(marker)) {
    marker = marker.substr(0, marker.rfind(':'));
  }
  constexpr std::string_view prefix = "lock:";
  if (marker.substr(0, prefix.size()) == prefix) {
    marker.remove_prefix(prefix.size());
  }
  return std::string(marker);
}

scheduled_test schedule_of(const watched_test& test) {
  scheduled_test result;
  result.seconds =
      static_cast<double>(test.duration_ns) / nanoseconds_per_second;
  result.exclusive = test.locks;
  result.is_alone = runs_alone(test);
  for (const std::string& marker : test.markers) {
    if (is_shared_marker(marker)) {
      result.shared.push_back(lock_of_marker(marker));
    }
  }
  return result;
}

resource_users users_of(const shared_resource& resource,
                        const std::vector<scheduled_test>& schedules) {
  std::set<std::size_t> exclusive;
  std::set<std::size_t> shared;
  for (const role_conflict& each : resource.conflicts) {
    if (each.how != relation::collision || each.rank != strength::strong) {
      continue;
    }
    for (const std::size_t at : {each.first, each.second}) {
      const role& role = resource.roles[at];
      auto& tests = role.only_reads ? shared : exclusive;
      tests.insert(role.tests.begin(), role.tests.end());
    }
  }
  resource_users users;
  for (const std::size_t test : exclusive) {
    if (!schedules[test].is_alone) {
      users.exclusive.push_back(test);
    }
  }
  for (const std::size_t test : shared) {
    if (!schedules[test].is_alone && exclusive.count(test) == 0) {
      users.shared.push_back(test);
    }
  }
  return users;
}

std::vector<forecast> predict(const observation& of, const sharing& found,
                              const remedy_plan& plan) {
  const std::vector<scheduled_test> unsafe = as_declared(of);
  const std::vector<scheduled_test> locks_only =
      with_locks_only(of, found, plan);
  const std::vector<scheduled_test> suggested = with_suggestions(of, plan);
  const bottleneck limit = bottleneck_of(suggested);
  constexpr double tolerance = 1.001;
  std::vector<forecast> forecasts;
  for (const int jobs : {2, 4, 8}) {
    forecast next;
    next.jobs = jobs;
    next.locks_only = time_of(locks_only, jobs);
    next.suggested = time_of(suggested, jobs);
    next.unsafe = time_of(unsafe, jobs);
    if (next.suggested <= limit.seconds * tolerance) {
      next.limited_by = limit.cause;
    }
    forecasts.push_back(next);
  }
  return forecasts;
}

}  // namespace parallel_testing::tools
