// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CASE_COUNT cases in SUITE_COUNT suites, made by a loop: a source file with
// as many macros would take minutes to compile and list the same.
#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <vector>

#ifndef START_MS
#define START_MS 0  // processor time before main()
#endif
#ifndef HEAP_MIB
#define HEAP_MIB 0  // memory that is written to before main()
#endif

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

const std::vector<char> heap(HEAP_MIB * 1024UL * 1024UL, 'x');

const bool registered = [] {
  const std::clock_t end =
      std::clock() + START_MS * (static_cast<long>(CLOCKS_PER_SEC) / 1000);
  while (std::clock() < end) {
  }
  for (int number = 0; number < SUITE_COUNT; ++number) {
    register_suite("Suite" + std::to_string(number), CASE_COUNT / SUITE_COUNT);
  }
  return true;
}();

}  // namespace
