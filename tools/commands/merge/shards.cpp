// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/shards.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace parallel_testing::merge_command {
namespace {

constexpr std::size_t most_named = 10;

constexpr const char* plan_apart =
    "the shards were planned from different builds, times or selections of "
    "tests; run all of them again with one build and one --times FILE";

constexpr const char* build_apart =
    "the shards ran the tests of different builds; build once, and give all "
    "shards a copy of that build";

constexpr const char* times_apart =
    "the shards were planned with different times; give all of them the same "
    "--times FILE";

std::string name_of(const tools::run_shard& part) {
  return fmt::format("shard {}/{}", part.index, part.count);
}

std::string name_of(std::int64_t test, const found_shard& in) {
  const auto begun = in.begun.find(test);
  const auto listed = in.all.find(test);
  if (begun == in.begun.end() && listed == in.all.end()) {
    return fmt::format("test #{}", test);
  }
  return fmt::format("test #{} '{}'", test,
                     begun == in.begun.end() ? listed->second : begun->second);
}

/// The first few names, and the number of the others.
std::string list_of(const std::vector<std::string>& names) {
  const std::size_t shown = std::min(names.size(), most_named);
  std::string text =
      fmt::format("{}", fmt::join(std::span(names).first(shown), ", "));
  if (shown < names.size()) {
    text += fmt::format(" and {} more", names.size() - shown);
  }
  return text;
}

class checker {
 public:
  explicit checker(const std::vector<found_shard>& shards) : shards_(shards) {}

  shard_problems problems() {
    if (!check_plans()) {
      return std::move(problems_);
    }
    for (const shard_source source :
         {shard_source::log, shard_source::report}) {
      check_set(source);
    }
    for (const found_shard& each : shards_) {
      if (each.from == shard_source::log) {
        check_ended(each);
        check_foreign(each);
      }
    }
    check_tests();
    check_nowhere();
    return std::move(problems_);
  }

 private:
  /// Returns false if the shards differ, which explains all other problems.
  bool check_plans() {
    return are_equal("build", &tools::run_shard::build, build_apart) &&
           are_equal("times", &tools::run_shard::times, times_apart) &&
           have_one_plan();
  }

  /// Older versions do not write the identities.
  bool are_equal(const char* what, std::string tools::run_shard::*field,
                 const char* remedy) {
    const found_shard* first = nullptr;
    for (const found_shard& each : shards_) {
      if ((each.part.*field).empty()) {
        continue;
      }
      if (first == nullptr) {
        first = &each;
      } else if (each.part.*field != first->part.*field) {
        problems_.conflicts.push_back(fmt::format(
            "'{}' is {} of the {} {}, but '{}' is {} of the {} {}; {}",
            first->path, name_of(first->part), what, first->part.*field,
            each.path, name_of(each.part), what, each.part.*field, remedy));
        return false;
      }
    }
    return true;
  }

  bool have_one_plan() {
    const found_shard& first = shards_.front();
    for (const found_shard& each : shards_) {
      if (each.part.plan != first.part.plan ||
          each.part.count != first.part.count) {
        problems_.conflicts.push_back(fmt::format(
            "'{}' is {} of plan {}, but '{}' is {} of plan {}; {}", first.path,
            name_of(first.part), first.part.plan, each.path, name_of(each.part),
            each.part.plan, plan_apart));
        return false;
      }
    }
    return true;
  }

  void check_set(shard_source source) {
    std::map<std::int64_t, const found_shard*> by_index;
    for (const found_shard& each : shards_) {
      if (each.from != source) {
        continue;
      }
      const auto [before, is_new] = by_index.emplace(each.part.index, &each);
      if (!is_new) {
        problems_.conflicts.push_back(fmt::format(
            "{} occurs twice, in '{}' and '{}'; pass one of the two",
            name_of(each.part), before->second->path, each.path));
      }
    }
    if (by_index.empty()) {
      return;
    }
    const tools::run_shard& part = shards_.front().part;
    std::vector<std::string> missing;
    for (std::int64_t index = 1; index <= part.count; ++index) {
      const bool is_empty = std::find(part.empty.begin(), part.empty.end(),
                                      index) != part.empty.end();
      if (!is_empty && !by_index.contains(index)) {
        missing.push_back(fmt::format("{}/{}", index, part.count));
      }
    }
    if (!missing.empty()) {
      problems_.missing.push_back(fmt::format(
          "{} of shard {} {} missing, so the tests are incomplete; pass what "
          "every shard left",
          source == shard_source::log ? "the event log" : "the JUnit file",
          list_of(missing), missing.size() == 1 ? "is" : "are"));
    }
  }

  void check_ended(const found_shard& in) {
    std::vector<std::string> missing;
    for (const std::int64_t test : in.part.tests) {
      if (!in.ended.contains(test)) {
        missing.push_back(name_of(test, in));
      }
    }
    if (!missing.empty()) {
      problems_.missing.push_back(
          fmt::format("'{}': {} did not finish {}; run the shard again",
                      in.path, name_of(in.part), list_of(missing)));
    }
  }

