// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The look that all commands share.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace parallel_testing::cli {

enum class output_format { text, json };

/// The parser of `parallel-testing <name>`.
[[nodiscard]] std::unique_ptr<CLI::App> make_app(
    const std::string& name, const std::string& description);

void add_format(CLI::App& app, output_format& into);

/// The build directory, one for all commands: `build` or `--test-dir build`.
void add_build_directory(CLI::App& app, std::string& into,
                         const std::string& description);

/// Takes out `--` and what stands behind it, which is for ctest.
[[nodiscard]] std::vector<std::string> take_for_ctest(
    std::vector<std::string>& arguments);

/// Nothing when the arguments are parsed; else help or an error was printed
/// and this is the exit code.
[[nodiscard]] std::optional<int> parse(CLI::App& app, const invocation& given);

}  // namespace parallel_testing::cli
