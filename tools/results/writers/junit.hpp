// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A run as a JUnit file that Jenkins, GitLab and GitHub actions understand: a
// suite for each test program, and a case for each test, also for those that
// shared a process.
//
// Its class is `<target>.<suite>`, its file relative to the source directory.
// What failed or leaked carries <failure>; what crashed, timed out or never ran
// <error>. Attempts are told as Maven Surefire does: <flakyFailure> and
// <flakyError> of a case that passed in the end, <rerunFailure> and
// <rerunError> of one that did not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "results/run_result.hpp"

namespace CLI {
class App;
}

namespace parallel_testing::tools {

/// Names of properties below <testsuites> of a shard: `2/5`, the digest of its
/// plan, and the numbers of the shards that have no test.
inline constexpr const char* shard_property = "parallel_testing.shard";
inline constexpr const char* shard_plan_property =
    "parallel_testing.shard_plan";
inline constexpr const char* empty_shards_property =
    "parallel_testing.empty_shards";

/// `strict` is what the schema of Jenkins' xUnit plugin (junit-10.xsd) accepts:
/// without places, times of the clock, and properties of cases and of the run.
enum class junit_schema { all, strict };

/// Pure; linear in what `result` holds.
[[nodiscard]] std::string junit_text(const run_result& result,
                                     junit_schema schema = junit_schema::all);

/// The suite in the name of a test: `In/Orders` of `In/Orders.Total/1.5`, and
/// `global`, as Catch2 has it, of a name without one. Pure.
[[nodiscard]] std::string suite_of(std::string_view name);

/// `2026-11-21T07:30:00Z`. Pure.
[[nodiscard]] std::string timestamp_text(std::int64_t time_ns);

/// The option --junit-schema.
void add_junit_schema(CLI::App& app, junit_schema& into);

}  // namespace parallel_testing::tools
