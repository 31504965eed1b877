// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/file_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <utility>

#include "base/json.hpp"
#include "base/record.hpp"
#include "base/whole_file.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* api = "/.cmake/api/v1/";
constexpr const char* api_remedy = "configure the build tree with CMake 3.25";

struct answer_kind {
  const char* name;
  int major;
};
constexpr std::array answer_kinds{answer_kind{"codemodel", 2},
                                  answer_kind{"cache", 2},
                                  answer_kind{"cmakeFiles", 1}};

json read_json(const std::string& path) {
  const auto text = read_file(path);
  if (!text) {
    throw record_error(fmt::format("cannot read '{}'", path), api_remedy);
  }
  return json::parse(*text);
}

/// The path of the newest index: its name has the time.
std::string newest_index(const std::string& reply) {
  std::string newest;
  std::error_code problem;
  for (const auto& each : fs::directory_iterator(reply, problem)) {
    const std::string name = each.path().filename().string();
    if (name.starts_with("index-")) {
      newest = std::max(newest, name);
    }
  }
  if (newest.empty()) {
    throw record_error(fmt::format("CMake left no answers in '{}'", reply),
                       api_remedy);
  }
  return reply + newest;
}

std::string absolute(const std::string& path, const std::string& root) {
  return path == "." ? root
                     : (fs::path(root) / path).lexically_normal().string();
}

json read_answer(const json& index, const std::string& reply,
                 const answer_kind& kind) {
  for (const json& each : index.at("objects")) {
    if (each.at("kind") == kind.name &&
        each.at("version").at("major") == kind.major) {
      return read_json(reply + each.at("jsonFile").get<std::string>());
    }
  }
  throw record_error(
      fmt::format("CMake did not answer {}-v{}", kind.name, kind.major),
      api_remedy);
}

void read_place(const json& target, const std::string& source,
                built_target& into) {
  if (!target.contains("backtrace")) {
    return;
  }
  const json& graph = target.at("backtraceGraph");
  const json& node =
      graph.at("nodes").at(target.at("backtrace").get<std::size_t>());
  into.file = absolute(graph.at("files")
                           .at(node.at("file").get<std::size_t>())
                           .get<std::string>(),
                       source);
  into.line = node.value("line", std::int64_t{0});
}

built_target read_target(const json& target, const std::string& source,
                         const std::string& build) {
  built_target result;
  result.name = target.at("name");
  result.type = target.at("type");
  result.directory = absolute(target.at("paths").at("source"), source);
  for (const json& each : target.value("artifacts", json::array())) {
    result.artifacts.push_back(absolute(each.at("path"), build));
  }
  for (const json& each : target.value("sources", json::array())) {
    result.sources.push_back(absolute(each.at("path"), source));
  }
  for (const json& each : target.value("compileGroups", json::array())) {
    if (each.value("language", "") == "CXX" &&
        each.contains("languageStandard")) {
      result.standard = each.at("languageStandard").at("standard");
    }
  }
  read_place(target, source, result);
  return result;
}

void read_targets(const json& model, const std::string& reply,
                  const std::string& configuration, project_facts& into) {
  into.source = model.at("paths").at("source");
  into.build = model.at("paths").at("build");
  for (const json& each : model.at("configurations")) {
    if (!configuration.empty() && each.at("name") != configuration) {
      continue;
    }
    for (const json& target : each.at("targets")) {
      into.targets.push_back(read_target(
          read_json(reply + target.at("jsonFile").get<std::string>()),
          into.source, into.build));
    }
    return;
  }
}

}  // namespace

void request_facts(const std::string& build) {
  const std::string folder = build + api + "query";
  std::error_code problem;
  fs::create_directories(folder, problem);
  for (const answer_kind& each : answer_kinds) {
    std::ofstream file(fmt::format("{}/{}-v{}", folder, each.name, each.major));
    if (!file) {
      throw record_error(fmt::format("cannot write into '{}'", folder),
                         "check its permissions and the free space");
    }
  }
}

project_facts read_facts(const std::string& build,
                         const std::string& configuration) {
  const std::string reply = build + api + "reply/";
  project_facts facts;
  try {
    const json index = read_json(newest_index(reply));
    read_targets(read_answer(index, reply, answer_kinds[0]), reply,
                 configuration, facts);
    const json cache = read_answer(index, reply, answer_kinds[1]);
    for (const json& each : cache.at("entries")) {
      facts.cache[each.at("name")] = each.at("value");
    }
    const json files = read_answer(index, reply, answer_kinds[2]);
    for (const json& each : files.at("inputs")) {
      facts.inputs.push_back({absolute(each.at("path"), facts.source),
                              each.value("isGenerated", false),
                              each.value("isExternal", false)});
    }
  } catch (const json::exception& problem) {
    throw record_error(
        fmt::format("an answer of CMake cannot be read: {}", problem.what()),
        api_remedy);
  }
  return facts;
}

}  // namespace parallel_testing::tools
