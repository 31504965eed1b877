// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parses the arguments of a command; the options that several commands share.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"

// NOLINTNEXTLINE(readability-identifier-naming)
namespace CLI {
class App;
}

namespace parallel_testing::cli {

enum class output_format { text, json };

/// The parser of `parallel-testing <name>`. `description` is one sentence. Help
/// must fit 24 lines of 80 columns.
[[nodiscard]] std::unique_ptr<CLI::App> make_app(
    const std::string& name, const std::string& description);

void add_format(CLI::App& app, output_format& into);

/// The build directory: `build` or `--test-dir build`. Help names `by_default`
/// as the default.
void add_build_directory(CLI::App& app, std::string& into,
                         const std::string& by_default = ".");

/// The configuration of a build tree with several: `-C CONFIG`.
void add_configuration(CLI::App& app, std::string& into);

/// Returns nothing if the arguments are valid. Otherwise, help or an error has
/// been printed, and the result is the exit code.
[[nodiscard]] std::optional<int> parse(CLI::App& app, const invocation& given);

/// The same, except that arguments after `--` go to `for_ctest`.
[[nodiscard]] std::optional<int> parse(CLI::App& app, const invocation& given,
                                       std::vector<std::string>& for_ctest);

/// The options of a command, or its exit code if help or an error was printed.
template <class Options>
struct parsed {
  Options values{};
  std::optional<int> exit_code{};

  /// Returns `exit_code` if there is one, otherwise what `body` returns for the
  /// options.
  template <class Body>
  [[nodiscard]] int then(Body body) const {
    return exit_code ? *exit_code : body(values);
  }
};

}  // namespace parallel_testing::cli
