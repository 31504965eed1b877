// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// clang-format off: a precompiled header must be the first
#include <gtest/gtest.h>
// clang-format on
#include <dirent.h>

#include <parallel_testing/parallel_testing.hpp>
#include <string>

#include "note.hpp"

namespace pt = parallel_testing;

namespace {

void be_alone_in(const char* name) {
  const e2e::section alone(name);
  e2e::take_time();
}

/// Present for the others while it lives.
class presence : public e2e::section {
 public:
  presence() : section("present." + std::to_string(::getpid())) {}
};

int number_of(const std::string& prefix) {
  int count = 0;
  DIR* const directory = ::opendir(e2e::variable("E2E_SECTIONS").c_str());
  while (const dirent* entry = ::readdir(directory)) {
    if (std::string(entry->d_name).rfind(prefix, 0) == 0) ++count;
  }
  ::closedir(directory);
  return count;
}

int number_present() {
  return number_of("present.");
}

/// Passes only when `expected` tests are in here at the same time.
void meet(int expected) {
  const std::string mark = "/met." + std::to_string(::getpid());
  const std::string path = e2e::variable("E2E_SECTIONS") + mark;
  ::close(::open(path.c_str(), O_WRONLY | O_CREAT, 0600));
  for (int round = 0; round < 4000; ++round) {
    if (number_of("met.") == expected) return;
    e2e::take_time(5);
  }
  FAIL() << "nobody came";
}

}  // namespace

TEST(Meets, LockOne) {
  meet(3);
}
PARALLEL_TESTING_MARK(Meets, LockOne, lock("one"));
TEST(Meets, LockTwo) {
  meet(3);
}
PARALLEL_TESTING_MARK(Meets, LockTwo, lock("two"));
TEST(Meets, NoLock) {
  meet(3);
}

class Quiet : public testing::TestWithParam<int> {};
TEST_P(Quiet, IsAlone) {
  const presence here;
  for (int round = 0; round < 5; ++round) {
    if (number_present() != 1) e2e::note("collision", "no_parallel");
    e2e::take_time(10);
  }
}
INSTANTIATE_TEST_SUITE_P(Marked, Quiet, testing::Range(0, 3));
PARALLEL_TESTING_MARK_SUITE(Quiet, no_parallel);

class Free : public testing::TestWithParam<int> {};
TEST_P(Free, Runs) {
  const presence here;
  e2e::note("present", std::to_string(number_present()));
  e2e::take_time(60);
}
INSTANTIATE_TEST_SUITE_P(Unmarked, Free, testing::Range(0, 8));

class Alpha : public testing::TestWithParam<int> {};
TEST_P(Alpha, IsExclusive) {
  be_alone_in("alpha");
}
INSTANTIATE_TEST_SUITE_P(Marked, Alpha, testing::Range(0, 4));
PARALLEL_TESTING_MARK_SUITE(Alpha, lock("alpha"));

class Beta : public testing::TestWithParam<int> {};
TEST_P(Beta, IsExclusive) {
  be_alone_in("beta");
}
INSTANTIATE_TEST_SUITE_P(Marked, Beta, testing::Range(0, 4));
PARALLEL_TESTING_MARK_SUITE(Beta, lock("beta"));

TEST(Both, AlphaThenBeta) {
  const e2e::section one("alpha");
  be_alone_in("beta");
}
PARALLEL_TESTING_MARK(Both, AlphaThenBeta, lock("alpha"), lock("beta"));

TEST(Both, BetaThenAlpha) {
  const e2e::section one("alpha");
  be_alone_in("beta");
}
PARALLEL_TESTING_MARK(Both, BetaThenAlpha, lock("beta"), lock("alpha"));

TEST(Both, OneOfThemTwice) {
  const e2e::section one("alpha");
  be_alone_in("beta");
}
PARALLEL_TESTING_MARK(Both, OneOfThemTwice, lock("alpha"), lock("beta"),
                      lock("alpha"));

TEST(Declared, InCMake) {
  be_alone_in("alpha");
}

template <class T>
class GammaTyped : public testing::Test {};
using types = testing::Types<int, char>;
TYPED_TEST_SUITE(GammaTyped, types);
TYPED_TEST(GammaTyped, IsExclusive) {
  be_alone_in("gamma");
}
PARALLEL_TESTING_MARK_SUITE(GammaTyped, lock("gamma"));

class GammaValue : public testing::TestWithParam<int> {};
TEST_P(GammaValue, IsExclusive) {
  be_alone_in("gamma");
}
INSTANTIATE_TEST_SUITE_P(Marked, GammaValue, testing::Range(0, 3));
PARALLEL_TESTING_MARK_SUITE(GammaValue, lock("gamma"));

TEST(Grouped, InFirstFile) {
  be_alone_in("group");
}
PARALLEL_TESTING_MARK(Grouped, InFirstFile, no_parallel("group"));

/// Takes a lock in SetUpTestSuite and another one in SetUp.
class SetUpLocks : public testing::TestWithParam<int> {
 protected:
  static void SetUpTestSuite() {
    const pt::named_lock lock("delta");
    be_alone_in("delta");
  }
  pt::named_lock lock_{"epsilon"};
};
TEST_P(SetUpLocks, AreReleased) {
  be_alone_in("epsilon");
}
INSTANTIATE_TEST_SUITE_P(All, SetUpLocks, testing::Range(0, 6));

TEST(FixedPort, First) {
  be_alone_in("port");
}
PARALLEL_TESTING_MARK(FixedPort, First, port(19417));
TEST(FixedPort, Second) {
  be_alone_in("port");
}
PARALLEL_TESTING_MARK(FixedPort, Second, port(19417));

TEST(Database, First) {
  be_alone_in("orders");
}
PARALLEL_TESTING_MARK(Database, First, database("orders"));
TEST(Database, Second) {
  be_alone_in("orders");
}
PARALLEL_TESTING_MARK(Database, Second, database("orders"));
