// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/archive_manifest.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "archive/entry_rules.hpp"
#include "base/json.hpp"
#include "base/record.hpp"

namespace parallel_testing::tools {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr int manifest_version = 1;

[[noreturn]] void refuse_manifest(const std::string& why) {
  throw record_error(fmt::format("{} of the archive {}", manifest_name, why),
                     "make the archive again with `parallel-testing archive`");
}

void check_place(const std::string& place) {
  if (const std::string problem = path_problem(place); !problem.empty()) {
    refuse_manifest(fmt::format("names '{}', which {}", place, problem));
  }
}

archive_manifest manifest_in(const json& root) {
  archive_manifest result;
  root.at("made_by").get_to(result.made_by);
  root.at("project").get_to(result.project);
  root.at("configuration").get_to(result.configuration);
  root.at("source").get_to(result.source);
  root.at("build").get_to(result.build);
  root.at("build_place").get_to(result.build_place);
  root.at("tests").get_to(result.tests);
  root.at("relocated").get_to(result.relocated);
  root.at("programs").get_to(result.programs);
  root.at("files").get_to(result.files);
  root.at("bytes").get_to(result.bytes);
  for (const json& each : root.at("moves")) {
    result.moves.push_back(
        {each.at("from").get<std::string>(), each.at("to").get<std::string>()});
  }
  return result;
}

}  // namespace

std::string manifest_text(const archive_manifest& of) {
  ordered_json moves = ordered_json::array();
  for (const moved_path& each : of.moves) {
    moves.push_back({{"from", each.from}, {"to", each.to}});
  }
  const ordered_json root{{"version", manifest_version},
                          {"made_by", of.made_by},
                          {"project", of.project},
                          {"configuration", of.configuration},
                          {"source", of.source},
                          {"build", of.build},
                          {"build_place", of.build_place},
                          {"tests", of.tests},
                          {"files", of.files},
                          {"bytes", of.bytes},
                          {"moves", std::move(moves)},
                          {"relocated", of.relocated},
                          {"programs", of.programs}};
  return json_text(root);
}

archive_manifest parse_manifest(std::string_view text) {
  try {
    const json root = json::parse(text);
    const int version = root.at("version").get<int>();
    if (version != manifest_version) {
      refuse_manifest(
          fmt::format("has version {}, not {}", version, manifest_version));
    }
    archive_manifest result = manifest_in(root);
    check_place(result.build_place);
    for (const auto* const places : {&result.relocated, &result.programs}) {
      std::for_each(places->begin(), places->end(), check_place);
    }
    for (const moved_path& each : result.moves) {
      check_place(each.to);
      if (!each.from.starts_with('/') || each.from.size() < 2) {
        refuse_manifest(
            fmt::format("moves '{}', which is not absolute", each.from));
      }
    }
    return result;
  } catch (const json::exception& problem) {
    refuse_manifest(fmt::format("cannot be read: {}", problem.what()));
  }
}

std::vector<moved_path> moves_into(const archive_manifest& of,
                                   const std::string& directory,
                                   const std::string& map_source) {
  std::vector<moved_path> result;
  const auto place_of_source =
      std::find_if(of.moves.begin(), of.moves.end(),
                   [&](const auto& each) { return each.from == of.source; });
  for (const moved_path& each : of.moves) {
    const bool is_source = !map_source.empty() &&
                           place_of_source != of.moves.end() &&
                           each.to == place_of_source->to;
    result.push_back(
        {each.from, is_source ? map_source : directory + "/" + each.to});
  }
  return result;
}

}  // namespace parallel_testing::tools
