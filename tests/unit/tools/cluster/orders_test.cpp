// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/orders.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/temp_dir.hpp>

#include "cli/output_file.hpp"

namespace parallel_testing::cluster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

TEST(orders, are_read_as_they_were_written) {
  const temp_dir directory;
  const std::string path = (directory.path() / "orders").string();
  cli::write_file(path, "");
  EXPECT_FALSE(read_orders(path)->is_over);
  order_writer writer(path);
  writer.run_again({"again.1", "", {{4, "a b"}, {5, "c"}}}, "a7");
  writer.interrupt(2);
  const order_list read = read_orders(path).value();
  EXPECT_EQ(read.signal, 2);
  EXPECT_FALSE(read.is_stopped);
  ASSERT_THAT(read.again, SizeIs(1));
  EXPECT_EQ(read.again[0].id, "again.1");
  EXPECT_EQ(read.round, 1);
  EXPECT_THAT(read.reserved, ElementsAre(Pair("again.1", "a7")));
  EXPECT_EQ(read.again[0].tests[0].second, "a b");
  writer.stop();
  writer.end();
  EXPECT_TRUE(read_orders(path)->is_stopped);
  EXPECT_TRUE(read_orders(path)->is_over);
}

TEST(orders, of_a_round_replace_those_of_earlier_rounds) {
  const temp_dir directory;
  const std::string path = (directory.path() / "orders").string();
  cli::write_file(path, "");
  order_writer writer(path);
  writer.run_again({"again.1", "", {{4, "a"}}}, "");
  writer.begin_round(2, {{"1.1", "n2"}});
  writer.begin_round(13, {{"2.1", "n3"}});
  writer.run_again({"again.2", "", {{5, "b"}}}, "");
  const order_list read = read_orders(path).value();
  EXPECT_EQ(read.round, 13);
  EXPECT_THAT(read.reserved, ElementsAre(Pair("2.1", "n3")));
  ASSERT_THAT(read.again, SizeIs(1));
  EXPECT_EQ(read.again[0].id, "again.2");
}

TEST(orders, that_cannot_be_read_are_not_taken_for_none) {
  const temp_dir directory;
  EXPECT_FALSE(read_orders((directory.path() / "orders").string()));
}

TEST(orders, that_are_still_being_written_do_not_count) {
  EXPECT_FALSE(parse_orders("over").is_over);
  EXPECT_THAT(parse_orders("again {\"ver").again, IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::cluster
