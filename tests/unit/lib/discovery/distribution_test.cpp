// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/distribution.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/error.hpp>

#include "support/marker_examples.hpp"

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using texts = std::vector<std::string>;

listed_case of(const std::string& scope, const std::string& test,
               const texts& markers = {}) {
  listed_case result;
  result.name = result.framework_name = result.selector = scope + "." + test;
  result.scope = scope;
  result.file = "/project/tests/" + scope + "_test.cpp";
  result.markers = parsed(markers);
  return result;
}

distribution_plan plan_of(distribution dist, std::size_t batch = 1) {
  distribution_plan plan;
  plan.dist = dist;
  plan.batch = batch;
  plan.source_directory = "/project";
  plan.build_directory = "/project/build";
  return plan;
}

texts names_of(const distributed_cases& all) {
  texts names;
  for (const test_unit& unit : all.units) names.push_back(unit.name);
  return names;
}

TEST(distribution, load_leaves_each_case_alone) {
  const auto all = distribute({of("A", "x", {"slow"}), of("A", "y")},
                              plan_of(distribution::load));
  EXPECT_THAT(names_of(all), ElementsAre("A.x", "A.y"));
  EXPECT_TRUE(all.units[0].is_single);
  EXPECT_THAT(canonical_texts(all.units[0].markers), ElementsAre("slow"));
}

TEST(distribution, loadscope_is_one_unit_per_suite_in_order) {
  const auto all =
      distribute({of("B", "x"), of("A", "x"), of("B", "y"), of("C", "x")},
                 plan_of(distribution::loadscope));
  EXPECT_THAT(names_of(all), ElementsAre("B", "A", "C"));
  EXPECT_THAT(all.units[0].cases, ElementsAre(0, 2));
  EXPECT_FALSE(all.units[1].is_single);
}

TEST(distribution, loadscope_leaves_cases_without_a_scope_alone) {
  listed_case plain = of("", "x");
  plain.name = plain.framework_name = "plain";
  const auto all =
      distribute({plain, of("A", "x")}, plan_of(distribution::loadscope));
  EXPECT_THAT(names_of(all), ElementsAre("plain", "A"));
  EXPECT_TRUE(all.units[0].is_single);
}

TEST(distribution, loadfile_is_one_unit_per_source_file) {
  const auto all = distribute({of("A", "x"), of("B", "x"), of("A", "y")},
                              plan_of(distribution::loadfile));
  EXPECT_THAT(names_of(all),
              ElementsAre("tests/A_test.cpp", "tests/B_test.cpp"));
}

TEST(distribution, names_of_files_are_relative_to_the_sources) {
  const distribution_plan plan = plan_of(distribution::loadfile);
  EXPECT_EQ(name_of_file("/project/a.cpp", plan), "a.cpp");
  EXPECT_EQ(name_of_file("/project/./x/../a.cpp", plan), "a.cpp");
  EXPECT_EQ(name_of_file("../t/a.cpp", plan), "t/a.cpp");
  EXPECT_EQ(name_of_file("/projects/a.cpp", plan), "/projects/a.cpp");
  EXPECT_EQ(name_of_file("", plan), "");
}

TEST(distribution, loadgroup_is_one_unit_per_marker) {
  const auto all = distribute({of("A", "x", {"group:g", "slow"}), of("A", "y"),
                               of("B", "x", {"group:g"})},
                              plan_of(distribution::loadgroup));
  EXPECT_THAT(names_of(all), ElementsAre("g", "A.y"));
  EXPECT_THAT(all.units[0].cases, ElementsAre(0, 2));
  EXPECT_THAT(canonical_texts(all.units[0].markers), ElementsAre("slow"));
}

TEST(distribution, groups_mean_nothing_to_the_other_modes) {
  const auto all = distribute({of("A", "x", {"group:g"}), of("B", "x")},
                              plan_of(distribution::load));
  EXPECT_THAT(names_of(all), ElementsAre("A.x", "B.x"));
}

TEST(distribution, disabled_cases_are_always_alone) {
  listed_case off = of("A", "off");
  off.disabled = true;
  const auto all = distribute({of("A", "x"), off, of("A", "y")},
                              plan_of(distribution::loadscope));
  EXPECT_THAT(names_of(all), ElementsAre("A", "A.off"));
  EXPECT_THAT(all.units[0].cases, ElementsAre(0, 2));
}

