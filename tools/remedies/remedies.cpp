// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/remedies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "remedies/isolation.hpp"
#include "remedies/lock_names.hpp"
#include "remedies/order.hpp"
#include "remedies/prediction.hpp"
#include "remedies/private_directory.hpp"
#include "remedies/uses.hpp"
#include "remedies/wording.hpp"

namespace parallel_testing::tools {

namespace {

using observed::resource_kind;

/// Of more users, only those that one lock keeps apart are recognized.
constexpr std::size_t most_compared = 400;

/// "the clock", "the host name" or both; "" for a test that sets neither.
std::string state_set_by(const watched_test& test) {
  bool sets_clock = false;
  bool sets_name = false;
  for (const touched_resource& each : test.record.resources) {
    const bool is_set = each.what.seen_by == observed::scope::machine &&
                        std::any_of(each.touches.begin(), each.touches.end(),
                                    [](const observed::touch& touch) {
                                      return touch.how == observed::use::set;
                                    });
    sets_clock =
        sets_clock || (is_set && each.what.kind == resource_kind::clock);
    sets_name =
        sets_name || (is_set && each.what.kind == resource_kind::host_name);
  }
  if (sets_clock && sets_name) {
    return "the clock and the host name";
  }
  return sets_clock ? "the clock" : sets_name ? "the host name" : "";
}

/// Chooses the remedies of one observation.
class chooser {
 public:
  chooser(const observation& of, const sharing& found, const abilities& here)
      : of_(of), found_(found), here_(here), uses_(of) {
    for (const watched_test& test : of.tests) {
      schedules_.push_back(schedule_of(test));
    }
  }

  remedy_plan choose() {
    for (const watched_test& test : of_.tests) {
      plan_.serial_s +=
          static_cast<double>(test.duration_ns) / nanoseconds_per_second;
    }
    order_of_tests orders = order_dependent_tests(of_, found_);
    plan_.suggestions = std::move(orders.suggestions);
    plan_.unhelped = std::move(orders.unhelped);
    dependent_ = std::move(orders.tests);
    find_users();
    run_alone();
    use_private_directories();
    use_private_tmpdir();
    isolate_all();
    use_ports_and_databases();
    use_locks();
    std::stable_sort(plan_.suggestions.begin(), plan_.suggestions.end(),
                     [](const suggestion& a, const suggestion& b) {
                       return a.kind < b.kind;
                     });
    plan_.forecasts = predict(of_, found_, plan_);
    return std::move(plan_);
  }

 private:
  struct problem {
    std::size_t resource = 0;
    resource_users users{};
    bool is_solved = false;
  };

  [[nodiscard]] const observed::resource& what(const problem& of) const {
    return found_.shared[of.resource].what;
  }

  [[nodiscard]] bool are_apart(std::size_t a, std::size_t b) const {
    const watched_test& first = of_.tests[a];
    const watched_test& second = of_.tests[b];
    // CTest runs the cases of one test in one process.
    const bool is_one_test = first.ctest_name == second.ctest_name;
    return is_one_test || schedules_[a].is_alone || schedules_[b].is_alone ||
           have_lock(schedules_[a], schedules_[b]) ||
           are_ordered(first, second);
  }

  /// Whether no two of the users can run at the same time as they are.
  [[nodiscard]] bool are_all_apart(const resource_users& users) const {
    const std::vector<std::size_t> all = users.all();
    if (all.size() > most_compared) {
      // Comparing each with one is enough to find a lock that all have.
      return std::all_of(all.begin(), all.end(), [&](std::size_t each) {
        return each == users.exclusive.front() ||
               have_lock(schedules_[each], schedules_[users.exclusive.front()]);
      });
    }
    for (const std::size_t a : users.exclusive) {
      for (const std::size_t b : all) {
        if (a != b && !are_apart(a, b)) {
          return false;
        }
      }
    }
    return true;
  }

  void find_users() {
    for (std::size_t at = 0; at < found_.shared.size(); ++at) {
      problem next{at, users_of(found_.shared[at], schedules_)};
      if (next.users.conflict() && !are_all_apart(next.users)) {
        problems_.push_back(std::move(next));
      }
    }
  }

  suggestion& suggest(remedy_kind kind, std::vector<std::size_t> tests,
                      std::vector<std::size_t> resources,
                      std::string marker = "") {
    suggestion next;
    next.kind = kind;
    next.tests = std::move(tests);
    next.marker = std::move(marker);
    next.resources = std::move(resources);
    next.reason = reason_for(found_, next.tests.size(), next.resources);
    plan_.suggestions.push_back(std::move(next));
    return plan_.suggestions.back();
  }

