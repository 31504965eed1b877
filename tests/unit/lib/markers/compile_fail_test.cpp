// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Markers that must not compile, and what the compiler says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::unit {
namespace {

using testing::HasSubstr;

struct compilation {
  int exit_code;
  std::string errors;
};

compilation compile(const std::string& markers,
                    const std::string& standard = "c++17") {
  const scratch place;
  write_to(place.path("marks.cpp"),
           "#include <parallel_testing/markers.hpp>\n"
           "namespace pt = parallel_testing;\n"
           "PARALLEL_TESTING_MARK(Suite, Test, " +
               markers + ");\n");
  child_process compiler({CXX_COMPILER, "-std=" + standard, "-fsyntax-only",
                          "-I", LIB_INCLUDE, place.path("marks.cpp")},
                         {});
  const int exit_code = compiler.finish();
  return {exit_code, compiler.errors()};
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
constexpr const char* too_many = "number_must_be_at_most_99";

INSTANTIATE_TEST_SUITE_P(
    all, wrong_markers,
    testing::Values(wrong_marker{"pt::no_paralel", "no_paralel"},
                    wrong_marker{"no_parallel", "no_parallel"},
                    wrong_marker{"pt::lock", "lock"},
                    wrong_marker{"pt::lock()", "lock"},
                    wrong_marker{"pt::lock(\"a b\")", bad_name},
                    wrong_marker{"pt::lock(\"\")", bad_name},
                    wrong_marker{"pt::lock(\"a;b\")", bad_name},
                    wrong_marker{"pt::lock(\"a:shared\")", bad_name},
                    wrong_marker{"pt::no_parallel(\"ü\")", bad_name},
                    wrong_marker{"pt::database(\"a/b\")", bad_name},
                    wrong_marker{"pt::resource(\"g p u\")", bad_name},
                    wrong_marker{"pt::fixture(\"\")", bad_name},
                    wrong_marker{"pt::label(\"very slow\")", bad_name},
                    wrong_marker{"pt::memory(\"2 GiB\")", bad_name},
                    wrong_marker{"pt::port(70000)", bad_port},
                    wrong_marker{"pt::port(0)", bad_port},
                    wrong_marker{"pt::port(-1)", bad_port},
                    wrong_marker{"pt::port(\"x\")", "char"},
                    wrong_marker{"pt::ports(0)", bad_number},
                    wrong_marker{"pt::threads(0)", bad_number},
                    wrong_marker{"pt::flaky(0)", bad_number},
                    wrong_marker{"pt::flaky(100)", too_many},
                    wrong_marker{"pt::timeout(0)", bad_number},
                    wrong_marker{"pt::timeout(-2.5)", bad_number},
                    wrong_marker{"pt::resource(\"gpu\", 0)", bad_number}));

TEST(right_markers, compile_without_a_word) {
  const compilation result =
      compile("pt::no_parallel, pt::lock(\"a\"), pt::port(1), pt::timeout(.5)");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.errors, "");
}

TEST(wrong_markers, C27_of_101_characters_do_not_compile) {
  const std::string longest(100, 'x');
  EXPECT_EQ(compile("pt::lock(\"" + longest + "\")").exit_code, 0);
  const compilation result = compile("pt::lock(\"" + longest + "x\")");
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.errors, HasSubstr(bad_name));
}

TEST(wrong_markers, C27_of_a_value_not_known_to_the_compiler_do_not_compile) {
  EXPECT_NE(compile("pt::port(*new long(80))").exit_code, 0);
}

TEST(markers, before_cxx17_say_what_they_need) {
  const compilation result = compile("pt::no_parallel", "c++14");
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.errors, HasSubstr("need C++17: target_compile_features("));
}

}  // namespace
}  // namespace parallel_testing::unit
