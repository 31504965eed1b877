// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Markers that must not compile, and what the compiler says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::unit {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

struct compilation {
  int exit_code;
  std::string errors;
};

compilation compile_source(const std::string& source,
                           const std::string& standard = "c++17") {
  const scratch place;
  write_to(place.path("marks.cpp"),
           "#include <parallel_testing/markers.hpp>\n"
           "namespace pt = parallel_testing;\n" +
               source);
  child_process compiler(
      {CXX_COMPILER, "-std=" + standard, "-fsyntax-only", "-Wall", "-Wextra",
       "-Wpedantic", "-I", LIB_INCLUDE, place.path("marks.cpp")},
      {});
  const int exit_code = compiler.finish();
  return {exit_code, compiler.errors()};
}

compilation compile(const std::string& markers,
                    const std::string& standard = "c++17") {
  return compile_source(
      "PARALLEL_TESTING_MARK(Suite, Test, " + markers + ");\n", standard);
}

struct wrong_marker {
  const char* marker;
  const char* says;
};

void PrintTo(const wrong_marker& shown, std::ostream* out) {
  *out << shown.marker;
}

class wrong_markers : public testing::TestWithParam<wrong_marker> {};

TEST_P(wrong_markers, C27_do_not_compile) {
  const compilation result = compile(GetParam().marker);
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.errors, HasSubstr("error: "));
  EXPECT_THAT(result.errors, HasSubstr(GetParam().says));
}

constexpr const char* bad_name =
    "name_must_be_1_to_100_of_letters_digits_and_underscore_dot_dash";
constexpr const char* bad_port = "port_must_be_1_to_65535";
constexpr const char* bad_number = "number_must_be_greater_than_zero";
constexpr const char* bad_time = "time_must_be_at_least_1ms";
constexpr const char* bad_memory =
    "memory_must_be_a_whole_number_of_B_KB_MB_GB_KiB_MiB_or_GiB";

INSTANTIATE_TEST_SUITE_P(
    all, wrong_markers,
    testing::Values(
        wrong_marker{"no_paralel", "did you mean"},
        wrong_marker{"\"slow\"", "conver"}, wrong_marker{"lock", "lock"},
        wrong_marker{"lock()", "lock"}, wrong_marker{"pt::lock(\"a\")", "lock"},
        wrong_marker{"pt::marker(\"a\")", "private"},
        wrong_marker{"lock(\"a b\")", bad_name},
        wrong_marker{"lock(\"\")", bad_name},
        wrong_marker{"lock(\"a;b\")", bad_name},
        wrong_marker{"lock(\"a:shared\")", bad_name},
        wrong_marker{"no_parallel(\"ü\")", bad_name},
        wrong_marker{"database(\"a/b\")", bad_name},
        wrong_marker{"resource(\"g p u\")", bad_name},
        wrong_marker{"fixture(\"\")", bad_name},
        wrong_marker{"label(\"very slow\")", bad_name},
        wrong_marker{"port(70000)", bad_port},
        wrong_marker{"port(0)", bad_port}, wrong_marker{"port(-1)", bad_port},
        wrong_marker{"port(\"x\")", "char"},
        wrong_marker{"ports(0)", bad_number},
        wrong_marker{"ports(-1)", bad_number},
        wrong_marker{"ports(10001)", "number_must_be_at_most_10000"},
        wrong_marker{"resource(\"gpu\", 1000000000)",
                     "number_must_be_at_most_999999999"},
        wrong_marker{"threads(0)", bad_number},
        wrong_marker{"threads(10000)", "number_must_be_at_most_9999"},
        wrong_marker{"flaky(0)", bad_number},
        wrong_marker{"flaky(100)", "number_must_be_at_most_99"},
        wrong_marker{"resource(\"gpu\", 0)", bad_number},
        wrong_marker{"timeout(30)", "duration"},
        wrong_marker{"timeout(0s)", bad_time},
        wrong_marker{"timeout(-2.5s)", bad_time},
        wrong_marker{"grace(100us)", bad_time},
        wrong_marker{"leak(\"warn\")", "leak_policy"},
        wrong_marker{"leak(leak_policy::wran)", "wran"},
        wrong_marker{"memory(2)", "memory_size"},
        wrong_marker{"memory(2_Gib)", "_Gib"},
        wrong_marker{"memory(0_GiB)", bad_memory},
        wrong_marker{"memory(1000000000_B)", bad_memory},
        wrong_marker{"memory(\"2Gib\")", bad_memory},
        wrong_marker{"memory(\"2 GiB\")", bad_memory},
        wrong_marker{"memory(\"02GiB\")", bad_memory},
        wrong_marker{"memory(\"1000000000B\")", bad_memory},
        wrong_marker{"memory(\"GiB\")", bad_memory},
        wrong_marker{"memory(\"2\")", bad_memory},
        wrong_marker{"memory(\"\")", bad_memory}));

TEST(right_markers, compile_without_a_word) {
  for (const char* standard : {"c++17", "c++20"}) {
    const compilation result = compile(
        "no_parallel, lock(\"a\", lock_mode::shared), port(1), timeout(.5s), "
        "memory(2_GiB), isolate(pt::private_view::tmp)",
        standard);
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.errors, "");
  }
}

TEST(wrong_markers, C27_of_101_characters_do_not_compile) {
  const std::string longest(100, 'x');
  EXPECT_EQ(compile("lock(\"" + longest + "\")").exit_code, 0);
  const compilation result = compile("lock(\"" + longest + "x\")");
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.errors, HasSubstr(bad_name));
}

TEST(wrong_markers, C27_of_a_value_not_known_to_the_compiler_do_not_compile) {
  EXPECT_NE(compile("port(*new long(80))").exit_code, 0);
}

// Neither of the two looks like the lock that it is not.
TEST(markers_in_a_test, C27_do_not_compile) {
  for (const char* line : {"pt::lock(\"x\");", "auto g = pt::lock(\"x\");"}) {
    const compilation result =
        compile_source(std::string("void test() { ") + line + " }\n");
    EXPECT_NE(result.exit_code, 0) << line;
    EXPECT_THAT(result.errors,
                AnyOf(HasSubstr("error: ‘lock’ is not a member of ‘pt’"),
                      HasSubstr("error: 'lock' is not a member of 'pt'"),
                      HasSubstr("error: no member named 'lock' in namespace "
                                "'parallel_testing'")))
        << line;
  }
}

TEST(markers_in_a_test, C27_that_do_nothing_are_warned_of) {
  const compilation result =
      compile_source("void test() { pt::mark::lock(\"x\"); }\n");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(
      result.errors,
      HasSubstr("a marker does nothing by itself: write it in "
                "PARALLEL_TESTING_MARK(suite, test, ...), or take a lock in a "
                "test with parallel_testing::named_lock"));
}

TEST(markers, before_cxx17_say_what_they_need) {
  const compilation result = compile("no_parallel", "c++14");
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.errors, HasSubstr("need C++17: target_compile_features("));
}

}  // namespace
}  // namespace parallel_testing::unit
