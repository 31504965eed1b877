// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CASE_COUNT cases in SUITE_COUNT suites, made by a loop: a source file with
// as many macros would take minutes to compile and list the same.
#include <gtest/gtest.h>

#include <string>

#ifdef MARK_FIRST_SUITE
#include <parallel_testing/gtest.hpp>

PARALLEL_TESTING_MARK_SUITE(Suite0, lock("orders"), label("slow"));
#endif

namespace {

class passing : public ::testing::Test {
  void TestBody() override {}
};

void register_suite(const std::string& suite, int case_count) {
  for (int number = 0; number < case_count; ++number) {
    const std::string name = "Case" + std::to_string(number);
    ::testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr,
                            __FILE__, __LINE__,
                            []() -> ::testing::Test* { return new passing; });
  }
}

const bool registered = [] {
  for (int number = 0; number < SUITE_COUNT; ++number) {
    register_suite("Suite" + std::to_string(number), CASE_COUNT / SUITE_COUNT);
  }
  return true;
}();

}  // namespace