  // No parallel -----------------------------------------------------------

  void run_alone() {
    std::map<std::size_t, std::set<std::size_t>> tests;
    for (problem& each : problems_) {
      const resource_kind kind = what(each).kind;
      if (kind != resource_kind::process && kind != resource_kind::host_name &&
          kind != resource_kind::clock) {
        continue;
      }
      each.is_solved = true;
      for (const std::size_t test : each.users.exclusive) {
        tests[test].insert(each.resource);
      }
    }
    std::map<std::set<std::size_t>, std::vector<std::size_t>> groups;
    for (const auto& [test, resources] : tests) {
      groups[resources].push_back(test);
      schedules_[test].is_alone = true;
    }
    for (const auto& [resources, group] : groups) {
      suggest(remedy_kind::no_parallel, group,
              {resources.begin(), resources.end()}, "no_parallel");
    }
    run_alone_what_sets_the_machine();
    if (plan_.suggestions.empty()) {
      return;
    }
    for (problem& each : problems_) {
      leave_out(each,
                [this](std::size_t test) { return schedules_[test].is_alone; });
    }
  }

  /// A test that sets the clock or the host name disturbs each test that reads
  /// it, which is not visible: no second test has to set it.
  void run_alone_what_sets_the_machine() {
    std::map<std::string, std::vector<std::size_t>> groups;
    for (std::size_t test = 0; test < of_.tests.size(); ++test) {
      const std::string state = state_set_by(of_.tests[test]);
      if (!state.empty() && !schedules_[test].is_alone) {
        groups[state].push_back(test);
        schedules_[test].is_alone = true;
      }
    }
    for (auto& [state, tests] : groups) {
      suggestion next;
      next.kind = remedy_kind::no_parallel;
      next.marker = "no_parallel";
      next.reason =
          fmt::format("{} test{} {}, which all other tests see", tests.size(),
                      tests.size() == 1 ? " sets" : "s set", state);
      next.tests = std::move(tests);
      plan_.suggestions.push_back(std::move(next));
    }
  }

  /// Removes users from a problem, which may solve it.
  template <class Predicate>
  void leave_out(problem& from, Predicate is_out) {
    for (auto* list : {&from.users.exclusive, &from.users.shared}) {
      list->erase(std::remove_if(list->begin(), list->end(), is_out),
                  list->end());
    }
    from.is_solved =
        from.is_solved || !from.users.conflict() || are_all_apart(from.users);
  }

  // Private directories ---------------------------------------------------

  [[nodiscard]] const std::string& home_of(std::size_t test) const {
    return of_.tests[test].record.head.working_directory;
  }

  /// Whether the test uses the name, and what is in a directory of that name,
  /// only by paths that start in its working directory.
  [[nodiscard]] bool uses_relatively(const std::string& name,
                                     std::size_t test) const {
    if (!is_in(name, home_of(test))) {
      return false;
    }
    const touched_resource* touched = uses_.of_test(name, test);
    if (touched && name == home_of(test)) {
      // Its program and libraries may also be there.
      return is_used_relatively(touched->what);
    }
    bool has_some = false;
    for (const touched_resource& each : of_.tests[test].record.resources) {
      if (has_path(each.what) && is_in(each.what.canonical, name)) {
        has_some = true;
        if (!is_used_relatively(each.what)) {
          return false;
        }
      }
    }
    return has_some;
  }

