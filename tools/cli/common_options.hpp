// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The options that several commands share.
#pragma once

#include <optional>
#include <string>

#include "cli/parser.hpp"

namespace parallel_testing::cli {

enum class output_format { text, json };

void add_format(parser& app, output_format& into);

/// The build directory: `build` or `--test-dir build`. Help names `by_default`
/// as the default.
void add_build_directory(parser& app, std::string& into,
                         const std::string& by_default = ".");

/// The configuration of a build tree with several: `-C CONFIG`.
void add_configuration(parser& app, std::string& into);

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
