// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovered/discovered_targets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* options = R"(
set(option_call [=[parallel_discover_tests(orders_test)]=])
set(option_executable [=[/b/orders_test]=])
set(option_current_binary_dir [=[/b]=])
set(option_working_directory [=[]=])
set(option_dist [=[]=])
set(option_batch [=[]=])
set(option_crosscompiling [=[FALSE]=])
set(option_test_filter [=[A.*]=])
set(option_test_spec "")
list(APPEND option_test_spec [=[a b]=])
list(APPEND option_test_spec [=[c\;d]=])
list(APPEND option_test_spec [=[[fast]]=])
set(option_launcher "")
set(_parallel_item [=[]=])
_parallel_append_arguments(option_launcher "${_parallel_item}")
)";

TEST(target, is_read_from_what_the_call_left) {
  const discovered_target target =
      parse_target({options, R"(parallel_manifest(1 catch2 2.13.10)
parallel_file([=[/s/a.cpp]=])
parallel_case([=[a, b]=] [=[a\, b]=] 3 [=[]=] [=[]=])
)",
                    ""});
  EXPECT_EQ(target.call, "parallel_discover_tests(orders_test)");
  EXPECT_EQ(target.executable, "/b/orders_test");
  EXPECT_EQ(target.listing.directory, "/b");
  EXPECT_EQ(target.listing.framework, "catch2");
  EXPECT_EQ(target.listing.framework_version, "2.13.10");
  EXPECT_EQ(target.listing.filter, "A.*");
  EXPECT_THAT(target.listing.spec, ElementsAre("a b", "c;d", "[fast]"));
  EXPECT_FALSE(target.listing.needs_emulator);
  ASSERT_EQ(target.cases.size(), 1U);
  EXPECT_EQ(target.cases[0].name, "a, b");
  EXPECT_EQ(target.cases[0].selector, "a\\, b");
}

TEST(target, C83_has_arguments_that_no_list_of_cmake_can_hold) {
  const discovered_target target = parse_target(
      {"list(APPEND option_test_spec [=[\1x;\\;y\2z\4]=])\n", "", ""});
  EXPECT_THAT(target.listing.spec, ElementsAre("[x;;y]z\\"));
}

TEST(target, keeps_arguments_that_are_empty) {
  const discovered_target target =
      parse_target({"set(option_discovery_extra_args \"\")\n"
                    "list(APPEND option_discovery_extra_args [=[\5]=])\n"
                    "list(APPEND option_discovery_extra_args [=[a]=])\n"
                    "set(_parallel_item [=[b;;c\\;d]=])\n"
                    "_parallel_append_arguments("
                    "option_discovery_extra_args \"${_parallel_item}\")\n",
                    "", ""});
  EXPECT_THAT(target.listing.arguments, ElementsAre("", "a", "b", "", "c;d"));
}

TEST(target, C83_has_markers_of_any_characters) {
  const discovered_target target = parse_target(
      {"",
       "parallel_case([=[a]=] [=[a]=] 1 [=[no%3Bserial;50%;%25;lock:x]=])\n",
       ""});
  ASSERT_EQ(target.cases.size(), 1U);
  EXPECT_THAT(target.cases[0].markers,
              ElementsAre("no;serial", "50%", "%", "lock:x"));
}

TEST(target, C83_has_no_plain_tags_among_its_markers) {
  const std::string manifest =
      "parallel_case([=[a]=] [=[a]=] 1 "
      "[=[@Parser::parse;lock:x;slow;@billing]=])\n"
      "parallel_marked([=[parallel_marked_member([==[b]==] 2 "
      "[==[@issue:1;port:80;@billing]==])]=])\n";
  const std::string units = "unit\t1\tu\ncase\tb\t\t/s/a.cpp\t2\n";
  const std::string labels = "list(APPEND option_labels [=[billing]=])\n";
  const discovered_target target = parse_target({labels, manifest, units});
  ASSERT_EQ(target.cases.size(), 1U);
  EXPECT_THAT(target.cases[0].markers,
              ElementsAre("lock:x", "slow", "billing"));
  ASSERT_EQ(target.units.size(), 1U);
  EXPECT_THAT(target.units[0].cases.at(0).markers,
              ElementsAre("port:80", "billing"));
  const discovered_target free =
      parse_target({labels + "set(option_tags_are_not_markers [=[TRUE]=])\n",
                    manifest, units});
  EXPECT_THAT(free.cases.at(0).markers, ElementsAre("lock:x", "slow"));
}

TEST(target, C81_knows_how_many_cases_have_one_name) {
  const discovered_target target = parse_target(
      {"",
       "parallel_case([=[A.B]=] [=[A.B]=] 1 [=[]=] [=[disabled cases:3]=])\n"
       "parallel_case([=[A.C]=] [=[A.C]=] 1 [=[]=] [=[]=])\n"
       "parallel_marked([=[parallel_shared_case([==[D.E]==] 2)]=])\n",
       "unit\t2\tu\ncase\tD.E\t\t/s\t2\ncase\tD.F\t\t/s\t3\n"});
  ASSERT_EQ(target.cases.size(), 2U);
  EXPECT_EQ(target.cases[0].count, 3U);
  EXPECT_EQ(target.cases[1].count, 1U);
  EXPECT_EQ(target.units.at(0).cases.at(0).count, 2U);
  EXPECT_EQ(target.units.at(0).cases.at(1).count, 1U);
}