  void use_private_directories() {
    std::map<std::size_t, bool> fits;
    const auto can_move = [&](std::size_t test) {
      const auto known = fits.find(test);
      if (known != fits.end()) {
        return known->second;
      }
      const bool is_needed = dependent_.count(test) > 0;
      const bool result = !is_needed &&
                          may_have(test, remedy_kind::private_directory) &&
                          fits_private_directory(of_, uses_, test);
      fits.emplace(test, result);
      return result;
    };
    // By target too, because a call names one.
    std::map<std::pair<std::string, std::string>,
             std::pair<std::set<std::size_t>, std::set<std::size_t>>>
        groups;
    std::set<std::size_t> moved;
    for (problem& each : problems_) {
      if (each.is_solved || !has_path(what(each))) {
        continue;
      }
      const std::string& name = what(each).canonical;
      std::set<std::size_t> out;
      for (const std::size_t test : each.users.all()) {
        if (uses_relatively(name, test) && can_move(test)) {
          out.insert(test);
        }
      }
      if (out.empty()) {
        continue;
      }
      for (const std::size_t test : out) {
        auto& group = groups[{of_.tests[test].target, home_of(test)}];
        group.first.insert(test);
        group.second.insert(each.resource);
      }
      moved.insert(out.begin(), out.end());
      leave_out(each, [&](std::size_t test) { return out.count(test) > 0; });
    }
    for (const auto& [key, group] : groups) {
      const std::vector<std::size_t> tests(group.first.begin(),
                                           group.first.end());
      suggestion& next = suggest(remedy_kind::private_directory, tests,
                                 {group.second.begin(), group.second.end()});
      next.visible_files = visible_files(of_, uses_, tests);
      next.empty_directories =
          empty_directories(of_, uses_, tests, next.visible_files);
    }
  }

  // Isolation ---------------------------------------------------------------

  void use_private_tmpdir() {
    const auto is_in_tmpdir = [this](const problem& each) {
      const std::string& path = what(each).canonical;
      const std::vector<std::size_t> all = each.users.all();
      return has_path(what(each)) &&
             std::all_of(all.begin(), all.end(), [&](std::size_t test) {
               const std::string& tmpdir = of_.tests[test].record.head.tmpdir;
               return tmpdir != "/tmp" &&
                      may_have(test, remedy_kind::private_tmpdir) &&
                      is_in(path, tmpdir) && path != tmpdir &&
                      fits_empty_directory(of_, uses_, tmpdir, test);
             });
    };
    collect(remedy_kind::private_tmpdir, "supervised", is_in_tmpdir);
  }

  /// Whether the test did not fail with this remedy.
  [[nodiscard]] bool may_have(std::size_t test, remedy_kind kind) const {
    return here_.refused.count({of_.tests[test].ctest_name, kind}) == 0;
  }

  void isolate_all() {
    const auto all_fit = [](const problem& each, auto fits) {
      const std::vector<std::size_t> all = each.users.all();
      return std::all_of(all.begin(), all.end(), fits);
    };
    if (here_.isolates_tmp) {
      collect(
          remedy_kind::isolate_tmp, "isolate:tmp", [&](const problem& each) {
            const std::string& path = what(each).canonical;
            return has_path(what(each)) && all_fit(each, [&](std::size_t test) {
                     return may_have(test, remedy_kind::isolate_tmp) &&
                            is_hidden_by_private_tmp(of_, path, test) &&
                            fits_private_tmp(of_, uses_, test);
                   });
          });
    }
    if (here_.isolates_network) {
      collect(remedy_kind::isolate_network, "isolate:network",
              [&](const problem& each) {
                const bool is_address =
                    what(each).kind == resource_kind::port ||
                    what(each).kind == resource_kind::abstract_socket;
                return is_address && !is_database(each) &&
                       all_fit(each, [&](std::size_t test) {
                         return may_have(test, remedy_kind::isolate_network) &&
                                fits_network(of_.tests[test].record);
                       });
              });
    }
    if (here_.isolates_ipc) {
      collect(
          remedy_kind::isolate_ipc, "isolate:ipc", [&](const problem& each) {
            return is_ipc(what(each)) && all_fit(each, [&](std::size_t test) {
                     return may_have(test, remedy_kind::isolate_ipc) &&
                            fits_ipc(of_.tests[test].record);
                   });
          });
    }
  }

  /// One suggestion for all problems that `is_solved` accepts.
  template <class Predicate>
  void collect(remedy_kind kind, const std::string& marker,
               Predicate is_solved) {
    std::set<std::size_t> tests;
    std::set<std::size_t> resources;
    for (problem& each : problems_) {
      if (each.is_solved || !is_solved(each)) {
        continue;
      }
      each.is_solved = true;
      const std::vector<std::size_t> all = each.users.all();
      tests.insert(all.begin(), all.end());
      resources.insert(each.resource);
    }
    if (tests.empty()) {
      return;
    }
    suggestion& next = suggest(kind, {tests.begin(), tests.end()},
                               {resources.begin(), resources.end()}, marker);
    if (kind != remedy_kind::private_tmpdir) {
      next.degradation = fmt::format(
          "on a machine that does not allow it, these tests take turns (lock "
          "'{}')",
          marker);
    }
  }

  // Locks -------------------------------------------------------------------

