// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/sites.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "adopt/shapes.hpp"

namespace parallel_testing::tools {
namespace {

void find_source(const survey& of, call_site& site) {
  const auto closed = of.closed.find(site.file);
  if (closed != of.closed.end()) {
    site.problem = closed->second;
    return;
  }
  const auto file = of.files.find(site.file);
  if (file == of.files.end()) {
    site.problem = "the file is not one of the project";
    return;
  }
  if (file->second.text.find("COMMAND parallel_discover_tests") !=
      std::string::npos) {
    site.problem = "`adopt` changed the file before";
    return;
  }
  const source_call* const call = file->second.call_at(site.command, site.line);
  if (call == nullptr) {
    site.problem =
        file->second.problem.empty()
            ? "the call is not the only one of its name in the line"
            : "the file cannot be read as CMake code: " + file->second.problem;
    return;
  }
  if (!is_alone(file->second, *call)) {
    site.problem = "there is other code on the lines of the call";
    return;
  }
  site.source = &file->second;
  site.call = call;
}

}  // namespace

std::vector<call_site> sites_of(const survey& of,
                                const std::vector<std::string>& commands) {
  std::vector<call_site> sites;
  std::map<std::tuple<std::string, std::string, std::int64_t>, std::size_t>
      known;
  for (const traced_call& each : of.calls) {
    if (std::find(commands.begin(), commands.end(), each.command) ==
        commands.end()) {
      continue;
    }
    const auto [found, is_new] = known.emplace(
        std::tuple(each.command, each.file, each.line), sites.size());
    if (is_new) {
      sites.push_back({each.command, each.file, each.line});
      find_source(of, sites.back());
    }
    sites[found->second].calls.push_back(&each);
  }
  return sites;
}

source_place place_of(const survey& of, const call_site& site) {
  const std::string root = of.source + "/";
  return {
      site.file.starts_with(root) ? site.file.substr(root.size()) : site.file,
      site.line};
}

bool is_same_scope(const call_site& left, const call_site& right) {
  return left.source != nullptr && left.source == right.source &&
         left.call != nullptr && right.call != nullptr &&
         left.call->blocks == right.call->blocks;
}

bool is_unconditional(const call_site& site) {
  return site.call != nullptr && site.call->blocks.empty() &&
         site.calls.size() == 1;
}

}  // namespace parallel_testing::tools
