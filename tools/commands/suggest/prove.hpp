// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs the tests with the suggestions, in a scratch tree: nothing is built, and
// neither the source tree nor the build tree changes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "commands/run/runner.hpp"
#include "events/event.hpp"
#include "observed/observation.hpp"
#include "remedies/remedies.hpp"
#include "sharing/sharing.hpp"

namespace parallel_testing::suggest_command {

/// How tests ended that ran together.
struct proof_round {
  double seconds = 0;
  std::map<std::string, tools::verdict> verdicts{};  ///< by name
};

/// How the tests of a run ended. Throws interruption if a signal stopped it.
[[nodiscard]] proof_round round_of(const run_command::finished_run& over);

/// A test that ended differently than in the serial run.
struct unproven_test {
  std::string name;
  tools::verdict serial = tools::verdict::not_run;
  std::size_t rounds = 0;  ///< in how many it did
  tools::verdict example = tools::verdict::not_run;
  std::string why;  ///< the suggestions do not help it
};

struct proof {
  proof_round serial{};
  std::vector<proof_round> rounds{};
  std::vector<unproven_test> unproven{};
  /// Tests that do not pass in the serial run either.
  std::vector<std::string> failing{};

  [[nodiscard]] bool holds() const {
    return !rounds.empty() && unproven.empty();
  }
};

/// Compares the rounds with the serial run. Pure.
[[nodiscard]] proof judge(const tools::observation& of,
                          const tools::sharing& found,
                          const tools::remedy_plan& plan, proof_round serial,
                          std::vector<proof_round> rounds);

/// The files of a scratch tree in which ctest applies a plan. Pure.
struct proof_tree {
  std::string script;       ///< CTestTestfile.cmake
  std::string suggestions;  ///< a file that the script includes
};

/// `folder` is for the private directories of one round, and contains the file
/// suggestions.cmake. Tests with an isolation run under `launcher`.
[[nodiscard]] proof_tree proof_tree_of(const tools::observation& of,
                                       const tools::sharing& found,
                                       const tools::remedy_plan& plan,
                                       const std::string& launcher,
                                       const std::string& folder);

[[nodiscard]] std::string text_of(const proof& of);

/// Runs the tests once serially and five times with 8 jobs in random order.
/// `arguments` are for ctest. Throws cli::failure.
[[nodiscard]] proof prove(const cli::invocation& given,
                          const tools::observation& of,
                          const tools::sharing& found,
                          const tools::remedy_plan& plan,
                          const std::vector<std::string>& arguments);

}  // namespace parallel_testing::suggest_command
