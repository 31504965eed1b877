// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/source_text.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

TEST(marker_in_a_source, is_in_the_language_of_its_framework) {
  const auto text = [](framework of, std::string_view marker) {
    return source_of_marker(of, marker).value_or("");
  };
  EXPECT_EQ(text(framework::googletest, "port:8080"),
            "PARALLEL_TESTING_MARK(<suite>, <test>, pt::port(8080));");
  EXPECT_EQ(text(framework::catch2, "lock:orders:shared"),
            "TEST_CASE(<name>, \"[lock:orders:shared]\")");
  EXPECT_EQ(text(framework::doctest, "lock:orders"),
            "TEST_CASE(<name> * pt::mark(pt::lock(\"orders\")))");
  EXPECT_EQ(text(framework::boost_test, "isolate:tmp"),
            "BOOST_AUTO_TEST_CASE(<name>, "
            "*pt::mark(pt::isolate(pt::private_view::tmp)))");
}

TEST(marker_in_a_source, is_cpp_for_each_marker_that_is_suggested) {
  EXPECT_EQ(cpp_of_marker("no_parallel"), "pt::no_parallel");
  EXPECT_EQ(cpp_of_marker("isolate:network"),
            "pt::isolate(pt::private_view::network)");
  EXPECT_EQ(cpp_of_marker("database:shop"), "pt::database(\"shop\")");
  EXPECT_EQ(cpp_of_marker("lock:a:shared"),
            "pt::lock(\"a\", pt::lock_mode::shared)");
  for (const char* each :
       {"", "slow", "lock:a:b", "memory:1GB", "lock:a:b:c"}) {
    EXPECT_EQ(cpp_of_marker(each), std::nullopt) << each;
  }
}

}  // namespace
}  // namespace parallel_testing::tools
