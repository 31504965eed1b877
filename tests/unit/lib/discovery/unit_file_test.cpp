// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/unit_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/error.hpp>
#include <parallel_testing/temp_dir.hpp>

#include "base/fields.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

unit_record two_cases() {
  unit_record unit;
  unit.name = "Orders";
  unit.cases = {{"Orders.A", "Orders.A", "/src/a.cpp", 7},
                {"odd\tname\n\\", R"(odd\, spec)", "", 0}};
  return unit;
}

TEST(fields, of_any_text_are_read_back) {
  const std::string line = to_line({"a", "", "b\tc\n\r\\t", "end"});
  EXPECT_EQ(line, "a\t\tb\\tc\\n\\r\\\\t\tend\n");
  EXPECT_THAT(read_line(line.substr(0, line.size() - 1)),
              ElementsAre("a", "", "b\tc\n\r\\t", "end"));
}

TEST(unit_file, is_read_back) {
  const unit_record read = parse_unit(to_text(two_cases()), "@");
  EXPECT_EQ(read.name, "Orders");
  ASSERT_EQ(read.cases.size(), 2U);
  EXPECT_EQ(read.cases[0].selector, "Orders.A");
  EXPECT_EQ(read.cases[0].line, 7);
  EXPECT_EQ(read.cases[1].name, "odd\tname\n\\");
  EXPECT_EQ(read.cases[1].selector, R"(odd\, spec)");
}

TEST(unit_file, knows_whether_its_cases_are_isolated) {
  unit_record unit = two_cases();
  EXPECT_FALSE(parse_unit(to_text(unit), "@").is_isolated);
  unit.is_isolated = true;
  EXPECT_TRUE(parse_unit(to_text(unit), "@").is_isolated);
  EXPECT_FALSE(parse_unit(to_text(unit), "@").is_timed);
  unit.is_timed = true;
  EXPECT_TRUE(parse_unit(to_text(unit), "@").is_timed);
  EXPECT_TRUE(parse_unit(to_text(unit), "@").is_isolated);
}

TEST(unit_file, C81_has_the_names_that_ctest_would_show) {
  unit_record unit = two_cases();
  EXPECT_EQ(shown_name_of(unit.cases[0], unit), "Orders.A");
  unit.prefix = "pre\t";
  unit.suffix = " post";
  unit.cases[0].shown_name = "Orders.A/fast";
  const unit_record read = parse_unit(to_text(unit), "@");
  EXPECT_EQ(shown_name_of(read.cases.at(0), read), "pre\tOrders.A/fast post");
  EXPECT_EQ(shown_name_of(read.cases.at(1), read), "pre\todd\tname\n\\ post");
  EXPECT_EQ(read.cases[0].name, "Orders.A");
}

TEST(unit_file, C74_text_that_is_no_unit_is_an_error) {
  const std::string good = to_text(two_cases());
  for (const std::string& text :
       {std::string(), good.substr(1), good.substr(0, good.size() - 1),
        good + good, good.substr(good.find('\n') + 1),
        std::string("unit\t1\tx\nelse\ta\t\t\t0\n")}) {
    EXPECT_THROW((void)parse_unit(text, "@0+1:/x"), error) << text;
  }
}

TEST(unit_reference, is_told_from_filters_and_specs) {
  EXPECT_TRUE(is_unit_reference("@0+12:/a b:c"));
  EXPECT_TRUE(is_unit_reference(unit_position(7, 30) + ":/x"));
  for (const char* text : {"", "@", "@a", "@1:2+3", "@1+x:/p", "Orders.A",
                           "[tag]", "@1+2", "0+12:/a"}) {
    EXPECT_FALSE(is_unit_reference(text)) << text;
  }
}

TEST(unit_reference, reads_its_unit_only) {
  const unit::scratch place;
  const std::string first = to_text({"first", {{"A.B", "A.B", "", 0}}, {}});
  const std::string second = to_text({"second", {{"C.D", "C.D", "", 0}}, {}});
  unit::write_to(place.path("units"), first + second);
  const std::string reference =
      unit_position(first.size(), second.size()) + ":" + place.path("units");
  EXPECT_EQ(read_unit(reference).name, "second");
  EXPECT_THROW((void)read_unit(unit_position(1, second.size()) + ":" +
                               place.path("units")),
               error);
}

TEST(unit_reference, says_whether_skips_are_failures) {
  const unit::scratch place;
  const std::string text = to_text(two_cases());
  unit::write_to(place.path("units"), text);
  const std::string at = unit_position(0, text.size());
  EXPECT_EQ(read_unit(at + ":" + place.path("units")).skipped_cases,
            skips::are_fine);
  EXPECT_EQ(read_unit(at + "!:" + place.path("units")).skipped_cases,
            skips::are_failures);
}

TEST(unit_reference, to_a_file_that_is_gone_says_so) {
  try {
    (void)read_unit("@0+5:/nowhere/units.txt");
    FAIL();
  } catch (const error& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("'/nowhere/units.txt'"));
    EXPECT_THAT(problem.what(), HasSubstr("build the target again"));
  }
}

TEST(googletest_filter, names_exactly_the_cases) {
  EXPECT_EQ(googletest_filter({{"A.B", "A.B", "", 0}, {"A.C", "A.C", "", 0}}),
            "A.B:A.C");
}

TEST(googletest_filter, C03_takes_away_only_what_is_no_case_of_the_unit) {
  // 'a:b' and 'a-b' both need '?'; 'a*b' is another case.
  EXPECT_EQ(googletest_filter({{"A.x:y", "A.x?y-A.xzy:A.x1y", "", 0},
                               {"A.x1y", "A.x1y", "", 0}}),
            "A.x?y:A.x1y-A.xzy");
}

}  // namespace
}  // namespace parallel_testing
