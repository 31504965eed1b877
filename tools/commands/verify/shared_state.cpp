// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/shared_state.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include "commands/suggest/latest.hpp"
#include "commands/suggest/words.hpp"

namespace parallel_testing::verify_command {
namespace {

namespace fs = std::filesystem;

constexpr const char* shared_state_name = "shared_state";
constexpr std::size_t most_conflicts = 20;

problem problem_about(const shared_state& seen, std::size_t at) {
  const tools::shared_resource& its = seen.found.shared[at];
  const std::size_t count = seen.pairs[at].strong;
  std::string evidence;
  for (const tools::role_conflict& each : its.conflicts) {
    if (each.rank == tools::strength::strong && evidence.empty()) {
      evidence = "; " + each.evidence;
    }
  }
  return {fmt::format("{}: nothing keeps {} of them apart{}",
                      suggest_command::cause_text(seen.of, its),
                      suggest_command::count_text(count, "pair"), evidence),
          "`parallel-testing suggest " + seen.of.build +
              " --last` prints the remedy"};
}

/// Modified later; CLOCK_REALTIME.
bool is_newer(const fs::path& file, std::int64_t ns) {
  struct stat found {};
  constexpr std::int64_t ns_per_s = 1'000'000'000;
  return ::stat(file.c_str(), &found) == 0 &&
         found.st_mtim.tv_sec * ns_per_s + found.st_mtim.tv_nsec > ns;
}

/// The programs of the tests, and the files that register tests, that changed
/// after the tests were watched.
std::set<std::string> changed_files(const tools::observation& of,
                                    const registered_tests& given) {
  std::set<std::string> files{
      (fs::path(of.build) / "parallel_testing/added_tests.cmake").string()};
  for (const tools::watched_test& each : of.tests) {
    files.insert(each.executable);
  }
  for (const tools::listed_test& each : given.tests) {
    files.insert(each.command.empty() ? "" : each.command.front());
  }
  for (const tools::discovered_target& each : given.targets) {
    files.insert(each.options_file);
  }
  std::erase_if(files, [&](const std::string& each) {
    return each.empty() || !is_newer(each, of.start_ns);
  });
  return files;
}

std::string advice_to_watch(const std::string& build) {
  return "; `parallel-testing suggest " + build + "` watches them";
}

}  // namespace

check judge_shared_state(const shared_state& seen) {
  if (!seen.unusable.empty()) {
    return skipped(shared_state_name, seen.unusable);
  }
  std::vector<problem> problems;
  std::size_t left_out = 0;
  std::size_t weak = 0;
  for (std::size_t at = 0; at < seen.found.shared.size(); ++at) {
    weak += seen.pairs[at].strong == 0 && seen.pairs[at].weak > 0 ? 1 : 0;
    if (seen.pairs[at].strong == 0) {
      continue;
    }
    if (problems.size() < most_conflicts) {
      problems.push_back(problem_about(seen, at));
    } else {
      ++left_out;
    }
  }
  if (left_out > 0) {
    problems.push_back(
        {"and " + suggest_command::count_text(left_out, "resource") + " more",
         "`parallel-testing suggest " + seen.of.build + " --last` lists all"});
  }
  const std::size_t kept_apart = static_cast<std::size_t>(std::count_if(
      seen.pairs.begin(), seen.pairs.end(),
      [](const auto& each) { return each.strong + each.weak == 0; }));
  std::string summary = fmt::format(
      "{} watched; {} shared, of which locks or an order protect {}",
      suggest_command::count_text(seen.of.tests.size(), "test"),
      suggest_command::count_text(seen.found.shared.size(), "resource"),
      kept_apart);
  if (weak > 0) {
    summary += fmt::format(", {} with weak conflicts alone", weak);
  }
  if (!seen.found.uncertain.empty()) {
    summary += fmt::format(
        "; nothing is certain about {}",
        suggest_command::count_text(seen.found.uncertain.size(), "test"));
  }
  if (seen.unwatched > 0) {
    summary += fmt::format("; {} not watched",
                           suggest_command::count_text(seen.unwatched, "test"));
  }
  return judged(shared_state_name, std::move(summary), std::move(problems));
}

void refresh(tools::observation& of,
             const std::vector<tools::listed_test>& tests) {
  std::map<std::string, const tools::listed_test*> listed;
  for (const tools::listed_test& each : tests) {
    listed[each.name] = &each;
  }
  for (tools::watched_test& each : of.tests) {
    const auto found = listed.find(each.ctest_name);
    if (found == listed.end()) {
      continue;
    }
    const tools::listed_test& now = *found->second;
    each.locks = now.items("RESOURCE_LOCK");
    each.depends = now.items("DEPENDS");
    each.fixtures_setup = now.items("FIXTURES_SETUP");
    each.fixtures_cleanup = now.items("FIXTURES_CLEANUP");
    each.fixtures_required = now.items("FIXTURES_REQUIRED");
    each.runs_serial = now.is_set("RUN_SERIAL");
  }
}

std::size_t count_unwatched(const tools::observation& of,
                            const std::vector<tools::listed_test>& tests) {
  std::set<std::string> watched;
  for (const tools::watched_test& each : of.tests) {
    watched.insert(each.ctest_name);
  }
  return static_cast<std::size_t>(std::count_if(
      tests.begin(), tests.end(),
      [&](const auto& each) { return !watched.contains(each.name); }));
}

shared_state shared_state_of(const std::string& build,
                             const registered_tests& given) {
  shared_state seen;
  try {
    std::optional<tools::observation> latest =
        suggest_command::latest_observation(build);
    if (!latest) {
      seen.unusable = "the tests were never watched" + advice_to_watch(build);
      return seen;
    }
    seen.of = std::move(*latest);
  } catch (const std::runtime_error& problem) {
    seen.unusable = std::string("the records cannot be read: ") +
                    problem.what() + advice_to_watch(build);
    return seen;
  }
  const std::set<std::string> changed = changed_files(seen.of, given);
  if (!changed.empty()) {
    seen.unusable =
        fmt::format("{} changed after the tests were watched, for example {}{}",
                    suggest_command::count_text(changed.size(), "file"),
                    *changed.begin(), advice_to_watch(build));
    return seen;
  }
  refresh(seen.of, given.tests);
  seen.found = tools::conclude(seen.of);
  seen.pairs = suggest_command::pairs_of(seen.of, seen.found, 0);
  seen.unwatched = count_unwatched(seen.of, given.tests);
  return seen;
}

}  // namespace parallel_testing::verify_command
