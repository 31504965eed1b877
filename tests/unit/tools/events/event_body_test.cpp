// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_body.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "lib/src/events/schema.hpp"

namespace parallel_testing::tools {
namespace {

/// Longer than what a std::string stores in itself.
constexpr const char* long_name = "a_name_that_a_string_allocates_memory_for";

events::ctest_left left_of(const std::string& name) {
  events::ctest_left left;
  left.test = name;
  return left;
}

TEST(event_body, is_an_unknown_event_until_it_has_another_type) {
  event_body body;
  EXPECT_EQ(body.kind(), 0U);
  EXPECT_EQ(body.get<unknown_event>().name, "");
  body = left_of(long_name);
  EXPECT_NE(body.kind(), 0U);
  EXPECT_TRUE(body.is<events::ctest_left>());
  EXPECT_FALSE(body.is<unknown_event>());
}

TEST(event_body, gives_its_fields_as_their_type_only) {
  event_body body = left_of(long_name);
  ASSERT_NE(body.get_if<events::ctest_left>(), nullptr);
  body.get_if<events::ctest_left>()->test += "!";
  EXPECT_EQ(std::as_const(body).get<events::ctest_left>().test,
            std::string(long_name) + "!");
  EXPECT_EQ(body.get_if<events::run_start>(), nullptr);
  EXPECT_THROW((void)body.get<events::run_start>(), std::bad_cast);
}

TEST(event_body, is_copied_with_its_fields) {
  event_body body = left_of(long_name);
  event_body copy = body;
  copy.get_if<events::ctest_left>()->test = "b";
  EXPECT_EQ(body.get<events::ctest_left>().test, long_name);
  copy = unknown_event{"c"};
  body = copy;
  EXPECT_EQ(body.get<unknown_event>().name, "c");
  EXPECT_EQ(copy.get<unknown_event>().name, "c");
  const event_body& same = body;
  body = same;
  EXPECT_EQ(body.get<unknown_event>().name, "c");
}

TEST(event_body, is_moved_with_its_fields) {
  event_body body = left_of(long_name);
  event_body moved = std::move(body);
  EXPECT_EQ(moved.get<events::ctest_left>().test, long_name);
  event_body assigned = unknown_event{long_name};
  assigned = std::move(moved);
  EXPECT_EQ(assigned.get<events::ctest_left>().test, long_name);
}

TEST(event_body, calls_a_visitor_once_with_the_type_that_it_has) {
  event_body body = left_of("a");
  int calls = 0;
  body.visit([&](auto& fields) {
    ++calls;
    if constexpr (std::is_same_v<decltype(fields), events::ctest_left&>) {
      fields.test = "b";
    } else {
      ADD_FAILURE() << "not the type of the fields";
    }
  });
  std::as_const(body).visit([&](const auto& /*fields*/) { ++calls; });
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(body.get<events::ctest_left>().test, "b");
}

}  // namespace
}  // namespace parallel_testing::tools
