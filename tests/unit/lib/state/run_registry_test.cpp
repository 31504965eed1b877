// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "state/run_registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <parallel_testing/error.hpp>
#include <vector>

#include "base/process_info.hpp"
#include "base/text.hpp"
#include "support/forked_child.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

namespace fs = std::filesystem;
using unit::forked_child;
using unit::parent;
using unit::scratch;

struct run_registry : testing::Test {
  scratch place;
  run_record by_hand = [] {
    run_record own;
    own.by_hand = true;
    return own;
  }();
  state_directory state = open_state_directory(place.state());
  std::string dead_owner = process_token_of_dead();

  static std::string process_token_of_dead() {
    forked_child child([](parent& test) { test.wait(); });
    std::string token = process_token(child.pid());
    child.finish();
    return token;
  }

  /// A run with a directory for its log and one for temporary files.
  run_record make_run(const std::string& id, int age,
                      const std::string& owner) const {
    run_record record;
    record.id = id;
    record.owner = owner;
    record.directory = place.path("tree/runs/" + id);
    record.temporary = place.path("t/" + hex(hash(id), 8));
    record.created_ns = 1000 - age;
    for (const std::string& path : {record.directory, record.temporary}) {
      fs::create_directories(path);
      unit::write_to(path + "/file", id);
    }
    return record;
  }

  run_record make_dead_run(const std::string& id, int age) const {
    run_record record = make_run(id, age, dead_owner);
    (void)join_run(state, record);
    return record;
  }

  static bool is_there(const run_record& record) {
    return fs::exists(record.directory) && fs::exists(record.temporary);
  }

  static bool is_gone(const run_record& record) {
    return !fs::exists(record.directory) && !fs::exists(record.temporary);
  }

  std::size_t records() const {
    const fs::directory_iterator files(place.state() + "/runs");
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }
};

TEST_F(run_registry, the_first_process_makes_the_run_and_others_join) {
  const run_record wanted = make_run("r", 0, process_token(::getpid()));
  const joined_run first = join_run(state, wanted);
  const joined_run second = join_run(state, wanted);
  EXPECT_TRUE(first.is_first);
  EXPECT_FALSE(second.is_first);
  EXPECT_EQ(second.record.id, "r");
  EXPECT_EQ(second.record.directory, wanted.directory);
}

TEST_F(run_registry, one_of_many_processes_at_once_is_the_first) {
  const run_record wanted = make_run("r", 0, process_token(::getpid()));
  std::vector<forked_child> children;
  for (int at = 0; at < 30; ++at) {
    children.emplace_back([&](parent& test) {
      const joined_run joined = join_run(state, wanted);
      test.tell(joined.is_first ? "first" : "joined " + joined.record.id);
      test.wait();
    });
  }
  int first = 0;
  for (forked_child& each : children) {
    const std::string answer = each.receive();
    first += answer == "first" ? 1 : 0;
    EXPECT_THAT(answer, testing::AnyOf("first", "joined r"));
  }
  EXPECT_EQ(first, 1);
  EXPECT_EQ(records(), 1U);
}

TEST_F(run_registry, C44_of_five_dead_runs_the_last_three_remain) {
  std::vector<run_record> runs;
  for (int age = 0; age < 5; ++age) {
    runs.push_back(make_dead_run("r" + std::to_string(age), age));
  }
  collect_dead_runs(state, 3, by_hand);
  for (std::size_t age = 0; age < 3; ++age) EXPECT_TRUE(is_there(runs.at(age)));
  for (std::size_t age = 3; age < 5; ++age) EXPECT_TRUE(is_gone(runs.at(age)));
  EXPECT_EQ(records(), 3U);
}

TEST_F(run_registry, C44_count_0_keeps_no_dead_run) {
  const run_record one = make_dead_run("one", 0);
  const run_record two = make_dead_run("two", 1);
  collect_dead_runs(state, 0, by_hand);
  EXPECT_TRUE(is_gone(one));
  EXPECT_TRUE(is_gone(two));
  EXPECT_EQ(records(), 0U);
}

