// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "expected_outcomes.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::tool_test {

/// The commands of the tool on the fixture project, with a run id of their own.
class tool_run {
 public:
  tool_run();

  /// `parallel-testing run`
  support::finished_process operator()(std::vector<std::string> arguments);
  nlohmann::json as_json(std::vector<std::string> arguments);

  /// Any command, in the build directory.
  support::finished_process tool(std::vector<std::string> arguments);

  [[nodiscard]] std::string events() const {
    return box_.runs_directory() + "/" + id_ + "/events.ndjson";
  }

  /// The log so far.
  [[nodiscard]] std::string logged() const;

  support::sandbox& box() { return box_; }
  int exit_code = -1;  ///< of the last as_json()

 private:
  support::sandbox box_{OUTCOMES_BUILD};
  std::string id_;
};

/// The JSON in what a program printed; throws when there is none.
[[nodiscard]] nlohmann::json json_in(const std::string& output);

/// `<unit>/<name>`, or the name of a test that runs one case.
[[nodiscard]] std::string name_of(const nlohmann::json& test);
[[nodiscard]] outcomes outcomes_in(const nlohmann::json& run);
[[nodiscard]] nlohmann::json test_in(const nlohmann::json& run,
                                     const std::string& name);
/// Of the first attempt of the test.
[[nodiscard]] std::string message_of(const nlohmann::json& run,
                                     const std::string& name);

}  // namespace parallel_testing::tool_test
