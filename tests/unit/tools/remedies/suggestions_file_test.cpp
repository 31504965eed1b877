// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/suggestions_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/remedies/forged_sharing.hpp"

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> texts_of(const std::vector<applied_suggestion>& all) {
  std::vector<std::string> texts;
  for (const applied_suggestion& each : all) {
    texts.push_back(each.target + "|" + each.test + "|" + each.what);
  }
  return texts;
}

class suggestions_file_test : public ::testing::Test {
 protected:
  suite_with_findings suite;
  std::size_t a = suite.add("Orders.A");
  std::size_t b = suite.add("Orders.B*");
};

TEST_F(suggestions_file_test, a_new_file_has_the_code_and_room_for_lines) {
  const suggestions_update made = update_suggestions("", "f(x)\n");
  EXPECT_EQ(made.text,
            "# Written by `parallel-testing suggest --apply`, which replaces "
            "everything but the\n# lines between the next two comments.\n"
            "# Lines of the project:\n# End of the lines of the project.\n"
            "\nf(x)\n");
}

TEST_F(suggestions_file_test, applying_twice_changes_nothing) {
  suite.share_file(file_at("/data/x"), {a, b});
  const suggestions_update once = update_suggestions("", suite.cmake());
  const suggestions_update twice = update_suggestions(once.text, suite.cmake());
  EXPECT_EQ(twice.text, once.text);
  EXPECT_THAT(twice.added, IsEmpty());
  EXPECT_THAT(twice.removed, IsEmpty());
  EXPECT_THAT(texts_of(once.added),
              ElementsAre("shop_test|Orders.A|lock:x",
                          R"(shop_test|Orders.B\*|lock:x)"));
}

TEST_F(suggestions_file_test, other_reasons_for_the_same_change_nothing) {
  suite.share_file(file_at("/data/x"), {a, b});
  const suggestions_update once = update_suggestions("", suite.cmake());
  suite.found.shared[0].conflicts[0].evidence = "another reason";
  EXPECT_EQ(update_suggestions(once.text, suite.cmake()).text, once.text);
  suite.test(b).name = "Orders.C";
  EXPECT_NE(update_suggestions(once.text, suite.cmake()).text, once.text);
}

TEST_F(suggestions_file_test, lines_of_the_project_stay) {
  suggestions_update made = update_suggestions("", "f(x)\n");
  const std::string own = "parallel_mark_tests(t \"*\" MARKERS slow)\n# ]]\n";
  made.text.insert(made.text.find("# End of"), own);
  const suggestions_update next = update_suggestions(made.text, "g(y)\n");
  EXPECT_THAT(next.text, HasSubstr("project:\n" + own + "# End of"));
  EXPECT_THAT(next.text, HasSubstr("\ng(y)\n"));
  EXPECT_THAT(next.text, Not(HasSubstr("f(x)")));
  EXPECT_THAT(next.removed, IsEmpty());
}

TEST_F(suggestions_file_test, what_is_no_longer_needed_is_removed) {
  suite.share_file(local_file("x"), {a, b});
  const suggestions_update made = update_suggestions("", suite.cmake());
  const suggestions_update next = update_suggestions(made.text, "");
  EXPECT_THAT(texts_of(next.removed),
              ElementsAre("shop_test|Orders.A|WORKING_DIRECTORY PRIVATE",
                          R"(shop_test|Orders.B\*|WORKING_DIRECTORY PRIVATE)"));
  EXPECT_THAT(next.text, HasSubstr("share nothing"));
}

TEST_F(suggestions_file_test, a_file_without_its_comments_is_refused) {
  for (const char* text :
       {"set(x 1)\n", "# Lines of the project:\n",
        "# End of the lines of the project.\n# Lines of the project:\n",
        "# Lines of the project:\n# Lines of the project:\n"
        "# End of the lines of the project.\n"}) {
    EXPECT_THROW((void)update_suggestions(text, ""), not_suggestions) << text;
  }
}

