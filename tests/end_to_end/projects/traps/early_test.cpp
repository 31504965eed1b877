// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Notes at each stage of the program what it finds there.
// clang-format off: a precompiled header must be the first
#include <gtest/gtest.h>
// clang-format on
#include <fmt/format.h>

#include <parallel_testing/parallel_testing.hpp>
#include <string>

#include "note.hpp"

namespace pt = parallel_testing;

namespace {

void note_stage(const char* stage) {
  for (const char* name :
       {"PARALLEL_TESTING_HELD_LOCKS", "PARALLEL_TESTING_WORKER",
        "PARALLEL_TESTING_TEMP_DIR", "TMPDIR", "TMP", "TEMP", "TEST_TMPDIR"}) {
    e2e::note(fmt::format("{}.{}", stage, name), e2e::variable(name));
  }
}

struct static_object {
  static_object() { note_stage("static"); }
  ~static_object() { e2e::note("exit.worker", pt::this_worker().id()); }
  // All tests here have the lock, so every process of this program has it.
  e2e::section alone{"early"};
};
const static_object first;

class environment : public testing::Environment {
  void SetUp() override { note_stage("environment"); }
};

}  // namespace

class Early : public testing::TestWithParam<int> {
 protected:
  static void SetUpTestSuite() { note_stage("suite"); }
  const std::string in_constructor_ = e2e::variable("TMPDIR");
};
TEST_P(Early, HoldsItsLock) {
  note_stage("body");
  EXPECT_EQ(in_constructor_, e2e::variable("TMPDIR"));
  EXPECT_EQ(testing::TempDir().find(in_constructor_), 0u);
  e2e::take_time(30);
}
INSTANTIATE_TEST_SUITE_P(All, Early, testing::Range(0, 3));
PARALLEL_TESTING_MARK_SUITE(Early, lock("early"));

// Their suite is called NamedTypes/Int at run time.
template <class Type>
class NamedTypes : public testing::Test {};
struct type_names {
  template <class Type>
  static std::string GetName(int) {
    return "Int";
  }
};
TYPED_TEST_SUITE(NamedTypes, testing::Types<int>, type_names);
TYPED_TEST(NamedTypes, HoldsItsLock) {
  note_stage("body");
}
PARALLEL_TESTING_MARK_SUITE(NamedTypes, lock("early"));

int main(int argc, char** argv) {
  note_stage("main");
  testing::InitGoogleTest(&argc, argv);
  testing::AddGlobalTestEnvironment(new environment);
  return RUN_ALL_TESTS();
}