TEST_F(run_registry, C44_a_ctest_collects_in_its_own_tree_beside_many_others) {
  for (int at = 0; at < 100; ++at) {
    run_record other = make_dead_run("other" + std::to_string(at), at);
    other.directory = place.path("tree" + std::to_string(at));
  }
  run_record old = make_run("old", 2, dead_owner);
  old.directory = place.path("own/runs/old");
  fs::create_directories(old.directory);
  (void)join_run(state, old);
  run_record own = make_run("own", 1, process_token(::getpid()));
  own.directory = place.path("own/runs/own");
  collect_dead_runs(state, 0, own);
  EXPECT_FALSE(fs::exists(old.directory));
  EXPECT_GT(records(), 60U);
}

TEST_F(run_registry, C46_a_run_with_a_process_is_never_collected) {
  const run_record old = make_run("old", 999, dead_owner);
  forked_child test_process([&](parent& test) {
    const joined_run joined = join_run(state, old);
    test.tell("joined");
    test.wait();
  });
  ASSERT_EQ(test_process.receive(), "joined");
  collect_dead_runs(state, 0, by_hand);
  EXPECT_TRUE(is_there(old));
  test_process.kill();
  collect_dead_runs(state, 0, by_hand);
  EXPECT_TRUE(is_gone(old));
}

TEST_F(run_registry, C46_a_run_whose_ctest_lives_is_never_collected) {
  // Between two of its tests no process holds its lock.
  forked_child ctest([](parent& test) { test.wait(); });
  const run_record old = make_run("old", 999, process_token(ctest.pid()));
  (void)join_run(state, old);
  collect_dead_runs(state, 0, by_hand);
  EXPECT_TRUE(is_there(old));
  ctest.kill();
  collect_dead_runs(state, 0, by_hand);
  EXPECT_TRUE(is_gone(old));
}

TEST_F(run_registry, C46_a_run_id_used_again_is_alive_again) {
  const run_record former = make_dead_run("nightly", 999);
  const run_record again = make_run("nightly", 0, process_token(::getpid()));
  EXPECT_TRUE(join_run(state, again).is_first);
  collect_dead_runs(state, 0, by_hand);
  EXPECT_TRUE(is_there(again));
  EXPECT_EQ(join_run(state, again).record.owner, again.owner);
}

TEST_F(run_registry, C15_two_ctests_with_one_id_share_the_run_of_the_first) {
  // Between two tests of the first no process of it is in the run.
  forked_child first_ctest([](parent& test) { test.wait(); });
  const run_record first = make_run("r", 0, process_token(first_ctest.pid()));
  EXPECT_TRUE(join_run(state, first).is_first);
  const run_record second = make_run("r", 0, process_token(::getpid()));
  const joined_run joined = join_run(state, second);
  EXPECT_FALSE(joined.is_first);
  EXPECT_EQ(joined.record.owner, first.owner);
  EXPECT_EQ(read_run_record(state, "r").owner, first.owner);
}

TEST_F(run_registry, C46_a_run_with_tests_is_shared_though_its_ctest_is_dead) {
  const run_record first = make_run("r", 0, dead_owner);
  const joined_run orphan = join_run(state, first);
  const run_record second = make_run("r", 0, process_token(::getpid()));
  const joined_run joined = join_run(state, second);
  EXPECT_FALSE(joined.is_first);
  EXPECT_EQ(joined.record.owner, first.owner);
}

TEST_F(run_registry, C74_the_record_of_another_run_under_a_name_is_replaced) {
  const run_record other = make_run("other", 0, process_token(::getpid()));
  const std::string file = place.state() + "/runs/" + run_file_name("r");
  const run_record wanted = make_run("r", 0, process_token(::getpid()));
  (void)join_run(state, wanted);
  unit::write_to(file, to_text(other));
  const joined_run joined = join_run(state, wanted);
  EXPECT_EQ(joined.record.id, "r");
  EXPECT_EQ(joined.record.directory, wanted.directory);
  EXPECT_EQ(unit::content_of(file), to_text(wanted));
}

TEST_F(run_registry, C75_a_record_that_is_a_planted_link_is_refused) {
  const run_record wanted = make_run("r", 0, process_token(::getpid()));
  unit::write_to(place.path("elsewhere"), to_text(wanted));
  fs::create_directory(place.state() + "/runs");
  fs::create_symlink(place.path("elsewhere"),
                     place.state() + "/runs/" + run_file_name("r"));
  try {
    (void)join_run(state, wanted);
    FAIL() << "was joined";
  } catch (const error& problem) {
    EXPECT_THAT(problem.what(), testing::HasSubstr(std::strerror(ELOOP)));
  }
}