TEST(distribution, a_batch_is_cases_of_one_suite_with_the_same_markers) {
  const auto all = distribute(
      {of("A", "a"), of("A", "b", {"slow"}), of("A", "c"), of("A", "d"),
       of("A", "e"), of("B", "a"), of("B", "b", {"slow"})},
      plan_of(distribution::load, 3));
  EXPECT_THAT(names_of(all),
              ElementsAre("A.a..d (3)", "A.b", "A.e", "B.a", "B.b"));
  EXPECT_THAT(all.units[0].cases, ElementsAre(0, 2, 3));
  EXPECT_TRUE(all.units[2].is_single);
}

TEST(distribution, names_of_batches_without_a_suite_have_both_names_whole) {
  listed_case one = of("", "");
  one.name = "adds numbers";
  listed_case two = one;
  two.name = "divides";
  const auto all = distribute({one, two}, plan_of(distribution::load, 8));
  EXPECT_THAT(names_of(all), ElementsAre("adds numbers..divides (2)"));
}

TEST(distribution, batches_take_what_a_mode_leaves_alone) {
  const auto all =
      distribute({of("A", "x"), of("A", "y", {"group:g"}), of("A", "z")},
                 plan_of(distribution::loadgroup, 2));
  EXPECT_THAT(names_of(all), ElementsAre("A.x..z (2)", "g"));
}

TEST(distribution, marks_of_cmake_come_before_the_mode_of_the_target) {
  distribution_plan plan = plan_of(distribution::loadscope);
  plan.marks = {{"A.x", {}, "load"},
                {"B.*", parsed({"group:b", "lock:l"}), "loadgroup"},
                {"C.?", parsed({"slow"}), ""}};
  const auto all = distribute(
      {of("A", "x"), of("A", "y"), of("B", "x"), of("B", "y")}, plan);
  EXPECT_THAT(names_of(all), ElementsAre("A.x", "A", "b"));
  EXPECT_THAT(canonical_texts(all.units[2].markers), ElementsAre("lock:l"));
  EXPECT_TRUE(all.marks[0].any);
  EXPECT_TRUE(all.marks[1].any);
  EXPECT_FALSE(all.marks[2].any);
}

TEST(distribution, a_unit_names_a_case_that_has_no_private_directory) {
  distribution_plan plan = plan_of(distribution::loadscope);
  plan.marks.push_back({"A.x", parsed({"=private1"}), ""});
  plan.marks.push_back({"B.*", parsed({"=private2"}), ""});
  plan.marks.push_back({"C.x", parsed({"=visible3"}), ""});
  const auto all = distribute({of("A", "x"), of("A", "y"), of("B", "x"),
                               of("B", "y"), of("C", "x"), of("C", "y")},
                              plan);
  ASSERT_THAT(names_of(all), ElementsAre("A", "B", "C"));
  EXPECT_EQ(all.units[0].unmarked, 1U);
  EXPECT_EQ(all.units[1].unmarked, std::nullopt);
  EXPECT_EQ(all.units[2].unmarked, std::nullopt);
  EXPECT_THAT(canonical_texts(all.units[1].markers), ElementsAre("=private2"));
}

TEST(distribution, a_batch_has_only_cases_with_the_same_private_directory) {
  distribution_plan plan = plan_of(distribution::load, 10);
  plan.marks.push_back({"A.x", parsed({"=private1"}), ""});
  const auto all = distribute({of("A", "x"), of("A", "y"), of("A", "z")}, plan);
  EXPECT_THAT(names_of(all), ElementsAre("A.x", "A.y..z (2)"));
}

TEST(distribution, C81_marks_match_shown_names_and_what_the_framework_says) {
  listed_case one = of("P", "x/0");
  one.name = "P.x/1";
  listed_case two = of("P", "x/1");
  two.name = "P.x/2";
  listed_case fast = of("Q", "x/0");
  fast.name = "Q.x/fast";
  distribution_plan plan = plan_of(distribution::load);
  plan.marks = {{"P.x/2", parsed({"slow"}), ""},
                {"P.x/0", parsed({"unit"}), ""},
                {"P.x/1", parsed({"fast"}), ""},
                {"P.x/?", parsed({"api"}), ""},
                {"Q.x/f*", parsed({"lock:f"}), ""}};
  const auto all = distribute({one, two, fast}, plan);
  EXPECT_THAT(canonical_texts(all.units[0].markers),
              ElementsAre("unit", "fast", "api"));
  EXPECT_THAT(canonical_texts(all.units[1].markers),
              ElementsAre("slow", "fast", "api"));
  EXPECT_THAT(canonical_texts(all.units[2].markers), ElementsAre("lock:f"));
  EXPECT_THAT(all.marks[0].by_shown_name, ElementsAre(1));
  EXPECT_THAT(all.marks[1].by_framework_name, ElementsAre(0));
  EXPECT_THAT(all.marks[4].by_shown_name, ElementsAre(2));
  std::vector<bool> ambiguous;
  for (const mark_matches& each : all.marks) {
    EXPECT_TRUE(each.any);
    ambiguous.push_back(each.is_ambiguous());
  }
  EXPECT_THAT(ambiguous, ElementsAre(false, false, true, false, false));
}

