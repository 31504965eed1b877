// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/kept_apart.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include "lib/src/base/text.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

constexpr std::size_t bits = 64;

bool have_common(const std::vector<std::string>& some,
                 const std::vector<std::string>& others) {
  auto one = some.begin();
  auto other = others.begin();
  while (one != some.end() && other != others.end()) {
    if (*one == *other) {
      return true;
    }
    if (*one < *other) {
      ++one;
    } else {
      ++other;
    }
  }
  return false;
}

void sort_without_duplicates(std::vector<std::string>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

/// Whether the test waits for another test. One for which another test waits
/// does not: that one knows.
bool is_ordered(const watched_test& test) {
  return !test.depends.empty() || !test.fixtures_required.empty() ||
         !test.fixtures_cleanup.empty();
}

/// An order between tests and the set-ups and ends of fixtures, which are nodes
/// like tests. The edges are as many as the properties, not as the pairs.
class order {
 public:
  using test_set = std::vector<std::uint64_t>;

  explicit order(const observation& of)
      : count_(of.tests.size()), awaited_(of.tests.size()) {
    for (std::size_t at = 0; at < count_; ++at) {
      by_name_[of.tests[at].ctest_name].push_back(at);
    }
    for (std::size_t at = 0; at < count_; ++at) {
      add(of.tests[at], at);
    }
    sets_.resize(awaited_.size());
    states_.resize(awaited_.size(), progress::untouched);
  }

  std::shared_ptr<const test_set> before(std::size_t test) {
    std::vector<std::size_t> path{test};
    while (!path.empty()) {
      const std::size_t node = path.back();
      const bool is_new = states_[node] == progress::untouched;
      states_[node] = is_new ? progress::started : states_[node];
      bool waits = false;
      for (const std::size_t each : awaited_[node]) {
        // One that was started is part of a circle, which CTest refuses.
        if (states_[each] == progress::untouched) {
          path.push_back(each);
          waits = true;
        }
      }
      if (!waits) {
        if (states_[node] != progress::done) {
          unite(node);
        }
        path.pop_back();
      }
    }
    return sets_[test];
  }

 private:
  enum class progress { untouched, started, done };

  void add(const watched_test& test, std::size_t at) {
    for (const std::string& each : test.depends) {
      if (const auto found = by_name_.find(each); found != by_name_.end()) {
        for (const std::size_t other : found->second) {
          if (other != at) {
            awaited_[at].push_back(other);
          }
        }
      }
    }
    for (const std::string& each : test.fixtures_setup) {
      add_edge(set_up_of(each), at);
    }
    for (const std::string& each : test.fixtures_required) {
      add_edge(at, set_up_of(each));
      add_edge(end_of(each), at);
    }
    for (const std::string& each : test.fixtures_cleanup) {
      add_edge(at, end_of(each));
    }
  }

  void add_edge(std::size_t from, std::size_t awaited) {
    awaited_[from].push_back(awaited);
  }

  std::size_t set_up_of(const std::string& fixture) {
    return node(set_ups_, fixture);
  }

  std::size_t end_of(const std::string& fixture) {
    const std::size_t known = ends_.size();
    const std::size_t result = node(ends_, fixture);
    if (ends_.size() > known) {
      add_edge(result, set_up_of(fixture));
    }
    return result;
  }

  std::size_t node(std::unordered_map<std::string, std::size_t>& nodes,
                   const std::string& name) {
    const auto [found, is_new] = nodes.emplace(name, awaited_.size());
    if (is_new) {
      awaited_.emplace_back();
    }
    return found->second;
  }

  void unite(std::size_t node) {
    states_[node] = progress::done;
    const std::vector<std::size_t>& awaited = awaited_[node];
    if (awaited.empty()) {
      return;
    }
    // The tests of one fixture share one set.
    if (awaited.size() == 1 && awaited.front() >= count_) {
      sets_[node] = sets_[awaited.front()];
      return;
    }
    test_set all((count_ + bits - 1) / bits);
    for (const std::size_t each : awaited) {
      if (each < count_) {
        all[each / bits] |= std::uint64_t{1} << (each % bits);
      }
      if (sets_[each]) {
        for (std::size_t at = 0; at < all.size(); ++at) {
          all[at] |= (*sets_[each])[at];
        }
      }
    }
    sets_[node] = std::make_shared<const test_set>(std::move(all));
  }

  std::size_t count_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_name_;
  std::unordered_map<std::string, std::size_t> set_ups_;
  std::unordered_map<std::string, std::size_t> ends_;
  std::vector<std::vector<std::size_t>> awaited_;
  std::vector<std::shared_ptr<const test_set>> sets_;
  std::vector<progress> states_;
};

}  // namespace

