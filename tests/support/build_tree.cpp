// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/build_tree.hpp"

#include <stdexcept>

#include "base/json.hpp"

namespace parallel_testing::support {

namespace {

using nlohmann::json;

std::string joined(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::string text;
  for (const json& item : value) {
    text += (text.empty() ? "" : ";") + joined(item);
  }
  return text;
}

/// The innermost place of the call tree that ends at `node`.
void read_location(const json& graph, const json& test, registered_test& into) {
  if (!test.contains("backtrace")) return;
  const json& node = graph.at("nodes").at(test.at("backtrace").get<size_t>());
  into.file = graph.at("files").at(node.at("file").get<size_t>());
  into.line = node.value("line", std::int64_t{0});
}

}  // namespace

std::vector<registered_test> registered_tests(
    const std::string& build_directory, const variables& environment,
    const std::vector<std::string>& arguments) {
  command listing;
  listing.arguments = {TESTED_CTEST, "--test-dir", build_directory,
                       "--show-only=json-v1"};
  listing.arguments.insert(listing.arguments.end(), arguments.begin(),
                           arguments.end());
  listing.environment = environment;
  const finished_process listed = run(listing);
  if (listed.exit_code != 0) throw std::runtime_error(listed.output);
  const std::size_t start = listed.output.find('{');
  const json root = json::parse(listed.output.substr(start));
  std::vector<registered_test> tests;
  for (const json& test : root.at("tests")) {
    registered_test next;
    next.name = test.at("name");
    if (test.contains("command")) next.command = test.at("command");
    for (const json& property : test.at("properties")) {
      next.properties[property.at("name")] = joined(property.at("value"));
    }
    read_location(root.at("backtraceGraph"), test, next);
    tests.push_back(std::move(next));
  }
  return tests;
}

}  // namespace parallel_testing::support
