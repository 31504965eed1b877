// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The launcher under test, with a state of its own.
#pragma once

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::launcher {

/// The program `runtime_probe`, which carries out the commands of a test.
inline constexpr const char* probe = RUNTIME_PROBE;

struct launched : testing::Test {
  /// But for what the first launcher of a run says of other tests' leftovers:
  /// any test may have had its launcher killed just now.
  static std::string own_errors(unit::child_process& test) {
    std::istringstream lines(test.errors());
    std::string text;
    for (std::string line; std::getline(lines, line);) {
      if (!line.ends_with(", which a killed launcher left behind"))
        text += line + '\n';
    }
    return text;
  }

  using texts = std::vector<std::string>;

  unit::scratch place;
  unit::environment more;

  unit::child_process start(texts options, const texts& command) const {
    options.insert(options.begin(), LAUNCHER);
    options.insert(options.begin() + 1, "--name=the test");
    options.emplace_back("--");
    options.insert(options.end(), command.begin(), command.end());
    unit::environment variables = place.under_ctest();
    for (const auto& [name, value] : more) variables[name] = value;
    return unit::child_process(options, variables);
  }

  unit::child_process start_shell(const texts& options,
                                  const std::string& script) const {
    return start(options, {"sh", "-c", script});
  }

  /// How a script ends: the exit code, or minus the signal's number.
  int run(const texts& options, const std::string& script) const {
    return start_shell(options, script).finish();
  }

  /// The lines of the event log.
  texts events() const {
    std::istringstream log(
        unit::content_of(place.path("runs/run1/events.ndjson")));
    texts lines;
    for (std::string line; std::getline(log, line);) lines.push_back(line);
    return lines;
  }
};

}  // namespace parallel_testing::launcher
