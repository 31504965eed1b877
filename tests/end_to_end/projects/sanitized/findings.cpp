// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifdef USE_GTEST
#include <gtest/gtest.h>

#include <parallel_testing/gtest.hpp>
#define CASE(name) TEST(finds, name)
#define MARKED_CASE(name)                         \
  PARALLEL_TESTING_MARK(finds, name, port(8080)); \
  TEST(finds, name)
#elif defined(USE_DOCTEST)
#include <doctest/doctest.h>

#include <parallel_testing/doctest.hpp>
namespace pt = parallel_testing;
#define CASE(name) TEST_CASE("finds." #name)
#define MARKED_CASE(name) TEST_CASE("finds." #name* pt::mark(pt::port(8080)))
#elif defined(USE_BOOST_TEST)
#include <boost/test/unit_test.hpp>
#include <parallel_testing/boost_test.hpp>
namespace pt = parallel_testing;
#define CASE(name) BOOST_AUTO_TEST_CASE(name)
#define MARKED_CASE(name) BOOST_AUTO_TEST_CASE(name, *pt::mark(pt::port(8080)))
#else
#include <catch2/catch.hpp>
#define CASE(name) TEST_CASE("finds." #name)
#define MARKED_CASE(name) TEST_CASE("finds." #name, "[port:8080]")
#endif

#include <signal.h>

#include <parallel_testing/temp_dir.hpp>
#include <thread>

namespace {

int* volatile place = nullptr;

#ifdef WITH_THREAD
void write_from_two_threads() {
  static int shared = 0;
  std::thread other([] { ++shared; });
  ++shared;
  other.join();
}
#else
void lose_memory() {
  place = new int[2];
  place = nullptr;
}
#endif

// What the library itself does for a test.
MARKED_CASE(nothing) {
  const parallel_testing::temp_dir directory;
}

CASE(bad_address) {
  *place = 1;
}

CASE(signal) {
  ::raise(SIGSEGV);
}

#ifdef WITH_THREAD
CASE(race) {
  write_from_two_threads();
}
#else
CASE(leak) {
  lose_memory();
}

CASE(overflow) {
  place = new int[2];
  place[2] = 1;
  delete[] place;
}
#endif

// Found when the case has ended.
#ifdef USE_GTEST
CASE(something_skipped) {
#ifdef WITH_THREAD
  write_from_two_threads();
#else
  lose_memory();
#endif
  GTEST_SKIP();
}
#endif

}  // namespace
