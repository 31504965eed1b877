// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The commands of the program. Each prints its result and returns its exit
// code. Each may throw cli::failure.
#pragma once

#include "cli/command.hpp"

namespace parallel_testing::adopt_command {
/// `parallel-testing adopt [source]`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::adopt_command

namespace parallel_testing::archive_command {
/// `parallel-testing archive <build> --to <file>`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::archive_command

namespace parallel_testing::audit_command {
/// `parallel-testing audit <events>...`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::audit_command

namespace parallel_testing::clean_command {
/// `parallel-testing clean`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::clean_command

namespace parallel_testing::coverage_command {
/// `parallel-testing coverage`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::coverage_command

namespace parallel_testing::debug_command {
/// `parallel-testing debug <test>`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::debug_command

namespace parallel_testing::explain_command {
/// `parallel-testing explain <test>`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::explain_command

namespace parallel_testing::merge_command {
/// `parallel-testing merge <shard>...`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::merge_command

namespace parallel_testing::report_command {
/// `parallel-testing report [run]`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::report_command

namespace parallel_testing::run_command {
/// `parallel-testing run [-j auto|N|0] [any argument of ctest...]`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::run_command

namespace parallel_testing::shard_command {
/// `parallel-testing shard i/n`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::shard_command

namespace parallel_testing::shim_command {
/// `parallel-testing shim [--print-path]`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::shim_command

namespace parallel_testing::stress_command {
/// `parallel-testing stress`.
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::stress_command

namespace parallel_testing::suggest_command {
/// `parallel-testing suggest`
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::suggest_command

namespace parallel_testing::verify_command {
/// `parallel-testing verify`.
[[nodiscard]] int run(const cli::invocation& given);
}  // namespace parallel_testing::verify_command
