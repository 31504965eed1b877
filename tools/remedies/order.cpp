// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "remedies/wording.hpp"

namespace parallel_testing::tools {

namespace {

bool has_item(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool has_common(const std::vector<std::string>& some,
                const std::vector<std::string>& others) {
  return std::any_of(some.begin(), some.end(), [&](const std::string& each) {
    return has_item(others, each);
  });
}

class orderer {
 public:
  orderer(const observation& of, const sharing& found)
      : of_(of), found_(found) {}

  order_of_tests run() {
    for (std::size_t at = 0; at < found_.shared.size(); ++at) {
      for (const role_conflict& each : found_.shared[at].conflicts) {
        if (each.how == relation::dependence && each.rank == strength::strong) {
          note(at, each);
        }
      }
    }
    for (const auto& [provider, dependents] : after_) {
      add(provider, dependents);
    }
    return std::move(result_);
  }

 private:
  void add(std::size_t provider,
           const std::map<std::size_t, std::size_t>& dependents) {
    suggestion next;
    next.kind = remedy_kind::depends;
    next.tests = {provider};
    std::set<std::size_t> resources;
    for (const auto& [test, resource] : dependents) {
      next.tests.push_back(test);
      resources.insert(resource);
    }
    next.resources.assign(resources.begin(), resources.end());
    const shared_resource& first = found_.shared[*resources.begin()];
    const bool is_one = dependents.size() == 1;
    next.reason = fmt::format("{} test{} what {} leaves in {}: {}",
                              dependents.size(), is_one ? " needs" : "s need",
                              of_.tests[provider].name, short_name(first),
                              evidence_of(first, relation::dependence));
    result_.suggestions.push_back(std::move(next));
  }

  void note(std::size_t resource, const role_conflict& conflict) {
    const shared_resource& shared = found_.shared[resource];
    const role& one = shared.roles[conflict.first];
    const role& other = shared.roles[conflict.second];
    std::set<std::size_t> writers;
    std::set<std::size_t> all(one.tests.begin(), one.tests.end());
    all.insert(other.tests.begin(), other.tests.end());
    for (const role* each : {&one, &other}) {
      if (!each->only_reads) {
        writers.insert(each->tests.begin(), each->tests.end());
      }
    }
    bool is_helped = false;
    for (const std::size_t test : all) {
      const auto next = writers.lower_bound(test);
      const bool can_depend =
          one.only_reads == other.only_reads || writers.count(test) == 0;
      if (next == writers.begin() || !can_depend) {
        continue;
      }
      const std::size_t provider = *std::prev(next);
      result_.tests.insert({test, provider});
      is_helped = true;
      const watched_test& later = of_.tests[test];
      const watched_test& earlier = of_.tests[provider];
      if (!are_ordered(later, earlier) &&
          later.ctest_name != earlier.ctest_name) {
        after_[provider].emplace(test, resource);
      }
    }
    if (!is_helped) {
      advise(resource, conflict, {all.begin(), all.end()});
    }
  }

  void advise(std::size_t resource, const role_conflict& conflict,
              std::vector<std::size_t> tests) {
    suggestion next;
    next.kind = remedy_kind::advice;
    next.tests = std::move(tests);
    next.resources = {resource};
    next.reason = fmt::format(
        "no earlier test prepares {}: let each test prepare it, or let a "
        "fixture do so. {}",
        short_name(found_.shared[resource]), conflict.evidence);
    result_.suggestions.push_back(std::move(next));
    result_.unhelped.push_back(resource);
  }

  const observation& of_;
  const sharing& found_;
  /// For each test, those that run after it, and the resource that they need.
  std::map<std::size_t, std::map<std::size_t, std::size_t>> after_;
  order_of_tests result_;
};

}  // namespace

bool are_ordered(const watched_test& a, const watched_test& b) {
  const auto follows = [](const watched_test& later,
                          const watched_test& earlier) {
    return has_item(later.depends, earlier.ctest_name) ||
           has_common(later.fixtures_required, earlier.fixtures_setup) ||
           has_common(later.fixtures_cleanup, earlier.fixtures_required) ||
           has_common(later.fixtures_cleanup, earlier.fixtures_setup);
  };
  return follows(a, b) || follows(b, a);
}

bool have_lock(const scheduled_test& a, const scheduled_test& b) {
  return has_common(a.exclusive, b.exclusive) ||
         has_common(a.exclusive, b.shared) || has_common(a.shared, b.exclusive);
}

order_of_tests order_dependent_tests(const observation& of,
                                     const sharing& found) {
  return orderer(of, found).run();
}

}  // namespace parallel_testing::tools