  void check_foreign(const found_shard& in) {
    std::vector<std::string> foreign;
    for (const auto& [test, name] : in.begun) {
      if (!is_planned(test, in)) {
        foreign.push_back(name_of(test, in));
      }
    }
    if (!foreign.empty()) {
      problems_.conflicts.push_back(fmt::format(
          "'{}': {} ran tests that are not in its plan: {}; run the shard "
          "again from the build for which it was planned, without further "
          "ctest arguments",
          in.path, name_of(in.part), list_of(foreign)));
    }
  }

  static bool is_planned(std::int64_t test, const found_shard& in) {
    const std::vector<std::int64_t>& tests = in.part.tests;
    return std::find(tests.begin(), tests.end(), test) != tests.end();
  }

  void check_tests() {
    std::vector<std::string> twice;
    for (const found_shard& each : shards_) {
      const std::set<std::int64_t> repeated(each.part.repeated.begin(),
                                            each.part.repeated.end());
      for (const std::int64_t test : each.ended) {
        if (!is_planned(test, each)) {
          continue;
        }
        const auto [before, is_new] = owners_.emplace(test, &each);
        if (!is_new && !repeated.contains(test) &&
            before->second->part.index != each.part.index) {
          twice.push_back(fmt::format("{} in {} and {}", name_of(test, each),
                                      name_of(before->second->part),
                                      name_of(each.part)));
        }
      }
    }
    if (!twice.empty()) {
      problems_.conflicts.push_back(fmt::format(
          "tests ran in two shards: {}; {}", list_of(twice), plan_apart));
    }
  }

  /// Tests that exist and did not end in any shard.
  void check_nowhere() {
    std::map<std::int64_t, std::string> all;
    for (const found_shard& each : shards_) {
      all.insert(each.all.begin(), each.all.end());
      for (const std::int64_t test : each.part.tests) {
        if (each.from == shard_source::log) {
          unfinished_.insert(test);
        }
      }
    }
    std::vector<std::string> nowhere;
    for (const auto& [test, name] : all) {
      // check_ended() names those of shards that are there.
      if (!owners_.contains(test) && !unfinished_.contains(test)) {
        nowhere.push_back(fmt::format("test #{} '{}'", test, name));
      }
    }
    if (!nowhere.empty()) {
      problems_.missing.push_back(
          fmt::format("{} test{} ran in no shard: {}", nowhere.size(),
                      nowhere.size() == 1 ? "" : "s", list_of(nowhere)));
    }
    const std::int64_t count = shards_.front().part.all_tests;
    const auto found = static_cast<std::int64_t>(owners_.size());
    if (problems_.missing.empty() && problems_.conflicts.empty() &&
        found != 0 && found != count) {
      problems_.missing.push_back(
          fmt::format("the shards ran {} tests, but their plan has {}; {}",
                      found, count, plan_apart));
    }
  }

  const std::vector<found_shard>& shards_;
  std::map<std::int64_t, const found_shard*> owners_;  ///< by ended test
  std::set<std::int64_t> unfinished_;  ///< tests of the shards with a log
  shard_problems problems_;
};

}  // namespace

std::vector<found_shard> shards_in_log(const std::string& path,
                                       const std::vector<log_line>& lines) {
  std::vector<found_shard> result;
  for (const log_line& line : lines) {
    if (const auto* part = line.event.body.get_if<tools::run_shard>()) {
      result.push_back({path, shard_source::log, *part});
    }
    if (result.empty()) {
      continue;
    }
    // A merged log, or a log of several runs, has the shards one after another.
    found_shard& current = result.back();
    if (const auto* more = line.event.body.get_if<tools::shard_tests>()) {
      for (std::size_t at = 0;
           at < std::min(more->numbers.size(), more->names.size()); ++at) {
        current.all.emplace(more->numbers[at], more->names[at]);
      }
    }
    if (const auto* start = line.event.body.get_if<tools::ctest_start>()) {
      current.begun.emplace(start->number, start->test);
    } else if (const auto* end =
                   line.event.body.get_if<tools::ctest_finish>()) {
      current.begun.emplace(end->number, end->test);
      current.ended.insert(end->number);
    }
  }
  return result;
}

shard_problems find_shard_problems(const std::vector<found_shard>& shards,
                                   const std::vector<std::string>& unplanned) {
  if (shards.empty()) {
    return {};
  }
  shard_problems problems = checker(shards).problems();
  const auto planned = std::find_if(
      shards.begin(), shards.end(),
      [](const found_shard& each) { return each.from == shard_source::log; });
  for (const std::string& path : unplanned) {
    if (planned != shards.end()) {
      problems.conflicts.push_back(
          fmt::format("'{}' is the log of a whole run, but '{}' is {}; pass "
                      "what the shards of one plan left",
                      path, planned->path, name_of(planned->part)));
    }
  }
  return problems;
}

}  // namespace parallel_testing::merge_command
