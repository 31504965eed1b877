// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every test prints who it is, so that its output in the report of ctest can
// be compared with the name ctest gave it.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <ostream>
#include <parallel_testing/markers.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "note.hpp"

namespace {

void say_who_i_am() {
  const testing::TestInfo& info =
      *testing::UnitTest::GetInstance()->current_test_info();
  const std::string name =
      std::string(info.test_suite_name()) + "." + info.name();
  std::printf("I am <%s>\n", name.c_str());
  std::fflush(stdout);
  e2e::note("ran", name);
}

/// A parameter that is shown exactly as it is written.
struct text {
  const char* value;
};

void PrintTo(const text& shown, std::ostream* out) {
  *out << shown.value;
}

}  // namespace

TEST(Name, Plain) {
  say_who_i_am();
}

TEST(Name, Marked) {
  say_who_i_am();
}
PARALLEL_TESTING_MARK(Name, Marked, no_parallel("names"), label("slow"),
                      threads(2));

TEST(Name, DISABLED_Off) {
  say_who_i_am();
}

TEST(
    Name,
    AVeryLongNameThatGoesOnAndOnUntilItHasTwoHundredCharactersBecauseSomebodyWroteAWholeStoryIntoItAboutOrdersThatAreExportedImportedCancelledRefundedAndThenExportedOnceMoreToSeeThatNothingWasLostOnTheWayHome) {
  say_who_i_am();
}

class Odd : public testing::TestWithParam<text> {};
TEST_P(Odd, Text) {
  say_who_i_am();
}
INSTANTIATE_TEST_SUITE_P(
    In, Odd,
    testing::Values(text{"with space"}, text{"a,b"}, text{"[x]"}, text{"[x"},
                    text{"x]"}, text{"\"quoted\""}, text{"it's"},
                    text{"gr\xC3\xBC\xC3\x9F"
                         "e \xE2\x82\xAC"},
                    text{"a;b"}, text{"]=]"}, text{"]==]"}, text{"trailing  "},
                    text{"$HOME ${x} $<y>"}, text{"back\\slash\\"},
                    text{"# comment"}, text{"(paren"}, text{"two\nlines"},
                    text{""}, text{"*?:-"}, text{"@at@"}));

class Same : public testing::TestWithParam<text> {};
TEST_P(Same, Value) {
  say_who_i_am();
}
INSTANTIATE_TEST_SUITE_P(Twice, Same,
                         testing::Values(text{"twin"}, text{"twin"}));

/// A parameter that GoogleTest shows as bytes, among them padding and an
/// address.
struct opaque {
  char letter;
  double number;
  const char* text;
};

class Opaque : public testing::TestWithParam<opaque> {};
TEST_P(Opaque, Value) {
  say_who_i_am();
}
INSTANTIATE_TEST_SUITE_P(In, Opaque,
                         testing::Values(opaque{'a', 1, "x"},
                                         opaque{'b', 2, "y"}));
INSTANTIATE_TEST_SUITE_P(Named, Opaque,
                         testing::Values(opaque{'a', 1, "fast"},
                                         opaque{'b', 2, "slow"},
                                         opaque{'c', 3, "1"}),
                         [](const testing::TestParamInfo<opaque>& given) {
                           return given.param.text;
                         });

void one_function() {}
class Pointers
    : public testing::TestWithParam<std::tuple<int, const char*, void (*)()>> {
};
TEST_P(Pointers, Value) {
  say_who_i_am();
}
INSTANTIATE_TEST_SUITE_P(In, Pointers,
                         testing::Values(std::make_tuple(1, "x",
                                                         &one_function)));

class Strings : public testing::TestWithParam<const char*> {};
TEST_P(Strings, Value) {
  say_who_i_am();
}
INSTANTIATE_TEST_SUITE_P(In, Strings,
                         testing::Values("0x55d4a2b3c010", "-x* :?"));

/// Its generator gives an instance a name that equals its index.
class Mixed : public testing::TestWithParam<int> {};
TEST_P(Mixed, Value) {
  say_who_i_am();
}
INSTANTIATE_TEST_SUITE_P(In, Mixed, testing::Values(9, 0, 3),
                         [](const testing::TestParamInfo<int>& given) {
                           return std::to_string(given.param / 2 + 1);
                         });

class Letters : public testing::TestWithParam<std::tuple<char, int>> {};
TEST_P(Letters, Value) {
  say_who_i_am();
}
INSTANTIATE_TEST_SUITE_P(In, Letters, testing::Values(std::make_tuple('a', 3)));

template <class T>
class Typed : public testing::Test {};
using types = testing::Types<int, std::vector<int>, std::map<int, char>>;
TYPED_TEST_SUITE(Typed, types);
TYPED_TEST(Typed, Works) {
  say_who_i_am();
}

template <class T>
class Registered : public testing::Test {};
TYPED_TEST_SUITE_P(Registered);
TYPED_TEST_P(Registered, Works) {
  say_who_i_am();
}
REGISTER_TYPED_TEST_SUITE_P(Registered, Works);
using more_types = testing::Types<char, std::vector<std::string>>;
INSTANTIATE_TYPED_TEST_SUITE_P(My, Registered, more_types);

/// Registered by the program itself, with a value or a type and no index.
class Own : public testing::Test {
 public:
  void TestBody() override { say_who_i_am(); }

  static const testing::TestInfo* add(const char* test, const char* type,
                                      const char* value) {
    return testing::RegisterTest(test, "Works", type, value, __FILE__, __LINE__,
                                 [] { return new Own; });
  }
};
const testing::TestInfo* const with_value = Own::add("OwnValue", nullptr, "7");
const testing::TestInfo* const with_type = Own::add("OwnType", "int", nullptr);

TEST(Outcome, Passes) {
  say_who_i_am();
}
TEST(Outcome, Fails) {
  say_who_i_am();
  FAIL() << "as it should";
}
TEST(Outcome, Skips) {
  say_who_i_am();
  GTEST_SKIP() << "no network";
}

TEST(SameName, IsInBothTargets) {
  e2e::note("same", "suite");
}