TEST_F(suggestions_file_test, properties_of_plain_tests_are_suggestions_also) {
  suite.test(a).target = "";
  suite.test(b).target = "";
  suite.share_file(local_file("x"), {a, b});
  suite.share_file(file_at("/data/y"), {a, b});
  EXPECT_THAT(texts_of(suggestions_in(suite.cmake())),
              ElementsAre("|Orders.A|RESOURCE_LOCK y",
                          "|Orders.A|WORKING_DIRECTORY PRIVATE",
                          "|Orders.B*|RESOURCE_LOCK y",
                          "|Orders.B*|WORKING_DIRECTORY PRIVATE"));
}

/// What a second observation, after the suggestions were applied, has.
class applied_test : public suggestions_file_test {
 protected:
  /// Fails if the same is not concluded from the observation as if nothing had
  /// been applied. The conclusions stay those of the first one.
  void expect_same_code(const std::string& code) {
    suite.of = without_suggestions(suite.of, suggestions_in(code));
    EXPECT_EQ(suite.cmake(), code);
  }
};

TEST_F(applied_test, a_lock_that_was_suggested_is_still_needed) {
  suite.share_file(file_at("/data/x"), {a}, {b});
  const std::string code = suite.cmake();
  suite.test(a).locks = {"x", "mine"};
  suite.test(a).markers = {"lock:x"};
  suite.test(b).markers = {"lock:x:shared"};
  EXPECT_EQ(suite.cmake(), "");
  expect_same_code(code);
  EXPECT_THAT(suite.test(a).locks, ElementsAre("mine"));
}

TEST_F(applied_test, an_isolation_that_was_suggested_is_still_needed) {
  suite.share_file(file_at("/tmp/x"), {a, b});
  const std::string code = suite.cmake();
  for (const std::size_t test : {a, b}) {
    suite.test(test).markers = {"isolate:tmp"};
    suite.test(test).record.resources[0].what.seen_by =
        observed::scope::own_namespace;
  }
  expect_same_code(code);
  EXPECT_EQ(suite.test(a).record.resources[0].what.seen_by,
            observed::scope::machine);
}

TEST_F(applied_test, a_private_directory_that_was_suggested_is_still_needed) {
  suite.share_file(local_file("x"), {a, b});
  suite.touch(a, local_file("data/y"), observed::use::read,
              observed::state::file);
  const std::string code = suite.cmake();
  for (const std::size_t test : {a, b}) {
    suite.test(test).has_private_directory = true;
    for (touched_resource& each : suite.test(test).record.resources) {
      each.what.canonical =
          "/tmp/pt-0/gw" + std::to_string(test) + "/tests/" + each.what.as_used;
      each.what.where = observed::place::temp;
    }
  }
  expect_same_code(code);
  EXPECT_FALSE(suite.test(a).has_private_directory);
  EXPECT_EQ(suite.test(a).record.resources[0].what.canonical,
            "/work/build/tests/x");
}

// What the adapter copies into a private directory and removes from it is not
// what the test does there.
TEST_F(applied_test, what_a_private_directory_shows_is_still_shown) {
  using observed::state;
  using observed::use;
  suite.share_file(local_file("x"), {a, b});
  for (const std::size_t test : {a, b}) {
    suite.touch(test, local_file("data/y"), use::read, state::file);
    suite.touch(test, local_file("out/z"), use::write, state::absent);
    suite.touch(test, local_directory("out"), use::probe, state::directory);
  }
  const std::string code = suite.cmake();
  EXPECT_THAT(code, HasSubstr("VISIBLE_FILES \"data/y\"\n"
                              "  EMPTY_DIRECTORIES \"out\""));
  for (const std::size_t test : {a, b}) {
    suite.test(test).has_private_directory = true;
    suite.test(test).record.resources.clear();
    const std::string own =
        "/tmp/pt-0/gw" + std::to_string(test) + "/Orders/tests";
    const auto in_own = [&](observed::resource what) {
      what.canonical = own + (what.as_used.empty() ? "" : "/" + what.as_used);
      what.where = observed::place::temp;
      return what;
    };
    const observed::resource directory = in_own(local_directory(""));
    const observed::resource data = in_own(local_directory("data"));
    const observed::resource copy = in_own(local_file("data/y.12"));
    const observed::resource shown = in_own(local_file("data/y"));
    const observed::resource out = in_own(local_directory("out"));
    suite.touch(test, directory, use::create);
    suite.touch(test, data, use::create);
    suite.touch(test, local_file("data/y"), use::read, state::file);
    suite.touch(test, copy, use::create_exclusive);
    suite.touch(test, copy, use::write);
    suite.touch(test, shown, use::create_exclusive);
    suite.touch(test, out, use::create);
    suite.touch(test, in_own(local_file("x")), use::create);
    suite.touch(test, shown, use::read, state::file);
    suite.touch(test, out, use::probe, state::directory);
    suite.touch(test, in_own(local_file("out/z")), use::write);
    suite.touch(test, directory, use::remove, state::directory);
    for (const observed::resource& each :
         {data, shown, out, in_own(local_file("x")),
          in_own(local_file("out/z"))}) {
      suite.touch(test, each, use::remove, state::file);
    }
  }
  expect_same_code(code);
  EXPECT_EQ(suite.test(a).record.resources.size(), 4U);
}

