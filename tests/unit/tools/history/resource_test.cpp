// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/resource.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

TEST(resource, of_the_run_lock_belongs_to_its_run) {
  EXPECT_NE(lock_resources("run", "r1"), lock_resources("run", "r2"));
  EXPECT_EQ(lock_resources("lock:x", "r1"), lock_resources("lock:x", "r2"));
}

TEST(resource, of_a_fixed_port_is_the_port_of_both_protocols) {
  const auto both = lock_resources("port:8080", "r1");
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0], port_resource(8080, port_protocol::tcp));
  EXPECT_EQ(both[1], port_resource(8080, port_protocol::udp));
}

TEST(resource, text_names_kind_and_name) {
  EXPECT_EQ(to_text(port_resource(8080, port_protocol::tcp)), "port 8080/tcp");
  EXPECT_EQ(to_text(held_resource{held_kind::worker, "gw0"}), "worker gw0");
}

TEST(slot_index, is_the_number_of_a_worker) {
  EXPECT_EQ(slot_index("gw0"), 0);
  EXPECT_EQ(slot_index("gw41"), 41);
}

TEST(slot_index, is_none_for_anything_else) {
  for (const char* worker :
       {"master", "", "gw", "gw-1", "gw1x", "GW1", "gw99999999999999999999"}) {
    EXPECT_EQ(slot_index(worker), std::nullopt) << worker;
  }
}

}  // namespace
}  // namespace parallel_testing::tools
