// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <parallel_testing/environment.hpp>
#include <parallel_testing/error.hpp>

#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string value_of(const char* name) {
  const char* const value = ::getenv(name);
  return value == nullptr ? "(none)" : value;
}

struct environments : testing::Test {
  environments() {
    ::setenv("PT_TEST_GIVEN", "before", 1);
    ::unsetenv("PT_TEST_MISSING");
  }
};

TEST_F(environments, are_changed_within_the_scope_only) {
  {
    const scoped_environment scope{{"PT_TEST_GIVEN", "inside"},
                                   {"PT_TEST_MISSING", "inside"}};
    EXPECT_EQ(value_of("PT_TEST_GIVEN"), "inside");
    EXPECT_EQ(value_of("PT_TEST_MISSING"), "inside");
  }
  EXPECT_EQ(value_of("PT_TEST_GIVEN"), "before");
  EXPECT_EQ(value_of("PT_TEST_MISSING"), "(none)");
}

TEST_F(environments, can_lack_variables_within_the_scope) {
  {
    const scoped_environment scope{{"PT_TEST_GIVEN", std::nullopt}};
    EXPECT_EQ(value_of("PT_TEST_GIVEN"), "(none)");
  }
  EXPECT_EQ(value_of("PT_TEST_GIVEN"), "before");
}

TEST_F(environments, can_hold_empty_values) {
  const scoped_environment scope{{"PT_TEST_GIVEN", ""}};
  EXPECT_EQ(value_of("PT_TEST_GIVEN"), "");
}

TEST_F(environments, nest_and_name_a_variable_twice) {
  {
    const scoped_environment outer{{"PT_TEST_GIVEN", "1"},
                                   {"PT_TEST_GIVEN", "2"}};
    const scoped_environment inner{{"PT_TEST_GIVEN", "3"}};
    EXPECT_EQ(value_of("PT_TEST_GIVEN"), "3");
  }
  EXPECT_EQ(value_of("PT_TEST_GIVEN"), "before");
}

TEST_F(environments, are_put_back_after_an_exception) {
  try {
    const scoped_environment scope{{"PT_TEST_GIVEN", "inside"}};
    throw error("x");
  } catch (const error&) {
  }
  EXPECT_EQ(value_of("PT_TEST_GIVEN"), "before");
}

TEST_F(environments, refuse_bad_names_before_anything_is_changed) {
  using namespace std::string_view_literals;
  for (const std::string_view bad : {""sv, "A=B"sv, "A\0B"sv}) {
    EXPECT_THROW(static_cast<void>(scoped_environment{
                     {"PT_TEST_GIVEN", "inside"}, {bad, "x"}}),
                 error);
    EXPECT_EQ(value_of("PT_TEST_GIVEN"), "before");
  }
}

TEST(current_path, is_changed_within_the_scope_only) {
  const unit::scratch place;
  const fs::path before = fs::current_path();
  {
    const scoped_current_path scope(place.temp_root());
    EXPECT_EQ(fs::current_path(), place.temp_root());
  }
  EXPECT_EQ(fs::current_path(), before);
}

TEST(current_path, C72_that_cannot_be_entered_is_an_error_and_changes_nothing) {
  const unit::scratch place;
  const fs::path before = fs::current_path();
  try {
    const scoped_current_path scope(place.path("nothing"));
    FAIL() << "was entered";
  } catch (const error& problem) {
    EXPECT_EQ(problem.what(), "cannot enter directory '" +
                                  place.path("nothing") +
                                  "': No such file or directory; create it, or "
                                  "check its permissions");
  }
  EXPECT_EQ(fs::current_path(), before);
}

TEST(current_path, goes_back_to_a_directory_that_was_renamed) {
  const unit::scratch place;
  fs::create_directory(place.path("a"));
  const scoped_current_path outer(place.path("a"));
  {
    const scoped_current_path inner(place.temp_root());
    fs::rename(place.path("a"), place.path("b"));
  }
  EXPECT_EQ(fs::current_path(), place.path("b"));
}

TEST(current_path, goes_back_even_to_a_directory_that_was_removed) {
  const unit::scratch place;
  fs::create_directory(place.path("a"));
  const scoped_current_path outer(place.path("a"));
  testing::internal::CaptureStderr();
  {
    const scoped_current_path inner(place.temp_root());
    fs::remove(place.path("a"));
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "")
      << "what is open can be entered";
}

}  // namespace
}  // namespace parallel_testing
