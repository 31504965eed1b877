// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/error.hpp>
#include <parallel_testing/sql_files.hpp>

#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

TEST(sql_files, are_one_text_in_the_order_given) {
  const unit::scratch place;
  unit::write_to(place.path("b.sql"), "SELECT 1 -- one");
  unit::write_to(place.path("a.sql"), "SELECT 2;\n");
  unit::write_to(place.path("empty.sql"), "");
  EXPECT_EQ(sql_from_files({place.path("b.sql"), place.path("empty.sql"),
                            place.path("a.sql")}),
            "SELECT 1 -- one\n\nSELECT 2;\n\n");
}

TEST(sql_files, that_cannot_be_read_are_named) {
  const unit::scratch place;
  for (const std::string& path : {place.path("none.sql"), place.path(".")}) {
    try {
      (void)sql_from_files({path});
      FAIL() << path << " was read";
    } catch (const error& problem) {
      EXPECT_THAT(problem.what(),
                  testing::HasSubstr("cannot read the SQL file '" + path));
    }
  }
}

}  // namespace
}  // namespace parallel_testing
