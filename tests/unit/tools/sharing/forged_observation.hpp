// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Observations that no watcher made, and what is concluded from them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "sharing/sharing.hpp"

namespace parallel_testing::tools {

/// One kind of use, with the state before it.
struct forged_use {
  observed::use how;
  observed::state before = observed::state::file;
  std::int64_t count = 1;
  std::int64_t truncations = 0;
  std::int64_t trials = 0;
};

struct forged_uses {
  std::vector<forged_use> all;

  forged_uses(std::initializer_list<forged_use> uses) : all(uses) {}
  forged_uses(const forged_use& one) : all{one} {}
  template <std::size_t Count>
  forged_uses(const std::array<forged_use, Count>& uses)
      : all(uses.begin(), uses.end()) {}
};

inline constexpr forged_use reads{observed::use::read};
inline constexpr forged_use finds{observed::use::probe};
inline constexpr forged_use finds_nothing{observed::use::probe_absent,
                                          observed::state::absent};
inline constexpr forged_use removes{observed::use::remove};
inline constexpr forged_use removes_what_is_not_there{observed::use::remove,
                                                      observed::state::absent};
/// open(2) that creates and empties the file.
inline constexpr std::array<forged_use, 2> writes_new{
    {{observed::use::write, observed::state::absent, 1, 1},
     {observed::use::create, observed::state::absent}}};
/// The same where it is there already.
inline constexpr std::array<forged_use, 2> writes_again{
    {{observed::use::write, observed::state::file, 1, 1},
     {observed::use::create, observed::state::file}}};
inline constexpr forged_use changes_in_place{observed::use::write};
inline constexpr forged_use appends{observed::use::append};
inline constexpr forged_use locks_exclusively{observed::use::lock_exclusive};
inline constexpr forged_use locks_with_others{observed::use::lock_shared};
inline constexpr forged_use tries_lock{observed::use::lock_exclusive,
                                       observed::state::file, 1, 0, 1};
inline constexpr forged_use tries_lock_with_others{
    observed::use::lock_shared, observed::state::file, 1, 0, 1};

inline constexpr forged_use makes_directory{observed::use::create,
                                            observed::state::absent};
inline constexpr forged_use makes_directory_again{observed::use::create,
                                                  observed::state::directory};
inline constexpr forged_use lists{observed::use::list,
                                  observed::state::directory};
inline constexpr forged_use removes_directory{observed::use::remove,
                                              observed::state::directory};

/// Both in this order.
inline forged_uses operator+(const forged_uses& one, const forged_uses& other) {
  forged_uses result = one;
  result.all.insert(result.all.end(), other.all.begin(), other.all.end());
  return result;
}

/// Adds what a test touches, in this order.
class forged_test {
 public:
  forged_test(observation& of, std::size_t at) : of_(of), at_(at) {}

  watched_test& operator*() const { return of_.tests[at_]; }
  watched_test* operator->() const { return &of_.tests[at_]; }

  forged_test& uses(observed::resource what, const forged_uses& how) {
    auto& resources = of_.tests[at_].record.resources;
    what.id = static_cast<std::int64_t>(resources.size()) + 1;
    std::vector<observed::touch> touches;
    for (const forged_use& each : how.all) {
      observed::touch touch;
      touch.resource = what.id;
      touch.how = each.how;
      touch.count = each.count;
      // open(2) has two uses in one call.
      const bool is_same_call =
          !touches.empty() && each.how == observed::use::create;
      touch.first_us = now_us_ += is_same_call ? 0 : 100;
      touch.truncations = each.truncations;
      touch.trials = each.trials;
      touch.before = each.before;
      touch.program = "/b/tests/program";
      touches.push_back(touch);
    }
    resources.push_back({std::move(what), std::move(touches)});
    return *this;
  }

  forged_test& file(const std::string& path, const forged_uses& how,
                    observed::chance meeting = observed::chance::meets) {
    observed::resource what;
    what.canonical = path;
    what.where = path.starts_with("/tmp/")       ? observed::place::temp
                 : path.starts_with("/b/tests/") ? observed::place::working
                 : path.starts_with("/home/")    ? observed::place::home
                 : path.starts_with("/etc/") || path.starts_with("/usr/") ||
                         path.starts_with("/dev/")
                     ? observed::place::system
                     : observed::place::elsewhere;
    what.meeting = meeting;
    return uses(std::move(what), how);
  }

  forged_test& directory(const std::string& path, const forged_uses& how,
                         observed::chance meeting = observed::chance::meets) {
    file(path, how, meeting);
    of_.tests[at_].record.resources.back().what.kind =
        observed::resource_kind::directory;
    return *this;
  }

  forged_test& named(observed::resource_kind kind, const std::string& name,
                     const forged_uses& how) {
    observed::resource what;
    what.kind = kind;
    what.canonical = name;
    return uses(std::move(what), how);
  }

  forged_test& port(const std::string& protocol, const std::string& address,
                    std::int64_t number,
                    std::initializer_list<observed::use> how,
                    observed::chance meeting = observed::chance::meets) {
    observed::resource what;
    what.kind = observed::resource_kind::port;
    what.protocol = protocol;
    what.address = address;
    what.port = number;
    const bool is_version_6 = address.find(':') != std::string::npos;
    what.canonical = protocol + ":" +
                     (is_version_6 ? "[" + address + "]" : address) + ":" +
                     std::to_string(number);
    what.meeting = meeting;
    uses(std::move(what), forged_uses({}));
    for (const observed::use each : how) {
      observed::touch touch;
      touch.how = each;
      touch.count = 1;
      touch.first_us = now_us_ += 100;
      of_.tests[at_].record.resources.back().touches.push_back(touch);
    }
    return *this;
  }

 private:
  observation& of_;
  std::size_t at_;
  std::int64_t now_us_ = 0;
};

/// Tests that passed, in the order of their starts.
struct forged_suite {
  observation of;

  forged_suite() { of.build = "/b"; }

  forged_test test(const std::string& name) {
    watched_test made;
    made.name = made.ctest_name = name;
    made.outcome = verdict::pass;
    made.record.head.test = name;
    made.record.head.pid = 1;
    made.record.head.working_directory = "/b/tests";
    made.record.last.emplace();
    of.tests.push_back(std::move(made));
    return {of, of.tests.size() - 1};
  }

  /// "A B strong collision /tmp/x" for each pair, in the order of resources.
  [[nodiscard]] std::vector<std::string> pairs() const {
    std::vector<std::string> result;
    for (const shared_resource& each : conclude(of).shared) {
      for_each_pair(of, each, [&](const conflict_pair& pair) {
        result.push_back(
            of.tests[pair.first].name + " " + of.tests[pair.second].name +
            (pair.rank == strength::strong ? " strong" : " weak") +
            (pair.how == relation::collision ? " collision " : " dependence ") +
            each.name);
      });
    }
    return result;
  }
};

}  // namespace parallel_testing::tools
