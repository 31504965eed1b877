// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/isolation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/environment.hpp>

#include "base/process_info.hpp"

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(isolation, kinds_are_read_by_their_names) {
  EXPECT_THAT(read_private_views("tmp,network,tmp,nothing,"),
              ElementsAre(private_view::tmp, private_view::network));
  EXPECT_THAT(read_private_views("none"), IsEmpty());
  for (const private_view kind : {private_view::network, private_view::tmp,
                                  private_view::ipc, private_view::pid}) {
    EXPECT_THAT(read_private_views(detail::text_of(kind)), ElementsAre(kind));
  }
}

TEST(isolation, is_what_the_environment_says) {
  const scoped_environment told{{"PARALLEL_TESTING_ISOLATED", "network"}};
  EXPECT_TRUE(is_isolated(private_view::network));
  EXPECT_FALSE(is_isolated(private_view::tmp));
}

TEST(isolation, process_numbers_differ_between_name_spaces) {
  EXPECT_EQ(process_number(7), 7);
  const scoped_environment told{{"PARALLEL_TESTING_PROCESS_SPACE", "4711"}};
  EXPECT_EQ(process_number(7), 4711LL * 4194304 + 7);
}

TEST(isolation, nobody_is_taken_for_dead_by_one_who_sees_only_its_own) {
  EXPECT_FALSE(is_alive("1.999999999999"));
  const scoped_environment told{{"PARALLEL_TESTING_ISOLATED", "pid"}};
  EXPECT_TRUE(is_alive("1.999999999999"));
}

}  // namespace
}  // namespace parallel_testing