TEST(target, C101_knows_the_cases_of_units_that_fork_them) {
  for (const char* kind :
       {"unit", "isolated_unit", "timed_unit", "isolated_timed_unit"}) {
    const discovered_target target = parse_target(
        {"", "",
         "unit\t1\tu\ncase\tA.B\t\t/s/a.cpp\t2\n" + std::string(kind) +
             "\t1\tv\ncase\tC.D\t\t/s/a.cpp\t4\n"});
    ASSERT_EQ(target.units.size(), 2U) << kind;
    EXPECT_EQ(target.units[0].cases.size(), 1U) << kind;
    EXPECT_EQ(target.units[1].cases.at(0).name, "C.D") << kind;
  }
}

TEST(target, C81_knows_what_cases_of_units_are_called) {
  const discovered_target target =
      parse_target({"", "",
                    "unit\t2\tu\tpre.\t!\n"
                    "case\tI/N.A/0\t\t/s/a.cpp\t2\tI/N.A/1\n"
                    "case\tI/N.B\t\t/s/a.cpp\t3\n"
                    "unit\t1\tv\ncase\tC.D\t\t/s/a.cpp\t4\n"});
  ASSERT_EQ(target.units.size(), 2U);
  const auto& cases = target.units[0].cases;
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0].name, "I/N.A/0");
  EXPECT_EQ(cases[0].shown_name, "I/N.A/1");
  EXPECT_EQ(cases[0].name_in_unit, "pre.I/N.A/1!");
  EXPECT_EQ(cases[1].name_in_unit, "pre.I/N.B!");
  EXPECT_EQ(target.units[1].cases.at(0).name_in_unit, "C.D");
}

TEST(target, that_needs_an_emulator_does_not_run_here) {
  const discovered_target target = parse_target({R"(set(option_launcher "")
set(_parallel_item [=[qemu]=])
_parallel_append_arguments(option_launcher "${_parallel_item}")
)",
                                                 "", ""});
  EXPECT_TRUE(target.listing.needs_emulator);
  EXPECT_TRUE(parse_target({"set(option_crosscompiling [=[TRUE]=])", "", ""})
                  .listing.needs_emulator);
}

TEST(target, that_was_never_built_has_no_cases) {
  const discovered_target target = parse_target({options, "", ""});
  EXPECT_EQ(target.listing.framework, "");
  EXPECT_THAT(target.cases, IsEmpty());
}

/// A build tree of generated files.
class build_tree {
 public:
  void write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = place_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

  void add_target(const std::string& base, const std::string& call) const {
    write(base + "_include.cmake", "");
    write(base + "_options.cmake", "set(option_call [=[" + call + "]=])\n");
  }

  [[nodiscard]] std::vector<std::string> calls(
      const std::string& configuration = "") const {
    std::vector<std::string> result;
    for (const auto& each :
         read_discovery(place_.path(), configuration).targets) {
      result.push_back(each.call);
    }
    return result;
  }

 private:
  temp_dir place_;
};

TEST(discovery, finds_what_ctest_reads_and_nothing_else) {
  const build_tree tree;
  tree.write("CTestTestfile.cmake",
             "include(\"parallel_testing/a-1_include.cmake\")\n"
             "include(\"/own/script.cmake\")\nsubdirs(\"sub dir\")\n"
             "subdirs(\"not there\")\nsubdirs(\".\")\n");
  tree.add_target("parallel_testing/a-1", "a");
  tree.add_target("parallel_testing/gone-1", "target that is no more");
  tree.write("sub dir/CTestTestfile.cmake",
             "include(\"parallel_testing/b-1_include.cmake\")\n");
  tree.add_target("sub dir/parallel_testing/b-1", "b");
  tree.write("gone/CTestTestfile.cmake",
             "include(\"parallel_testing/c-1_include.cmake\")\n");
  tree.add_target("gone/parallel_testing/c-1", "directory that is no more");
  EXPECT_THAT(tree.calls(), ElementsAre("a", "b"));
}

TEST(discovery, is_that_of_one_configuration) {
  const build_tree tree;
  tree.write("CTestTestfile.cmake",
             "include(\"parallel_testing/a-1_include.cmake\")\n");
  tree.add_target("parallel_testing/a-1-Debug", "debug");
  tree.add_target("parallel_testing/a-1-Release", "release");
  EXPECT_THAT(tree.calls("Release"), ElementsAre("release"));
  EXPECT_THAT(tree.calls(), IsEmpty());
}

TEST(discovery, of_no_build_tree_is_empty) {
  EXPECT_THAT(build_tree().calls(), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