TEST_F(run_registry, C47_dead_runs_are_removed_even_if_read_only_inside) {
  const run_record dead = make_dead_run("dead", 0);
  fs::create_directory(dead.temporary + "/d");
  unit::write_to(dead.temporary + "/d/file", "");
  fs::permissions(dead.temporary + "/d", fs::perms::none);
  collect_dead_runs(state, 0, by_hand);
  EXPECT_TRUE(is_gone(dead));
}

TEST_F(run_registry, C47_links_in_dead_runs_are_not_followed) {
  const run_record dead = make_dead_run("dead", 0);
  fs::create_directory(place.path("precious"));
  unit::write_to(place.path("precious/file"), "x");
  fs::create_directory_symlink(place.path("precious"),
                               dead.temporary + "/link");
  collect_dead_runs(state, 0, by_hand);
  EXPECT_TRUE(is_gone(dead));
  EXPECT_EQ(unit::content_of(place.path("precious/file")), "x");
}

TEST_F(run_registry, C47_a_run_directory_that_is_a_link_is_not_followed) {
  const run_record dead = make_dead_run("dead", 0);
  fs::create_directory(place.path("precious"));
  unit::write_to(place.path("precious/file"), "x");
  fs::remove_all(dead.directory);
  fs::create_directory_symlink(place.path("precious"), dead.directory);
  collect_dead_runs(state, 0, by_hand);
  EXPECT_EQ(unit::content_of(place.path("precious/file")), "x");
}

TEST_F(run_registry, C74_directories_not_named_after_the_run_are_left_alone) {
  run_record dead = make_run("dead", 0, dead_owner);
  dead.directory = place.path("precious");
  fs::create_directory(dead.directory);
  unit::write_to(dead.directory + "/file", "x");
  (void)join_run(state, dead);
  collect_dead_runs(state, 0, by_hand);
  EXPECT_EQ(unit::content_of(place.path("precious/file")), "x");
}

TEST_F(run_registry, C74_corrupt_records_are_passed_over) {
  const run_record dead = make_dead_run("dead", 0);
  const std::string text = to_text(dead);
  unit::write_to(place.state() + "/runs/garbage", "garbage");
  unit::write_to(place.state() + "/runs/copy", text);
  unit::write_to(place.state() + "/runs/empty", "");
  fs::create_directory(place.state() + "/runs/directory");
  collect_dead_runs(state, 1, by_hand);
  EXPECT_TRUE(is_there(dead));
  collect_dead_runs(state, 0, by_hand);
  EXPECT_TRUE(is_gone(dead));
}

TEST_F(run_registry, C74_a_corrupt_record_is_replaced_whole) {
  const run_record wanted = make_run("r", 0, process_token(::getpid()));
  (void)join_run(state, wanted);
  const std::string file = place.state() + "/runs/" + run_file_name("r");
  unit::write_to(file, std::string(5000, 'x') + "\nby_hand 1\n");
  EXPECT_EQ(join_run(state, wanted).record.id, "r");
  EXPECT_EQ(unit::content_of(file), to_text(wanted));
}

TEST_F(run_registry, a_run_by_hand_is_forgotten_by_its_only_process) {
  run_record wanted = make_run("r", 0, process_token(::getpid()));
  joined_run joined = join_run(state, wanted);
  forget_run(state, joined);
  EXPECT_TRUE(is_gone(wanted));
  EXPECT_EQ(records(), 0U);
}

TEST_F(run_registry, a_run_is_not_forgotten_while_others_are_in_it) {
  run_record wanted = make_run("r", 0, process_token(::getpid()));
  joined_run joined = join_run(state, wanted);
  const joined_run other = join_run(state, wanted);
  forget_run(state, joined);
  EXPECT_TRUE(is_there(wanted));
}

TEST_F(run_registry, a_run_has_members_while_a_process_is_in_it) {
  const run_record record = make_run("r", 0, dead_owner);
  EXPECT_FALSE(has_members(state, "r"));
  {
    const joined_run joined = join_run(state, record);
    EXPECT_TRUE(has_members(state, "r"));
  }
  EXPECT_FALSE(has_members(state, "r"));
}

}  // namespace
}  // namespace parallel_testing
