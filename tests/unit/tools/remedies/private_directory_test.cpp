// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/private_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/remedies/forged_sharing.hpp"

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using observed::state;
using observed::use;

class private_directory_test : public ::testing::Test {
 protected:
  [[nodiscard]] bool fits(std::size_t test) const {
    return fits_private_directory(suite.of, all_uses(suite.of), test);
  }

  [[nodiscard]] std::vector<std::string> seen() const {
    return visible_files(suite.of, all_uses(suite.of), {a, b});
  }

  [[nodiscard]] std::vector<std::string> empty_ones() const {
    return empty_directories(suite.of, all_uses(suite.of), {a, b}, seen());
  }

  suite_with_findings suite;
  std::size_t a = suite.add("A");
  std::size_t b = suite.add("B");
};

TEST_F(private_directory_test, a_test_that_creates_its_files_fits) {
  suite.touch(a, local_file("x"), use::probe, state::file);
  suite.touch(a, local_file("x"), use::remove, state::file);
  suite.touch(a, local_file("x"), use::create);
  suite.touch(a, local_file("x"), use::read, state::file);
  EXPECT_TRUE(fits(a));
  EXPECT_THAT(seen(), IsEmpty());
}

TEST_F(private_directory_test, a_test_that_reads_what_another_wrote_stays) {
  suite.touch(a, local_file("x"), use::create);
  suite.touch(b, local_file("x"), use::read, state::file);
  EXPECT_TRUE(fits(a));
  EXPECT_FALSE(fits(b));
}

TEST_F(private_directory_test, a_test_that_replaces_what_another_left_fits) {
  suite.touch(a, local_file("x"), use::create);
  suite.touch_at_once(b, local_file("x"), {use::write, use::create},
                      state::file);
  suite.touch(b, local_file("x"), use::read, state::file);
  EXPECT_TRUE(fits(b));
}

TEST_F(private_directory_test, a_test_that_updates_what_another_left_stays) {
  suite.touch(a, local_file("x"), use::create);
  suite.touch_at_once(b, local_file("x"), {use::read, use::write, use::create},
                      state::file);
  EXPECT_FALSE(fits(b));
}

TEST_F(private_directory_test, a_folder_that_a_test_found_is_empty) {
  suite.touch(a, local_file("out/x"), use::create);
  EXPECT_TRUE(fits(a));
  EXPECT_THAT(empty_ones(), ElementsAre("out"));
}

TEST_F(private_directory_test, a_folder_that_a_test_makes_is_not_there) {
  suite.touch(b, local_directory("made"), use::create);
  suite.touch(b, local_file("made/x"), use::create);
  EXPECT_TRUE(fits(b));
  EXPECT_THAT(empty_ones(), IsEmpty());
}

TEST_F(private_directory_test, a_folder_with_a_visible_file_is_there_anyway) {
  suite.touch(a, local_file("data/in"), use::read, state::file);
  suite.touch(a, local_file("data/out"), use::create);
  suite.touch(b, local_file("a/b/c"), use::create);
  suite.touch(b, local_file("a/x"), use::create);
  EXPECT_TRUE(fits(a));
  EXPECT_THAT(seen(), ElementsAre("data/in"));
  EXPECT_THAT(empty_ones(), ElementsAre("a/b"));
}

TEST_F(private_directory_test, a_test_that_fills_a_folder_by_a_link_stays) {
  observed::resource linked = local_file("out/x");
  linked.as_used = "alias/x";
  suite.touch(a, linked, use::create);
  EXPECT_FALSE(fits(a));
  observed::resource absolute = local_file("out/y");
  absolute.as_used = "";
  suite.touch(b, absolute, use::create);
  EXPECT_FALSE(fits(b));
}

TEST_F(private_directory_test, a_test_that_fills_its_new_directory_fits) {
  observed::resource changed = local_file("out/x");
  changed.as_used = "./x";
  suite.touch(a, changed, use::create);
  EXPECT_TRUE(fits(a));
  EXPECT_THAT(empty_ones(), ElementsAre("out"));
}

