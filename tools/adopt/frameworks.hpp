// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The names under which projects link test frameworks, and the adapters that
// replace them. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "discovered/frameworks.hpp"

namespace parallel_testing::tools {

/// One library of a framework.
struct framework_library {
  framework of = framework::googletest;
  linked_library is;
};

/// What an item of target_link_libraries() is: a target (`GTest::Main`), a name
/// (`gtest_main`), an option (`-lgmock`) or a file (`/usr/lib/libgtest.a`).
/// Nothing for other items.
[[nodiscard]] std::optional<framework_library> framework_library_of(
    std::string_view item);

/// The adapter for a program that links these libraries of one framework:
/// `ParallelTesting::gmock_main`. Not for an empty list.
[[nodiscard]] std::string adapter_for(
    const std::vector<framework_library>& libraries);

/// The adapter for a program that links the framework already.
[[nodiscard]] std::string adapter_beside(framework of);

}  // namespace parallel_testing::tools