TEST_F(applied_test, a_private_directory_of_a_plain_test_is_still_needed) {
  suite.test(a).target = "";
  suite.test(b).target = "";
  suite.share_file(local_file("x"), {a, b});
  const std::string code = suite.cmake();
  for (const std::size_t test : {a, b}) {
    const std::string folder =
        "/work/build/parallel_testing_suggestions/" + std::to_string(test);
    suite.test(test).record.head.working_directory = folder;
    suite.test(test).record.resources[0].what.canonical = folder + "/x";
  }
  expect_same_code(code);
}

TEST_F(applied_test, properties_that_were_suggested_are_still_needed) {
  suite.test(a).target = "";
  suite.test(b).target = "";
  suite.share_file(file_at("/data/x"), {a}, {b});
  suite.found.shared[0].conflicts[0].how = relation::dependence;
  suite.share(object_named(observed::resource_kind::host_name, "host_name"),
              {a}, {b});
  const std::string code = suite.cmake();
  suite.test(a).runs_serial = true;
  suite.test(b).depends = {"Orders.A"};
  EXPECT_EQ(suite.cmake(), "");
  expect_same_code(code);
}

TEST_F(applied_test, slots_of_readers_are_no_locks_of_the_project) {
  const std::size_t c = suite.add("Orders.C");
  for (const std::size_t test : {a, b, c}) {
    suite.test(test).target = "";
  }
  suite.share_file(file_at("/data/x"), {a}, {b, c});
  const std::string code = suite.cmake();
  suite.test(a).locks = {"x.1", "x.2"};
  suite.test(b).locks = {"x.1"};
  suite.test(c).locks = {"x.2"};
  EXPECT_EQ(suite.cmake(), "");
  expect_same_code(code);
}

TEST_F(applied_test, a_private_tmpdir_that_was_suggested_is_still_needed) {
  const std::string folder = "/work/build/parallel_testing_suggestions/tmp";
  for (const std::size_t test : {a, b}) {
    suite.test(test).target = "";
    suite.test(test).record.head.tmpdir = folder;
  }
  suite.share_file(file_at(folder + "/x"), {a, b});
  const std::string code = suite.cmake();
  EXPECT_THAT(code, HasSubstr("suggestions_private_tmpdir("));
  for (const std::size_t test : {a, b}) {
    const std::string own = folder + "-" + std::to_string(test);
    suite.test(test).record.head.tmpdir = own;
    suite.test(test).record.resources[0].what.canonical = own + "/x";
  }
  expect_same_code(code);
}

TEST_F(applied_test, what_the_project_itself_wrote_stays) {
  suite.share_file(file_at("/data/x"), {a, b});
  suite.test(a).locks = {"mine"};
  suite.test(b).locks = {"mine"};
  suite.of = without_suggestions(suite.of, suggestions_in("f(x)\n"));
  EXPECT_EQ(suite.cmake(), "");
}

}  // namespace
}  // namespace parallel_testing::tools
