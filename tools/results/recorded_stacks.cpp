// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/recorded_stacks.hpp"

#include <filesystem>
#include <map>
#include <sstream>
#include <utility>

#include "base/json.hpp"
#include "base/whole_file.hpp"
#include "results/stack_place.hpp"

namespace parallel_testing::tools {
namespace {

/// The last stacks of each test.
std::map<std::string, std::string> stacks_by_test(const std::string& text) {
  std::map<std::string, std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto record = nlohmann::json::parse(line, nullptr, false);
    if (!record.is_object()) {
      continue;
    }
    const auto test = record.find("test");
    const auto stacks = record.find("text");
    if (test != record.end() && stacks != record.end() && test->is_string() &&
        stacks->is_string()) {
      found[test->get<std::string>()] = stacks->get<std::string>();
    }
  }
  return found;
}

bool may_have_stacks(const attempt& given) {
  return given.output.empty() &&
         (given.outcome == verdict::crash || given.outcome == verdict::timeout);
}

}  // namespace

void add_stacks(run_result& result, const std::string& text) {
  const std::map<std::string, std::string> known = stacks_by_test(text);
  for (test_result& test : result.tests) {
    const auto found = known.find(test.name);
    if (found == known.end()) {
      continue;
    }
    for (std::size_t at = test.attempts.size(); at-- > 0;) {
      attempt& each = test.attempts[at];
      if (may_have_stacks(each)) {
        each.output = found->second;
        each.message =
            with_place(std::move(each.message), each.outcome, each.output);
        break;
      }
    }
  }
}

void find_stacks(run_result& result, const std::string& events) {
  const std::filesystem::path folder =
      std::filesystem::absolute(events).parent_path();
  if (const auto text = read_file((folder / "stacks.ndjson").string())) {
    add_stacks(result, *text);
  }
}

}  // namespace parallel_testing::tools
