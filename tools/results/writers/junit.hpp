// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A run as a JUnit file for Jenkins, GitLab and GitHub Actions: one suite for
// each test program, and one case for each test, including tests that shared a
// process.
//
// The class of a case is `<target>.<suite>`; its file is relative to the source
// directory. A case that failed or leaked has <failure>; one that crashed,
// timed out or never ran has <error>. Earlier attempts are reported as Maven
// Surefire does: as <flakyFailure> and <flakyError> in a case that passed in
// the end, as <rerunFailure> and <rerunError> in one that did not. An artifact
// is a line [[ATTACHMENT|path]] of the output, which Jenkins and GitLab read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/parser.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::tools {

/// Names of properties below <testsuites> in the file of a shard: `2/5`, the
/// digest of its plan, the numbers of the shards that have no test, and the
/// identities of the build and of the times.
inline constexpr const char* shard_property = "parallel_testing.shard";
inline constexpr const char* shard_plan_property =
    "parallel_testing.shard_plan";
inline constexpr const char* empty_shards_property =
    "parallel_testing.empty_shards";
inline constexpr const char* shard_build_property =
    "parallel_testing.shard_build";
inline constexpr const char* shard_times_property =
    "parallel_testing.shard_times";

/// `strict` is what the schema of the xUnit plugin of Jenkins (junit-10.xsd)
/// accepts: it has no places, no times of day, and no properties of cases or of
/// the run.
enum class junit_schema { all, strict };

/// The paths of artifacts are relative to `checkout` if they are in it: GitLab
/// expects that. Pure; linear in the size of `result`.
[[nodiscard]] std::string junit_text(const run_result& result,
                                     junit_schema schema = junit_schema::all,
                                     std::string_view checkout = "");

/// The directory to which GitLab checked out the project; "" elsewhere.
[[nodiscard]] std::string checkout_directory();

/// The path by which CI systems know `file`: they check out the sources to
/// `source`, which may be elsewhere. Pure.
[[nodiscard]] std::string_view path_within(std::string_view source,
                                           std::string_view file);

/// The suite in the name of a test: `In/Orders` for `In/Orders.Total/1.5`. A
/// name without a suite gets `global`, as in Catch2. Pure.
[[nodiscard]] std::string suite_of(std::string_view name);

/// `2026-11-21T07:30:00Z`. Pure.
[[nodiscard]] std::string timestamp_text(std::int64_t time_ns);

/// Adds the option --junit-schema.
cli::option add_junit_schema(cli::parser& app, junit_schema& into);

}  // namespace parallel_testing::tools
