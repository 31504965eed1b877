// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/ctest_listing.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/record.hpp"

namespace parallel_testing::tools {
namespace {

using nlohmann::json;

constexpr const char* remedy =
    "expected what `ctest --show-only=json-v1` prints, major version 1";

std::vector<std::string> texts_of(const json& value) {
  if (value.is_string()) {
    return {value.get<std::string>()};
  }
  if (!value.is_array()) {
    return {value.dump()};
  }
  std::vector<std::string> result;
  for (const json& item : value) {
    result.push_back(item.is_string() ? item.get<std::string>() : item.dump());
  }
  return result;
}

/// Reads where the user declared the test: the call of parallel_add_test() on
/// the call stack of its node, because deeper calls are inside the module;
/// without such a call, the innermost call.
void read_location(const json& graph, const json& test, listed_test& into) {
  const auto backtrace = test.find("backtrace");
  if (backtrace == test.end()) {
    return;
  }
  const json& nodes = graph.at("nodes");
  std::size_t chosen = backtrace->get<std::size_t>();
  std::size_t at = chosen;
  // No call stack is deeper than the number of nodes.
  for (std::size_t depth = 0; depth < nodes.size(); ++depth) {
    const json& node = nodes.at(at);
    const auto command = node.find("command");
    if (command != node.end() &&
        graph.at("commands").at(command->get<std::size_t>()) ==
            "parallel_add_test") {
      chosen = at;
      break;
    }
    if (!node.contains("parent")) {
      break;
    }
    at = node.at("parent").get<std::size_t>();
  }
  const json& node = nodes.at(chosen);
  into.file = graph.at("files").at(node.at("file").get<std::size_t>());
  into.line = node.value("line", std::int64_t{0});
}

listed_test read_test(const json& graph, const json& test) {
  listed_test result;
  result.name = test.at("name").get<std::string>();
  if (const auto command = test.find("command"); command != test.end()) {
    result.command = command->get<std::vector<std::string>>();
  }
  if (const auto found = test.find("properties"); found != test.end()) {
    for (const json& property : *found) {
      result.properties[property.at("name").get<std::string>()] =
          texts_of(property.at("value"));
    }
  }
  read_location(graph, test, result);
  return result;
}

}  // namespace

const std::vector<std::string>& listed_test::items(
    const std::string& property) const {
  static const std::vector<std::string> none;
  const auto found = properties.find(property);
  return found == properties.end() ? none : found->second;
}

bool listed_test::is_set(const std::string& property) const {
  const std::vector<std::string>& values = items(property);
  return values.size() == 1 && values.front() == "true";
}

std::vector<listed_test> parse_listing(std::string_view text) {
  // The project may print warnings before the listing.
  const std::size_t start = text.find('{');
  if (start == std::string_view::npos) {
    throw record_error("this is not a listing of tests", remedy);
  }
  try {
    const json root = json::parse(text.substr(start));
    const std::int64_t major =
        root.at("version").at("major").get<std::int64_t>();
    if (root.at("kind") != "ctestInfo" || major != 1) {
      throw record_error("this listing of tests has another version", remedy);
    }
    std::vector<listed_test> tests;
    for (const json& test : root.at("tests")) {
      tests.push_back(read_test(root.at("backtraceGraph"), test));
    }
    return tests;
  } catch (const json::exception& problem) {
    throw record_error(
        fmt::format("this is not a listing of tests: {}", problem.what()),
        remedy);
  }
}

}  // namespace parallel_testing::tools