TEST_F(private_directory_test, files_of_the_adapter_change_nothing) {
  suite.of.build = std::string(forged_build) + "/tests";
  suite.touch(a, local_directory("Testing/ParallelTesting/runs/1"),
              use::create);
  EXPECT_TRUE(fits(a));
}

TEST_F(private_directory_test, files_of_the_registration_are_not_shown) {
  suite.of.build = std::string(forged_build) + "/tests";
  suite.test(a).executable = suite.of.build + "/shop_test";
  for (const char* name :
       {"shop_test.markers", "parallel_testing/shop_test-1_private.txt",
        "other.markers"}) {
    suite.touch(a, local_file(name), use::read, observed::state::file);
  }
  EXPECT_THAT(visible_files(suite.of, all_uses(suite.of), {a}),
              ElementsAre("other.markers"));
}

TEST_F(private_directory_test, a_test_that_leaves_it_by_dots_stays) {
  observed::resource above = file_at("/work/build/prices");
  above.as_used = "../prices";
  suite.touch(a, above, use::read, state::file);
  EXPECT_FALSE(fits(a));
  suite.touch(b, file_at("/work/build/prices"), use::read, state::file);
  EXPECT_TRUE(fits(b));
}

TEST_F(private_directory_test, an_incomplete_record_proves_nothing) {
  suite.test(a).record.last.reset();
  EXPECT_FALSE(fits(a));
}

TEST_F(private_directory_test, what_tests_read_is_visible) {
  suite.touch(a, local_file("prices.csv"), use::read, state::file);
  suite.touch(b, local_file("data/taxes.csv"), use::probe, state::file);
  suite.touch(b, local_file("absent"), use::probe_absent);
  suite.touch(b, file_at("/usr/share/x"), use::read, state::file);
  EXPECT_THAT(seen(), ElementsAre("data/taxes.csv", "prices.csv"));
}

TEST_F(private_directory_test, what_a_test_writes_is_not_visible) {
  const std::size_t c = suite.add("C");
  suite.touch(a, local_file("x"), use::read, state::file);
  suite.touch(c, local_file("x"), use::write, state::file);
  EXPECT_THAT(seen(), IsEmpty());
}

TEST_F(private_directory_test, the_program_and_its_libraries_are_not_visible) {
  observed::resource program = local_file("shop_test");
  program.as_used = "";
  suite.test(a).executable = program.canonical;
  observed::resource library = local_file("libshop.so.1");
  library.as_used = "";
  suite.touch(a, program, use::exec, state::file);
  suite.touch(a, library, use::read, state::file);
  suite.touch(a, local_file("plugin.so"), use::read, state::file);
  EXPECT_THAT(seen(), ElementsAre("plugin.so"));
}

TEST_F(private_directory_test, a_directory_takes_the_place_of_many_files) {
  for (int number = 0; number < 300; ++number) {
    suite.touch(a, local_file("data/" + std::to_string(number)), use::read,
                state::file);
  }
  suite.touch(a, local_file("few/one"), use::read, state::file);
  EXPECT_THAT(seen(), ElementsAre("data", "few/one"));
}

TEST_F(private_directory_test, a_directory_with_written_files_is_not_shown) {
  for (int number = 0; number < 7; ++number) {
    suite.touch(a, local_file("data/" + std::to_string(number)), use::read,
                state::file);
  }
  suite.touch(a, local_directory("data"), use::list, state::directory);
  suite.touch(b, local_file("data/out"), use::create);
  EXPECT_THAT(seen(), ElementsAre("data/0", "data/1", "data/2", "data/3",
                                  "data/4", "data/5", "data/6"));
}

TEST_F(private_directory_test, a_directory_that_is_listed_is_shown) {
  suite.touch(a, local_directory("data"), use::list, state::directory);
  suite.touch(a, local_file("data/1"), use::read, state::file);
  EXPECT_THAT(seen(), ElementsAre("data"));
}

}  // namespace
}  // namespace parallel_testing::tools