kept_apart::kept_apart(const observation& of) {
  std::vector<std::size_t> all(of.tests.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  add(of, all);
}

kept_apart::kept_apart(const observation& of,
                       const std::vector<std::size_t>& tests) {
  add(of, tests);
}

void kept_apart::add(const observation& of,
                     const std::vector<std::size_t>& tests) {
  class_of_test_.resize(of.tests.size());
  before_.resize(of.tests.size());
  std::map<lock_class, std::size_t> known;
  bool has_orders = false;
  for (const std::size_t at : tests) {
    const watched_test& test = of.tests.at(at);
    const auto [found, is_new] = known.emplace(class_of(test), known.size());
    if (is_new) {
      classes_.push_back(found->first);
    }
    class_of_test_[at] = found->second;
    has_orders = has_orders || is_ordered(test);
  }
  if (!has_orders) {
    return;
  }
  // Of all tests and from the first one on: in a circle, which CTest refuses,
  // the result depends on where the search begins.
  order orders(of);
  for (std::size_t at = 0; at < of.tests.size(); ++at) {
    before_[at] = orders.before(at);
  }
}

bool kept_apart::operator()(std::size_t first, std::size_t second) const {
  return classes_exclude(class_of_test_.at(first), class_of_test_.at(second)) ||
         one_awaits_other(first, second);
}

std::optional<std::pair<std::size_t, std::size_t>> kept_apart::first_pair(
    const std::vector<std::size_t>& some,
    const std::vector<std::size_t>& others) const {
  // Lists of one class are left out as a whole: ten thousand tests with one
  // lock are fifty million pairs.
  std::vector<std::size_t> classes;
  std::map<std::size_t, std::vector<std::size_t>> by_class;
  for (const std::size_t each : others) {
    std::vector<std::size_t>& list = by_class[class_of_test_.at(each)];
    if (list.empty()) {
      classes.push_back(class_of_test_[each]);
    }
    list.push_back(each);
  }
  for (const std::size_t one : some) {
    for (const std::size_t each : classes) {
      if (classes_exclude(class_of_test_.at(one), each)) {
        continue;
      }
      for (const std::size_t other : by_class[each]) {
        if (one != other && !one_awaits_other(one, other)) {
          return std::pair{one, other};
        }
      }
    }
  }
  return std::nullopt;
}

bool kept_apart::classes_exclude(std::size_t first, std::size_t second) const {
  const lock_class& one = classes_[first];
  const lock_class& other = classes_[second];
  return one.runs_serial || other.runs_serial ||
         have_common(one.exclusive, other.exclusive) ||
         have_common(one.exclusive, other.shared) ||
         have_common(one.shared, other.exclusive);
}

bool kept_apart::one_awaits_other(std::size_t first, std::size_t second) const {
  const auto holds = [](const std::shared_ptr<const test_set>& set,
                        std::size_t test) {
    return set && ((*set)[test / bits] >> (test % bits) & 1) != 0;
  };
  return holds(before_[first], second) || holds(before_[second], first);
}

/// RESOURCE_LOCK has what `lock:g` excludes as `g`; a test with
/// `lock:g:shared` has one slot of a resource group instead.
kept_apart::lock_class kept_apart::class_of(const watched_test& test) {
  lock_class result;
  result.runs_serial = test.runs_serial;
  result.exclusive = test.locks;
  for (const std::string& each : test.markers) {
    if (each == "no_parallel" || each == "serial") {
      result.runs_serial = true;
      continue;
    }
    const std::vector<std::string_view> parts = split(each, ':');
    if (parts.size() < 2) {
      continue;
    }
    const bool is_lock = parts[0] == "lock" || parts[0] == "no_parallel";
    const std::string name(parts[1]);
    const std::string key = is_lock ? name : std::string(parts[0]) + ":" + name;
    const bool is_shared = parts.size() > 2 && parts[2] == "shared";
    if (is_lock || parts[0] == "database") {
      (is_shared ? result.shared : result.exclusive).push_back(key);
    } else if (parts[0] == "port") {
      result.exclusive.push_back(key);
    }
  }
  sort_without_duplicates(result.exclusive);
  sort_without_duplicates(result.shared);
  return result;
}

}  // namespace parallel_testing::tools::sharing_rules
