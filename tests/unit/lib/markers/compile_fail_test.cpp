// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Markers that must not compile, and what the compiler says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <parallel_testing/once.hpp>
#include <string>
#include <vector>

#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::unit {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

struct compilation {
  int exit_code;
  std::string errors;
};

#if defined(__clang__)
constexpr const char* all_errors = "-ferror-limit=0";
#else
constexpr const char* all_errors = "-fmax-errors=0";
#endif

compilation compile_source(const std::string& source,
                           const std::string& standard = "c++17") {
  const scratch place;
  write_to(place.path("marks.cpp"),
           "#include <parallel_testing/markers.hpp>\n"
           "namespace pt = parallel_testing;\n" +
               source);
  child_process compiler(
      {CXX_COMPILER, "-std=" + standard, "-fsyntax-only", all_errors, "-Wall",
       "-Wextra", "-Wpedantic", "-I", LIB_INCLUDE, place.path("marks.cpp")},
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

constexpr const char* bad_name =
    "name_must_be_1_to_100_of_letters_digits_and_underscore_dot_dash";
constexpr const char* bad_port = "port_must_be_1_to_65535";
constexpr const char* bad_number = "number_must_be_greater_than_zero";
constexpr const char* bad_time = "time_must_be_at_least_1ms";
constexpr const char* bad_memory =
    "memory_must_be_a_whole_number_of_B_KB_MB_GB_KiB_MiB_or_GiB";

const std::vector<wrong_marker> all_wrong_markers = {
    {"no_paralel", "did you mean"},
    {"\"slow\"", "conver"},
    {"lock", "lock"},
    {"lock()", "lock"},
    {"pt::lock(\"a\")", "lock"},
    {"pt::marker(\"a\")", "private"},
    {"lock(\"a b\")", bad_name},
    {"lock(\"\")", bad_name},
    {"lock(\"a;b\")", bad_name},
    {"lock(\"a:shared\")", bad_name},
    {"no_parallel(\"ü\")", bad_name},
    {"database(\"a/b\")", bad_name},
    {"resource(\"g p u\")", bad_name},
    {"fixture(\"\")", bad_name},
    {"label(\"very slow\")", bad_name},
    {"port(70000)", bad_port},
    {"port(0)", bad_port},
    {"port(-1)", bad_port},
    {"port(\"x\")", "char"},
    {"ports(0)", bad_number},
    {"ports(-1)", bad_number},
    {"ports(10001)", "number_must_be_at_most_10000"},
    {"resource(\"gpu\", 1000000000)", "number_must_be_at_most_999999999"},
    {"threads(0)", bad_number},
    {"threads(10000)", "number_must_be_at_most_9999"},
    {"mpi(0)", bad_number},
    {"mpi(2, 10000)", "number_must_be_at_most_9999"},
    {"mpi(1, 2, 3, 4, 5, 6, 7, 8, 9)", "at most eight numbers of ranks"},
    {"flaky(0)", bad_number},
    {"gpu(0)", bad_number},
    {"gpu(100)", "number_must_be_at_most_99"},
    {"gpu_share(101)", "number_must_be_at_most_100"},
    {"pinned_threads(10000)", "number_must_be_at_most_9999"},
    {"flaky(100)", "number_must_be_at_most_99"},
    {"resource(\"gpu\", 0)", bad_number},
    {"timeout(30)", "duration"},
    {"timeout(0s)", bad_time},
    {"timeout(-2.5s)", bad_time},
    {"grace(100us)", bad_time},
    {"leak(\"warn\")", "leak_policy"},
    {"leak(leak_policy::wran)", "wran"},
    {"memory(2)", "memory_size"},
    {"memory(2_Gib)", "_Gib"},
    {"memory(0_GiB)", bad_memory},
    {"memory(1000000000_B)", bad_memory},
    {"memory(\"2Gib\")", bad_memory},
    {"memory(\"2 GiB\")", bad_memory},
    {"memory(\"02GiB\")", bad_memory},
    {"memory(\"1000000000B\")", bad_memory},
    {"memory(\"GiB\")", bad_memory},
    {"memory(\"2\")", bad_memory},
    {"memory(\"\")", bad_memory}};

/// One source with every wrong marker. The compiler reads the header once and
/// prints a line before what it prints about each marker. The last one is
/// right.
std::string source_with_all() {
  std::string source;
  const auto add = [&](const std::string& name, const std::string& marker) {
    source += "#pragma message(\"begin " + name + ".\")\n" +
              "PARALLEL_TESTING_MARK(Suite, " + name + ", " + marker + ");\n";
  };
  for (std::size_t at = 0; at < all_wrong_markers.size(); ++at) {
    add("Wrong" + std::to_string(at), all_wrong_markers[at].marker);
  }
  add("Right", "port(8080)");
  return source + "#pragma message(\"begin Nothing.\")\n";
}

/// What the compiler prints about the marker of that name.
std::string errors_about(const std::string& name) {
  const std::string all = once_per_run("wrong markers", [] {
    return compile_source(source_with_all(), "c++17").errors;
  });
  const std::size_t begin = all.find(": begin " + name + ".");
  if (begin == std::string::npos) return "";
  const std::size_t next = all.find(": begin ", begin + 1);
  return all.substr(begin, next - begin);
}

TEST_P(wrong_markers, C27_do_not_compile) {
  const auto at =
      std::find_if(all_wrong_markers.begin(), all_wrong_markers.end(),
                   [](const wrong_marker& each) {
                     return each.marker == GetParam().marker;
                   });
  const std::string errors =
      errors_about("Wrong" + std::to_string(at - all_wrong_markers.begin()));
  EXPECT_THAT(errors, HasSubstr("error: "));
  EXPECT_THAT(errors, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(all, wrong_markers,
                         testing::ValuesIn(all_wrong_markers));

TEST(right_markers, have_no_error_beside_wrong_ones) {
  const std::string printed = errors_about("Right");
  EXPECT_THAT(printed, HasSubstr("begin Right"));
  EXPECT_THAT(printed, Not(HasSubstr("error: ")));
}

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

/// Neither of the two looks like the lock that it is not.
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
