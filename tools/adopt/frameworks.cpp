// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/frameworks.hpp"

#include <algorithm>
#include <array>

namespace parallel_testing::tools {
namespace {

struct known_library {
  std::string_view name;
  framework_library is;
};

constexpr std::array known_libraries{
    known_library{"gtest", {framework::googletest, false, false}},
    known_library{"gtest_main", {framework::googletest, true, false}},
    known_library{"gmock", {framework::googletest, false, true}},
    known_library{"gmock_main", {framework::googletest, true, true}},
    known_library{"GTest::GTest", {framework::googletest, false, false}},
    known_library{"GTest::Main", {framework::googletest, true, false}},
    known_library{"GTest::gtest", {framework::googletest, false, false}},
    known_library{"GTest::gtest_main", {framework::googletest, true, false}},
    known_library{"GTest::gmock", {framework::googletest, false, true}},
    known_library{"GTest::gmock_main", {framework::googletest, true, true}},
    known_library{"GMock::GMock", {framework::googletest, false, true}},
    known_library{"GMock::Main", {framework::googletest, true, true}},
    known_library{"Catch2", {framework::catch2, false, false}},
    known_library{"Catch2Main", {framework::catch2, true, false}},
    known_library{"Catch2WithMain", {framework::catch2, true, false}},
    known_library{"Catch2::Catch2", {framework::catch2, false, false}},
    known_library{"Catch2::Catch2WithMain", {framework::catch2, true, false}},
};

/// `libgtest_main.so.1.12` and `-lgtest_main` are `gtest_main`.
std::string_view name_of(std::string_view item) {
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
  const std::string_view name = name_of(item);
  const auto found = std::find_if(
      known_libraries.begin(), known_libraries.end(),
      [&](const known_library& each) { return each.name == name; });
  return found == known_libraries.end() ? std::nullopt
                                        : std::optional(found->is);
}

std::string adapter_for(const std::vector<framework_library>& libraries) {
  const auto has = [&](bool framework_library::*property) {
    return std::any_of(
        libraries.begin(), libraries.end(),
        [&](const framework_library& each) { return each.*property; });
  };
  std::string name = "ParallelTesting::";
  if (libraries.front().of == framework::catch2) {
    name += "catch2";
  } else {
    name += has(&framework_library::has_mocks) ? "gmock" : "gtest";
  }
  return name + (has(&framework_library::has_main) ? "_main" : "");
}

std::string adapter_beside(framework of) {
  return of == framework::catch2 ? "ParallelTesting::catch2"
                                 : "ParallelTesting::gtest";
}

}  // namespace parallel_testing::tools
