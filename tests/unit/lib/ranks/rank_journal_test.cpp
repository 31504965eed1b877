// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks/rank_journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/files.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(rank_journal, returns_what_was_recorded) {
  const unit::scratch place;
  rank_journal journal(place.path("."), 3);
  const std::string odd = "A.b\tc\nd\\e";
  journal.start(4711, 4);
  journal.begin_case({odd, "/s.cpp", 8, "mpi:2;slow", {"x", "y z"}, {}, 0, ""});
  journal.end_case(odd, verdict::pass, 12, "");
  journal.begin_case({"A.last", "", 0, "", {}, {}, 0, ""});
  journal.fail_case(odd, "tear-down");
  journal.judge({verdict::fail, "why", failure_site::around});
  journal.finish({rank_end::kind::signal, 11, 99, true});

  const rank_record found =
      read_rank_record(read_whole(rank_file(place.path("."), 3)));
  EXPECT_EQ(found.pid, 4711);
  EXPECT_EQ(found.size, 4U);
  ASSERT_THAT(found.cases, SizeIs(2));
  EXPECT_EQ(found.cases[0].name, odd);
  EXPECT_EQ(found.cases[0].line, 8);
  EXPECT_EQ(found.cases[0].markers, "mpi:2;slow");
  EXPECT_THAT(found.cases[0].tags, ElementsAre("x", "y z"));
  EXPECT_EQ(found.cases[0].outcome, verdict::fail);
  EXPECT_EQ(found.cases[0].duration_ns, 12);
  EXPECT_EQ(found.cases[0].message, "tear-down");
  EXPECT_EQ(found.running(), "A.last");
  ASSERT_TRUE(found.judged.has_value());
  EXPECT_EQ(found.judged->why, "why");
  EXPECT_EQ(found.judged->where, failure_site::around);
  ASSERT_TRUE(found.end.has_value());
  EXPECT_EQ(found.end->how, rank_end::kind::signal);
  EXPECT_EQ(found.end->code, 11);
  EXPECT_TRUE(found.end->was_asked);
}

TEST(rank_journal, ignores_lines_that_are_cut_or_unknown) {
  const rank_record found = read_rank_record(
      "start\t7\t2\nbegin\tA.b\nnew\tx\nend\tA.c\t0\t1\t\nexit\t0");
  EXPECT_EQ(found.pid, 7);
  EXPECT_THAT(found.cases, SizeIs(0));
  EXPECT_FALSE(found.end.has_value());
}

}  // namespace
}  // namespace parallel_testing
