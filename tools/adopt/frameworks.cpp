// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/frameworks.hpp"

#include <algorithm>

namespace parallel_testing::tools {
namespace {

/// `libgtest_main.so.1.12` and `-lgtest_main` are `gtest_main`.
std::string_view item_name(std::string_view item) {
  if (item.starts_with("-l")) {
    return item.substr(2);
  }
  const std::size_t slash = item.rfind('/');
  if (slash == std::string_view::npos && !item.starts_with("lib")) {
    return item;
  }
  item.remove_prefix(slash == std::string_view::npos ? 0 : slash + 1);
  if (item.starts_with("lib") && item.find('.') != std::string_view::npos) {
    item = item.substr(3, item.find('.') - 3);
    // Libraries of a debug build.
    return item == "gtestd" || item == "gmockd" || item == "Catch2d"
               ? item.substr(0, item.size() - 1)
               : item;
  }
  return "";
}

}  // namespace

std::optional<framework_library> framework_library_of(std::string_view item) {
  const std::string_view name = item_name(item);
  for (const framework_facts& facts : all_framework_facts()) {
    for (const linked_library& each : facts.libraries) {
      if (each.name == name) {
        return framework_library{facts.kind, each};
      }
    }
  }
  return std::nullopt;
}

std::string adapter_for(const std::vector<framework_library>& libraries) {
  const auto has = [&](bool linked_library::*property) {
    return std::any_of(
        libraries.begin(), libraries.end(),
        [&](const framework_library& each) { return each.is.*property; });
  };
  const auto with_mocks = std::find_if(
      libraries.begin(), libraries.end(),
      [](const framework_library& each) { return each.is.has_mocks; });
  const framework_library& chosen =
      with_mocks == libraries.end() ? libraries.front() : *with_mocks;
  return "ParallelTesting::" + std::string(chosen.is.adapter) +
         (has(&linked_library::has_main) ? "_main" : "");
}

std::string adapter_beside(framework of) {
  return "ParallelTesting::" +
         std::string(facts_of(of).libraries.front().adapter);
}

}  // namespace parallel_testing::tools
