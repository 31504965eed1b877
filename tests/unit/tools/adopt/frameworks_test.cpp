// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/frameworks.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

std::string adapter_of(const std::vector<const char*>& items) {
  std::vector<framework_library> libraries;
  for (const char* each : items) {
    const auto library = framework_library_of(each);
    if (library) {
      libraries.push_back(*library);
    }
  }
  return libraries.empty() ? "" : adapter_for(libraries);
}

TEST(frameworks_test, each_name_of_a_library_has_its_adapter) {
  EXPECT_EQ(adapter_of({"GTest::gtest"}), "ParallelTesting::gtest");
  EXPECT_EQ(adapter_of({"GTest::GTest", "GTest::Main"}),
            "ParallelTesting::gtest_main");
  EXPECT_EQ(adapter_of({"gtest", "gmock"}), "ParallelTesting::gmock");
  EXPECT_EQ(adapter_of({"gtest_main", "GTest::gmock"}),
            "ParallelTesting::gmock_main");
  EXPECT_EQ(adapter_of({"-lgmock_main"}), "ParallelTesting::gmock_main");
  EXPECT_EQ(adapter_of({"/usr/lib/x86_64-linux-gnu/libgtest_main.a"}),
            "ParallelTesting::gtest_main");
  EXPECT_EQ(adapter_of({"libgtest.so.1.12"}), "ParallelTesting::gtest");
  EXPECT_EQ(adapter_of({"/opt/libgtestd.a"}), "ParallelTesting::gtest");
  EXPECT_EQ(adapter_of({"Catch2::Catch2"}), "ParallelTesting::catch2");
  EXPECT_EQ(adapter_of({"Catch2::Catch2WithMain"}),
            "ParallelTesting::catch2_main");
  // Programs with doctest define main() themselves; no library has it.
  EXPECT_EQ(adapter_of({"doctest::doctest"}), "ParallelTesting::doctest");
  EXPECT_EQ(adapter_of({"doctest"}), "ParallelTesting::doctest");
  EXPECT_EQ(adapter_of({"doctest::doctest_with_main"}),
            "ParallelTesting::doctest_main");
  for (const char* each :
       {"Boost::unit_test_framework", "boost_unit_test_framework",
        "-lboost_unit_test_framework-mt",
        "/usr/lib/x86_64-linux-gnu/libboost_unit_test_framework.so.1.74.0"}) {
    EXPECT_EQ(adapter_of({each}), "ParallelTesting::boost_test") << each;
  }
}

TEST(frameworks_test, other_items_are_no_library_of_a_framework) {
  for (const char* each :
       {"pthread", "gtest_helpers", "/usr/lib/libgtest_helpers.a", "my/gtest",
        "-lm", "PRIVATE", "", "Catch2::Other", "Boost::headers", "doctests"}) {
    EXPECT_FALSE(framework_library_of(each)) << each;
  }
}

}  // namespace
}  // namespace parallel_testing::tools