TEST(distribution, C04_a_unit_that_is_called_like_a_case_gives_way) {
  listed_case same = of("", "A");
  same.name = same.framework_name = "A";
  const auto all =
      distribute({of("A", "x"), same}, plan_of(distribution::loadscope));
  EXPECT_THAT(names_of(all), ElementsAre("A #2", "A"));
}

TEST(distribution_plan, is_read_from_lines) {
  const distribution_plan plan = parse_distribution_plan(
      "parallel_testing_plan 1\ndist\tloadfile\nbatch\t25\nsource\t/a\\tb\n"
      "build\t/c\nunits\t/"
      "u\nprefix\tp\\t.\nsuffix\t!\nmark\tA.*\tserial;slow\tloadgroup\n"
      "mark\tB\t\t\n",
      "/plan");
  EXPECT_EQ(plan.dist, distribution::loadfile);
  EXPECT_EQ(plan.batch, 25U);
  EXPECT_EQ(plan.source_directory, "/a\tb");
  EXPECT_EQ(plan.build_directory, "/c");
  EXPECT_EQ(plan.units_file, "/u");
  EXPECT_EQ(plan.prefix, "p\t.");
  EXPECT_EQ(plan.suffix, "!");
  ASSERT_EQ(plan.marks.size(), 2U);
  EXPECT_EQ(plan.marks[0].glob, "A.*");
  EXPECT_THAT(canonical_texts(plan.marks[0].markers),
              ElementsAre("no_parallel", "slow"));
  EXPECT_EQ(plan.marks[0].dist, "loadgroup");
  EXPECT_THAT(plan.marks[1].markers, IsEmpty());
}

TEST(distribution_plan, C74_of_another_version_names_its_line) {
  for (const char* line :
       {"dist\tloadall", "batch\t0", "batch\tx", "mark\ta", "other\tb"}) {
    try {
      (void)parse_distribution_plan(
          std::string("parallel_testing_plan 1\n") + line + "\n", "/plan");
      FAIL() << line;
    } catch (const error& problem) {
      EXPECT_THAT(problem.what(), HasSubstr("/plan:2: not a line"));
    }
  }
  EXPECT_THROW((void)parse_distribution_plan("parallel_testing_plan 2\n", "/p"),
               error);
  EXPECT_THROW((void)parse_distribution_plan("", "/p"), error);
}

distribution_plan isolated_plan(std::size_t batch) {
  distribution_plan plan = plan_of(distribution::load, batch);
  plan.isolated = true;
  return plan;
}

TEST(distribution, isolated_batches_have_cases_of_several_suites) {
  const auto all =
      distribute({of("A", "x"), of("B", "x"), of("A", "y")}, isolated_plan(10));
  EXPECT_THAT(names_of(all), ElementsAre("A.x..y (3)"));
  EXPECT_TRUE(all.units[0].is_isolated);
}

TEST(distribution, C101_isolated_batches_never_mix_markers) {
  const auto all = distribute(
      {of("A", "x", {"lock:l"}), of("A", "y"), of("A", "z", {"lock:l"})},
      isolated_plan(10));
  EXPECT_THAT(names_of(all), ElementsAre("A.x..z (2)", "A.y"));
}

TEST(distribution, C111_cases_on_several_ranks_are_alone) {
  const auto all = distribute(
      {of("A", "x", {"mpi:2"}), of("A", "y"), of("A", "z", {"mpi:2"})},
      plan_of(distribution::loadscope, 10));
  EXPECT_THAT(names_of(all), ElementsAre("A.x", "A", "A.z"));
}

TEST(distribution, C101_isolated_cases_with_the_same_namespaces_are_a_unit) {
  const auto all =
      distribute({of("A", "x", {"isolate:network"}), of("A", "y"),
                  of("A", "z", {"isolate:network"}), of("B", "x", {"isolate"})},
                 isolated_plan(10));
  EXPECT_THAT(names_of(all), ElementsAre("A.x..z (2)", "A.y", "B.x"));
  EXPECT_THAT(canonical_texts(all.units[0].markers),
              ElementsAre("isolate:network"));
}

