// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The look that all commands share.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace CLI {
class App;
}

namespace parallel_testing::cli {

enum class output_format { text, json };

/// The parser of `parallel-testing <name>`.
[[nodiscard]] std::unique_ptr<CLI::App> make_app(
    const std::string& name, const std::string& description);

void add_format(CLI::App& app, output_format& into);

/// The build directory, one for all commands: `build` or `--test-dir build`.
void add_build_directory(CLI::App& app, std::string& into,
                         const std::string& description);

/// Nothing when the arguments are parsed; else help or an error was printed
/// and this is the exit code.
[[nodiscard]] std::optional<int> parse(CLI::App& app, const invocation& given);

/// The same; arguments after `--` go to `for_ctest`.
[[nodiscard]] std::optional<int> parse(CLI::App& app, const invocation& given,
                                       std::vector<std::string>& for_ctest);

/// The options of a command, or the exit code when --help or an error was
/// printed instead.
template <class Options>
struct parsed {
  Options values{};
  std::optional<int> exit_code{};

  /// The exit code of the command that does `body` with the options.
  template <class Body>
  [[nodiscard]] int then(Body body) const {
    return exit_code ? *exit_code : body(values);
  }
};

}  // namespace parallel_testing::cli
