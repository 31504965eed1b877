// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cores/core_map.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/format.hpp"

namespace parallel_testing::launcher {

namespace {

std::string_view without_line_end(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

/// By processor.
std::map<unsigned, int> nodes_of(const system_file& read) {
  std::map<unsigned, int> nodes;
  const std::string online = read("devices/system/node/online");
  for (const unsigned node : parse_processors(without_line_end(online))) {
    const std::string list =
        read(fmt::format("devices/system/node/node{}/cpulist", node));
    for (const unsigned each : parse_processors(without_line_end(list))) {
      nodes[each] = static_cast<int>(node);
    }
  }
  return nodes;
}

}  // namespace

std::vector<core> cores_of(const std::vector<unsigned>& processors,
                           const system_file& read) {
  const std::map<unsigned, int> nodes = nodes_of(read);
  std::map<unsigned, core> cores;
  for (const unsigned each : processors) {
    const std::string text = read(fmt::format(
        "devices/system/cpu/cpu{}/topology/thread_siblings_list", each));
    const std::vector<unsigned> siblings =
        parse_processors(without_line_end(text));
    const unsigned number = siblings.empty() ? each : siblings.front();
    core& found = cores[number];
    found.number = number;
    found.processors.push_back(each);
    const auto node = nodes.find(each);
    found.node = node == nodes.end() ? 0 : node->second;
  }
  std::vector<core> result;
  for (auto& [number, found] : cores) {
    result.push_back(std::move(found));
  }
  return result;
}

std::vector<core> choose_cores(const std::vector<core>& free,
                               std::size_t count) {
  if (free.size() < count) {
    return {};
  }
  std::map<int, std::size_t> free_of_node;
  for (const core& each : free) {
    ++free_of_node[each.node];
  }
  // A node that suffices before one that does not; of those that suffice the
  // smallest, of the others the largest.
  const auto rank = [&](const core& each) {
    const std::size_t there = free_of_node[each.node];
    const bool suffices = there >= count;
    return std::tuple(!suffices, suffices ? there : free.size() - there,
                      each.node, each.number);
  };
  std::vector<core> chosen = free;
  std::sort(chosen.begin(), chosen.end(),
            [&](const core& a, const core& b) { return rank(a) < rank(b); });
  chosen.resize(count);
  return chosen;
}

std::vector<unsigned> processors_of(const std::vector<core>& cores) {
  std::vector<unsigned> result;
  for (const core& each : cores) {
    result.insert(result.end(), each.processors.begin(), each.processors.end());
  }
  std::sort(result.begin(), result.end());
  return result;
}

std::string places_of(const std::vector<core>& cores) {
  std::string places;
  for (const core& each : cores) {
    std::string processors;
    for (const unsigned processor : each.processors) {
      processors +=
          fmt::format("{}{}", processors.empty() ? "" : ",", processor);
    }
    places += fmt::format("{}{{{}}}", places.empty() ? "" : ",", processors);
  }
  return places;
}

}  // namespace parallel_testing::launcher