TEST(distribution, C101_suites_of_isolated_cases_are_divided_by_namespaces) {
  distribution_plan plan = plan_of(distribution::loadscope);
  plan.isolated = true;
  const std::vector<listed_case> cases = {
      of("A", "x", {"isolate:tmp", "isolate:network"}), of("A", "y"),
      of("A", "z", {"isolate:network", "isolate:tmp", "lock:l"})};
  EXPECT_THAT(names_of(distribute(cases, plan)),
              ElementsAre("A (isolate:network, isolate:tmp)", "A"));
  plan.isolated = false;
  EXPECT_THAT(names_of(distribute(cases, plan)), ElementsAre("A"));
}

TEST(distribution, isolated_cases_with_private_process_ids_are_alone) {
  const auto all =
      distribute({of("A", "x", {"isolate:pid"}), of("A", "y", {"isolate:pid"})},
                 isolated_plan(10));
  EXPECT_THAT(names_of(all), ElementsAre("A.x", "A.y"));
}

TEST(distribution, isolation_comes_from_marks_too) {
  distribution_plan plan = parse_distribution_plan(
      "parallel_testing_plan 1\nbatch\t10\nmark\tA.*\t\t\tisolated\n", "p");
  EXPECT_FALSE(plan.isolated);
  EXPECT_TRUE(
      parse_distribution_plan("parallel_testing_plan 1\nisolated\tyes\n", "p")
          .isolated);
  const auto all = distribute(
      {of("A", "x"), of("A", "y"), of("B", "x"), of("B", "y")}, plan);
  EXPECT_THAT(names_of(all), ElementsAre("A.x..y (2)", "B.x..y (2)"));
  EXPECT_TRUE(all.units[0].is_isolated);
  EXPECT_FALSE(all.units[1].is_isolated);
}

TEST(distribution, C101_isolated_units_outlast_the_limits_of_their_cases) {
  const auto all =
      distribute({of("A", "x", {"timeout:2"}), of("A", "y", {"timeout:2"})},
                 isolated_plan(10));
  ASSERT_EQ(all.units.size(), 1U);
  ASSERT_EQ(all.units[0].markers.size(), 1U);
  EXPECT_EQ(all.units[0].markers[0].seconds, 14);
}

TEST(distribution, C101_isolated_units_leave_limits_of_memory_to_their_cases) {
  const auto all = distribute({of("A", "x", {"memory:64MiB:hard"}),
                               of("A", "y", {"memory:64MiB:hard"})},
                              isolated_plan(10));
  ASSERT_EQ(all.units.size(), 1U);
  ASSERT_EQ(all.units[0].markers.size(), 1U);
  EXPECT_EQ(canonical_text(all.units[0].markers[0]), "memory:64MiB");
  EXPECT_FALSE(all.units[0].markers[0].is_limit);
}

distribution_plan timed_plan() {
  distribution_plan plan =
      parse_distribution_plan("parallel_testing_plan 1\nbatch\tauto\n", "p");
  plan.isolated = true;
  return plan;
}

std::vector<listed_case> cases_of(int count,
                                  std::optional<std::int64_t> milliseconds,
                                  const texts& markers = {}) {
  std::vector<listed_case> cases;
  for (int at = 0; at < count; ++at) {
    cases.push_back(of("A", "c" + std::to_string(at), markers));
    cases.back().milliseconds = milliseconds;
  }
  return cases;
}

std::vector<std::size_t> sizes_of(const distributed_cases& all) {
  std::vector<std::size_t> sizes;
  for (const test_unit& unit : all.units) sizes.push_back(unit.cases.size());
  return sizes;
}

TEST(distribution, C101_timed_batches_take_half_a_second) {
  EXPECT_THAT(sizes_of(distribute(cases_of(25, 50), timed_plan())),
              ElementsAre(10, 10, 5));
  EXPECT_THAT(sizes_of(distribute(cases_of(3, 2000), timed_plan())),
              ElementsAre(1, 1, 1));
  EXPECT_THAT(sizes_of(distribute(cases_of(700, 1), timed_plan())),
              ElementsAre(500, 200));
}

TEST(distribution, C101_timed_batches_have_a_hundred_cases_without_times) {
  EXPECT_THAT(sizes_of(distribute(cases_of(250, std::nullopt), timed_plan())),
              ElementsAre(100, 100, 50));
}

TEST(distribution, C101_timed_batches_never_mix_markers) {
  std::vector<listed_case> cases = cases_of(2, 1, {"lock:l"});
  const std::vector<listed_case> others = cases_of(2, 1);
  cases.insert(cases.end(), others.begin(), others.end());
  EXPECT_THAT(sizes_of(distribute(cases, timed_plan())), ElementsAre(2, 2));
}

}  // namespace
}  // namespace parallel_testing
