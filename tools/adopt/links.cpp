// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/links.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "adopt/shapes.hpp"

namespace parallel_testing::tools {
namespace {

constexpr std::array link_keywords{
    "PRIVATE",      "PUBLIC",      "INTERFACE",
    "LINK_PRIVATE", "LINK_PUBLIC", "debug",
    "optimized",    "general",     "LINK_INTERFACE_LIBRARIES"};

bool is_link_keyword(std::string_view item) {
  return std::find(link_keywords.begin(), link_keywords.end(), item) !=
         link_keywords.end();
}

/// The adapters compile as C++17.
bool is_old_standard(const std::string& standard) {
  return standard == "98" || standard == "03" || standard == "11" ||
         standard == "14";
}

/// The items of an argument that CMake reads as a list.
std::vector<std::string> split_items(const std::string& argument) {
  std::vector<std::string> items;
  std::size_t at = 0;
  while (at <= argument.size()) {
    const std::size_t end = std::min(argument.find(';', at), argument.size());
    items.push_back(argument.substr(at, end - at));
    at = end + 1;
  }
  return items;
}

}  // namespace

adapter_links::adapter_links(const survey& of,
                             const std::set<std::string>& targets,
                             const std::map<std::string, std::string>& without)
    : of_(of), targets_(targets), without_(without) {
  for (const test_program& each : of.programs) {
    programs_[each.target] = &each;
  }
  for (const traced_call& call : of.calls) {
    if (call.command != "target_link_libraries" || call.arguments.empty()) {
      continue;
    }
    const std::string& target = call.arguments.front();
    for (std::size_t at = 1; at < call.arguments.size(); ++at) {
      for (std::string& item : split_items(call.arguments[at])) {
        if (item == "PRIVATE" || item == "PUBLIC" || item == "INTERFACE") {
          keyword_users_.insert(target);
        } else if (!is_link_keyword(item)) {
          items_[target].push_back(std::move(item));
        }
      }
    }
  }
  choose_replaced();
}

bool adapter_links::may_have_adapter(const std::string& target) const {
  const auto program = programs_.find(target);
  return targets_.count(target) > 0 && without_.count(target) == 0 &&
         program != programs_.end() &&
         !is_old_standard(program->second->standard);
}

void adapter_links::choose_replaced() {
  for (call_site& site : sites_of(of_, {"target_link_libraries"})) {
    std::set<std::string> with;
    std::set<std::string> others;
    for (const traced_call* const each : site.calls) {
      if (!each->arguments.empty()) {
        const std::string& target = each->arguments.front();
        (may_have_adapter(target) ? with : others).insert(target);
      }
    }
    if (site.call == nullptr || site.call->arguments.empty() || with.empty() ||
        !relinked(*site.source, *site.call)) {
      continue;
    }
    const auto except = condition_for(site.call->arguments.front(),
                                      {others.begin(), others.end()});
    if (except) {
      adapters_.insert(with.begin(), with.end());
      replaced_.push_back({std::move(site), *except});
    }
  }
}

/// Whether a library of its framework is among what it links, itself or through
/// other targets.
bool adapter_links::links_framework(const std::string& target) const {
  std::vector<std::string> next{target};
  std::set<std::string> seen{target};
  while (!next.empty()) {
    const std::string one = next.back();
    next.pop_back();
    const auto items = items_.find(one);
    if (items == items_.end()) {
      continue;
    }
    for (const std::string& item : items->second) {
      if (framework_library_of(item)) {
        return true;
      }
      if (seen.insert(item).second) {
        next.push_back(item);
      }
    }
  }
  return false;
}

std::optional<adapter_beside_framework> adapter_links::beside(
    const std::vector<std::string>& targets, const std::string& directory) {
  std::optional<adapter_beside_framework> found;
  for (const std::string& each : targets) {
    if (adapters_.count(each) > 0 || !may_have_adapter(each)) {
      return std::nullopt;
    }
    const test_program& program = *programs_.at(each);
    // The headers of some frameworks may be used without a target. A copy of
    // GoogleTest that the project compiles itself must stay the only one.
    if (program.directory != directory ||
        (!facts_of(program.of).needs_no_library && !links_framework(each))) {
      return std::nullopt;
    }
    const adapter_beside_framework own{
        adapter_beside(program.of),
        keyword_users_.count(each) > 0 ? " PRIVATE" : ""};
    if (found &&
        (found->adapter != own.adapter || found->keyword != own.keyword)) {
      return std::nullopt;
    }
    found = own;
  }
  adapters_.insert(targets.begin(), targets.end());
  return found;
}

std::string adapter_links::why_none(
    const std::vector<std::string>& targets) const {
  for (const std::string& each : targets) {
    if (without_.count(each) > 0) {
      return fmt::format(
          "{} does not build with the library of ParallelTesting", each);
    }
    const auto program = programs_.find(each);
    if (program != programs_.end() &&
        is_old_standard(program->second->standard)) {
      return fmt::format(
          "{} is compiled as C++{}, and the library of ParallelTesting "
          "requires C++17",
          each, program->second->standard);
    }
  }
  return "no line of this directory links the framework to the test program";
}

}  // namespace parallel_testing::tools
