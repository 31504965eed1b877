// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/unhelpful.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/remedies/forged_sharing.hpp"

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

class unhelpful_test : public ::testing::Test {
 protected:
  unhelpful_test() { with.parallel_s = {1, 1, 1}; }

  suggestion& suggest(remedy_kind kind, std::vector<std::size_t> tests,
                      const std::string& marker = "") {
    suggestion next;
    next.kind = kind;
    next.tests = std::move(tests);
    next.marker = marker;
    plan.suggestions.push_back(next);
    return plan.suggestions.back();
  }

  suite_with_findings suite;
  std::size_t a = suite.add("Orders.Export");
  std::size_t b = suite.add("Orders.Import");
  std::size_t script = suite.add("smoke");
  remedy_plan plan;
  measured_suite with;
};

TEST_F(unhelpful_test, isolations_of_plain_tests_need_another_registration) {
  suite.test(script).target = "";
  suggest(remedy_kind::isolate_network, {a, script}, "isolate:network");
  suggest(remedy_kind::lock, {b, script}, "lock:orders");
  const needed_markers markers = markers_of_plain_tests(suite.of, plan);
  EXPECT_THAT(markers,
              ElementsAre(Pair("smoke", ElementsAre("isolate:network"))));
  leave_out_marked(suite.of, markers, plan);
  ASSERT_THAT(plan.suggestions, SizeIs(2));
  EXPECT_THAT(plan.suggestions[0].tests, ElementsAre(a));
  EXPECT_THAT(plan.suggestions[1].tests, ElementsAre(b, script));
  leave_out_marked(suite.of, {{"Orders.Export", {"isolate:network"}}}, plan);
  EXPECT_THAT(plan.suggestions, SizeIs(1));
}

TEST_F(unhelpful_test, an_isolation_that_add_test_cannot_give_is_a_lock) {
  suggest(remedy_kind::isolate_network, {script}, "isolate:network");
  EXPECT_EQ(words_of(suite.of, plan.suggestions[0]),
            "a private network (marker isolate:network) for 'smoke'");
  suite.test(script).target = "";
  EXPECT_EQ(words_of(suite.of, plan.suggestions[0]),
            "a lock instead of a private network (marker isolate:network) for "
            "'smoke'");
}

TEST_F(unhelpful_test,
       an_isolation_is_refused_for_the_tests_that_fail_with_it) {
  suggest(remedy_kind::private_directory, {a, b});
  suggest(remedy_kind::lock, {a, script}, "lock:orders");
  EXPECT_THAT(failed_isolations(suite.of, plan, with), IsEmpty());
  with.failed_serially = {"Orders.Import"};
  with.failed_in_parallel = {{"smoke", 1}};
  const auto refused = failed_isolations(suite.of, plan, with);
  EXPECT_THAT(refused, ElementsAre(Pair("Orders.Import",
                                        remedy_kind::private_directory)));
  EXPECT_THAT(words_of(refused),
              ElementsAre("a private working directory for 'Orders.Import', "
                          "because it fails with it; it takes turns with the "
                          "others instead"));
}

TEST_F(unhelpful_test, a_test_that_fails_alone_keeps_its_isolation) {
  suggest(remedy_kind::isolate_tmp, {a}, "isolate:tmp");
  suite.test(a).outcome = verdict::fail;
  with.failed_serially = {"Orders.Export"};
  EXPECT_THAT(failed_isolations(suite.of, plan, with), IsEmpty());
  suite.test(a).alone = unwatched_end::passes;
  EXPECT_THAT(failed_isolations(suite.of, plan, with), SizeIs(1));
}

TEST_F(unhelpful_test, a_line_is_useless_if_all_its_tests_fail_in_each_round) {
  suggest(remedy_kind::port, {a, b}, "port:8080");
  suggest(remedy_kind::lock, {b, script}, "lock:orders");
  with.failed_in_parallel = {{"Orders.Export", 3}, {"Orders.Import", 2}};
  EXPECT_THAT(useless_suggestions(suite.of, plan, with), IsEmpty());
  with.failed_in_parallel["Orders.Import"] = 3;
  EXPECT_THAT(useless_suggestions(suite.of, plan, with), ElementsAre(0U));
  EXPECT_EQ(words_of(suite.of, plan.suggestions[0]),
            "a lock (marker port:8080) for 2 tests, first 'Orders.Export'");
}

TEST_F(unhelpful_test, a_suggestion_is_known_by_its_kind_marker_and_tests) {
  const std::string key =
      key_of(suite.of, suggest(remedy_kind::port, {a, b}, "port:8080"));
  EXPECT_EQ(key_of(suite.of, suggest(remedy_kind::port, {a, b}, "port:8080")),
            key);
  EXPECT_NE(key_of(suite.of, suggest(remedy_kind::port, {a}, "port:8080")),
            key);
  EXPECT_NE(key_of(suite.of, suggest(remedy_kind::port, {a, b}, "port:80")),
            key);
  EXPECT_NE(key_of(suite.of, suggest(remedy_kind::lock, {a, b}, "port:8080")),
            key);
}

TEST_F(unhelpful_test, lines_with_which_nothing_builds_are_found_by_halves) {
  int tries = 0;
  const auto works = [&](const std::vector<bool>& used) {
    ++tries;
    return !used[3] && !(used[9] && used[1]);
  };
  EXPECT_THAT(failing_items(16, works), ElementsAre(3U, 9U));
  EXPECT_LE(tries, 17);
  tries = 0;
  EXPECT_THAT(failing_items(16,
                            [&](const std::vector<bool>&) {
                              ++tries;
                              return true;
                            }),
              IsEmpty());
  EXPECT_EQ(tries, 1);
  EXPECT_THAT(failing_items(0, works), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