  [[nodiscard]] bool is_database(const problem& each) const {
    return found_.shared[each.resource].kind == category::database;
  }

  void use_ports_and_databases() {
    std::map<std::int64_t,
             std::pair<std::set<std::size_t>, std::set<std::size_t>>>
        ports;
    std::set<std::string> names;
    for (problem& each : problems_) {
      if (each.is_solved) {
        continue;
      }
      if (is_database(each)) {
        use_database(each, names);
      } else if (what(each).kind == resource_kind::port &&
                 what(each).port > 0) {
        each.is_solved = true;
        auto& [tests, resources] = ports[what(each).port];
        const std::vector<std::size_t> all = each.users.all();
        tests.insert(all.begin(), all.end());
        resources.insert(each.resource);
      }
    }
    for (const auto& [port, users] : ports) {
      suggest(remedy_kind::port, {users.first.begin(), users.first.end()},
              {users.second.begin(), users.second.end()},
              fmt::format("port:{}", port));
    }
  }

  void use_database(problem& each, std::set<std::string>& names) {
    each.is_solved = true;
    const shared_resource& resource = found_.shared[each.resource];
    std::string name = name_part(resource.database);
    if (name.empty()) {
      name = name_part(std::string(last_part(resource.what.canonical)));
    }
    if (names.count(name) > 0 && resource.what.port > 0) {
      name += fmt::format("-{}", resource.what.port);
    }
    const std::string base = name;
    for (int number = 2; !names.insert(name).second; ++number) {
      name = fmt::format("{}-{}", base, number);
    }
    add_locks(remedy_kind::database, "database:" + name, each.users,
              {each.resource});
    suggestion& advice =
        suggest(remedy_kind::advice, each.users.all(), {each.resource});
    advice.reason = fmt::format(
        "if the program takes the name of its database or schema from the "
        "environment, derive it from PARALLEL_TESTING_WORKER (in C++, "
        "schema_name() or database_name()): tests of {} then need no lock",
        short_name(resource));
  }

  void add_locks(remedy_kind kind, const std::string& marker,
                 const resource_users& users,
                 const std::vector<std::size_t>& resources) {
    const std::string reason =
        reason_for(found_, users.all().size(), resources);
    suggest(kind, users.exclusive, resources, marker).reason = reason;
    if (!users.shared.empty()) {
      suggest(kind, users.shared, resources, marker + ":shared").reason =
          reason;
    }
  }

  void use_locks() {
    std::vector<locked_resource> locked;
    for (problem& each : problems_) {
      if (!each.is_solved) {
        each.is_solved = true;
        locked.push_back({each.resource, each.users});
      }
    }
    for (const named_lock& lock : name_locks(found_, locked)) {
      add_locks(remedy_kind::lock, "lock:" + lock.name, lock.users,
                lock.resources);
    }
    advise_about_home(locked);
  }

  /// Whether the program has the name from the variable HOME or from the entry
  /// of the user (getpwuid) is not visible, so a private HOME is advice only.
  void advise_about_home(const std::vector<locked_resource>& locked) {
    std::set<std::size_t> tests;
    std::set<std::size_t> resources;
    for (const locked_resource& each : locked) {
      const observed::resource& its = found_.shared[each.resource].what;
      const bool is_of_project =
          is_in(its.canonical, of_.build) || is_in(its.canonical, of_.source);
      if (its.where == observed::place::home && !is_of_project) {
        const std::vector<std::size_t> all = each.users.all();
        tests.insert(all.begin(), all.end());
        resources.insert(each.resource);
      }
    }
    if (tests.empty()) {
      return;
    }
    suggestion& advice =
        suggest(remedy_kind::advice, {tests.begin(), tests.end()},
                {resources.begin(), resources.end()});
    advice.reason = fmt::format(
        "if the programs find {} by the variable HOME, give each of these "
        "tests a private HOME (the property ENVIRONMENT): they then need no "
        "lock",
        short_name(found_.shared[*resources.begin()]));
  }

  const observation& of_;
  const sharing& found_;
  const abilities& here_;
  all_uses uses_;
  std::vector<scheduled_test> schedules_;
  std::vector<problem> problems_;
  /// Tests that need what others leave, and those others.
  std::set<std::size_t> dependent_;
  remedy_plan plan_;
};

}  // namespace

remedy_plan choose_remedies(const observation& of, const sharing& found,
                            const abilities& here) {
  return chooser(of, found, here).choose();
}

}  // namespace parallel_testing::tools
