// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/passed_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

using testing::ElementsAre;

const std::string orders = "@0+70:/build/orders.units";

std::vector<std::string> names_without(const std::string& text) {
  unit_record unit;
  unit.prefix = "fast.";
  unit.cases = {{"Orders.A", "", "", 0},
                {"Orders.B/0", "", "", 0, "Orders.B/one"},
                {"odd\tname", "", "", 0}};
  leave_out_passed(unit, orders, text);
  std::vector<std::string> names;
  for (const unit_case& each : unit.cases) {
    names.push_back(each.name);
  }
  return names;
}

TEST(passed_cases, C101_do_not_run_again) {
  EXPECT_THAT(names_without(passed_cases_line(orders, {"fast.Orders.A"})),
              ElementsAre("Orders.B/0", "odd\tname"));
  EXPECT_THAT(names_without(passed_cases_line(
                  orders, {"fast.Orders.B/one", "fast.odd\tname"})),
              ElementsAre("Orders.A"));
}

TEST(passed_cases, of_other_units_are_nothing_to_this_one) {
  EXPECT_EQ(names_without("").size(), 3U);
  EXPECT_EQ(
      names_without(passed_cases_line("@0+70:/other.units", {"fast.Orders.A"}))
          .size(),
      3U);
  EXPECT_THAT(names_without(passed_cases_line("@9+9:/a", {"fast.odd\tname"}) +
                            passed_cases_line(orders, {"fast.Orders.A"})),
              ElementsAre("Orders.B/0", "odd\tname"));
}

TEST(passed_cases, all_of_a_unit_run_again_because_it_failed_otherwise) {
  EXPECT_EQ(names_without(
                passed_cases_line(orders, {"fast.Orders.A", "fast.Orders.B/one",
                                           "fast.odd\tname"}))
                .size(),
            3U);
}

}  // namespace
}  // namespace parallel_testing
