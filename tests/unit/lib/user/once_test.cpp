// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <parallel_testing/error.hpp>
#include <parallel_testing/names.hpp>
#include <parallel_testing/once.hpp>
#include <thread>
#include <vector>

#include "base/process_info.hpp"
#include "support/forked_child.hpp"
#include "support/probed.hpp"
#include "support/scoped_calls.hpp"
#include "support/wait_until.hpp"

namespace parallel_testing::unit {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct once : probed {
  std::string log() const {
    return content_of(place.path("runs/run1/events.ndjson"));
  }

  /// The paths below the directories that the tests of runs share.
  std::vector<std::string> shared_files() const {
    std::vector<std::string> paths;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(place.temp_root())) {
      const std::string path = entry.path().string();
      const bool is_shared = path.find("/shared-") != path.npos;
      if (is_shared && entry.is_regular_file()) paths.push_back(path);
    }
    return paths;
  }
};

TEST_F(once, C60_one_process_makes_what_the_others_wait_for) {
  child_process first = start_test();
  ASSERT_EQ(first.ask("once run key"), "making");
  std::vector<child_process> others;
  for (int at = 0; at < 7; ++at) {
    others.push_back(start_test());
    others.back().send("once run key");
  }
  for (const child_process& each : others) {
    wait_until_says(each, "waiting for once_per_run 'key', which pid " +
                              std::to_string(first.pid()) + " ");
  }
  EXPECT_EQ(first.ask("return some value"), "some value");
  for (child_process& each : others) EXPECT_EQ(each.receive(), "some value");
  EXPECT_EQ(start_test().ask("once run key"), "some value");
  EXPECT_THAT(log(), HasSubstr("\"key\":\"key\",\"scope\":\"run\",\"end\":"
                               "\"done\",\"duration_ns\":"));
}

TEST_F(once, C60_a_failure_is_told_to_all_and_not_tried_again) {
  child_process first = start_test();
  ASSERT_EQ(first.ask("once run key"), "making");
  child_process second = start_test();
  second.send("once run key");
  wait_until_says(second, "waiting for once_per_run");
  EXPECT_EQ(first.ask("throw no such table"), "exception: no such table");
  const std::string expected =
      "error: once_per_run 'key' failed in runtime_probe (pid " +
      std::to_string(first.pid()) +
      "): no such table; it is not tried again in this run: start a new run";
  EXPECT_EQ(second.receive(), expected);
  EXPECT_EQ(first.ask("once run key"), expected);
  EXPECT_EQ(start_test().ask("once run key"), expected);
  EXPECT_THAT(log(), HasSubstr("\"end\":\"failed\""));
}

TEST_F(once, C60_what_is_thrown_need_not_be_an_exception) {
  child_process first = start_test();
  ASSERT_EQ(first.ask("once run key"), "making");
  EXPECT_EQ(first.ask("throw_nothing_known x"), "exception");
  EXPECT_THAT(start_test().ask("once run key"),
              HasSubstr("see the output of that test"));
}

TEST_F(once, C60_the_next_tries_when_the_first_crashes) {
  child_process first = start_test();
  ASSERT_EQ(first.ask("once run key"), "making");
  child_process second = start_test();
  second.send("once run key");
  wait_until_says(second, "waiting for once_per_run");
  first.kill();
  EXPECT_EQ(second.receive(), "making");
  child_process third = start_test();
  third.send("once run key");
  wait_until_says(third, "waiting for once_per_run");
  EXPECT_EQ(second.ask("return 2"), "2");
  EXPECT_EQ(third.receive(), "2");
}

TEST_F(once, C60_the_next_tries_when_the_first_ends_in_the_middle) {
  child_process first = start_test();
  ASSERT_EQ(first.ask("once run key"), "making");
  first.send("exit now");
  EXPECT_EQ(first.finish(), 3);
  EXPECT_EQ(start_test().ask("once run key"), "making");
}

TEST_F(once, C60_a_copy_that_leaves_what_makes_it_leaves_it_to_the_first) {
  for (const std::string way : {"return", "throw", "exit"}) {
    child_process first = start_test();
    ASSERT_EQ(first.ask("once run " + way), "making");
    ASSERT_EQ(first.ask("fork " + way), "making") << way;
    // The copy is dead; neither the lock nor the result is its to give.
    EXPECT_THAT(start_test().ask("once run " + way + " 0"),
                HasSubstr("no result within 0 ms; pid " +
                          std::to_string(first.pid()) + " runtime_probe is"))
        << way;
    EXPECT_EQ(first.ask("return of the first"), "of the first");
    EXPECT_EQ(start_test().ask("once run " + way), "of the first") << way;
  }
}

TEST_F(once, C74_the_result_of_another_key_is_refused) {
  child_process first = start_test();
  ASSERT_EQ(first.ask("once run key"), "making");
  ASSERT_EQ(first.ask("return value"), "value");
  ASSERT_EQ(first.ask("once run other"), "making");
  ASSERT_EQ(first.ask("return another"), "another");
  std::string of_key;
  std::string of_other;
  for (const std::string& path : shared_files()) {
    if (path.ends_with("-key")) of_key = path;
    if (path.ends_with("-other")) of_other = path;
  }
  write_to(of_key, content_of(of_other));
  EXPECT_THAT(start_test().ask("once run key"),
              HasSubstr("error: once_per_run 'key': '" + of_key +
                        "' is not a result of this function; remove it"));
  EXPECT_EQ(start_test().ask("once run other"), "another");
}

TEST_F(once, C75_a_lock_that_is_a_planted_link_is_refused) {
  child_process first = start_test();
  ASSERT_EQ(first.ask("once run key"), "making");
  const std::vector<std::string> files = shared_files();
  ASSERT_EQ(files.size(), 1U);
  first.kill();
  write_to(place.path("elsewhere"), "");
  std::filesystem::remove(files[0]);
  std::filesystem::create_symlink(place.path("elsewhere"), files[0]);
  EXPECT_THAT(start_test().ask("once run key"),
              AllOf(HasSubstr("error: cannot open lock file '" + files[0]),
                    HasSubstr(std::strerror(ELOOP))));
}

TEST_F(once, C60_a_result_without_its_end_is_never_seen) {
  child_process first = start_test();
  ASSERT_EQ(first.ask("once run key"), "making");
  const std::vector<std::string> files = shared_files();
  ASSERT_EQ(files.size(), 1U);  // the lock
  const std::string name = files[0].substr(0, files[0].rfind('.'));
  const std::string maker = std::to_string(first.pid());
  first.kill();
  // What a process leaves that is killed while it writes.
  write_to(name + "." + maker, "parallel_testing_once 1\ndone\n3\n5\nkeyva");
  child_process second = start_test();
  EXPECT_EQ(second.ask("once run key"), "making");
  EXPECT_EQ(second.ask("return value"), "value");
  EXPECT_EQ(start_test().ask("once run key"), "value");
}

TEST_F(once, C74_a_result_that_was_changed_is_refused) {
  child_process first = start_test();
  ASSERT_EQ(first.ask("once run key"), "making");
  ASSERT_EQ(first.ask("return value"), "value");
  for (const std::string& path : shared_files()) write_to(path, "garbage");
  EXPECT_THAT(
      start_test().ask("once run key"),
      AllOf(HasSubstr("error: once_per_run 'key': '" + place.temp_root()),
            HasSubstr("is not a result of this function; remove it")));
}

TEST_F(once, C60_those_who_wait_give_up_after_their_limit) {
  child_process first = start_test();
  first.ask("begin_case Orders.Migrate");
  ASSERT_EQ(first.ask("once run key"), "making");
  EXPECT_EQ(start_test().ask("once run key 0"),
            "error: once_per_run 'key': no result within 0 ms; pid " +
                std::to_string(first.pid()) +
                " Orders.Migrate is still producing it; find out what blocks "
                "it, or pass a longer limit");
  EXPECT_EQ(first.ask("return x"), "x");
  EXPECT_EQ(start_test().ask("once run key 0"), "x");
}

TEST_F(once, C60_what_asks_for_itself_is_told_so) {
  child_process first = start_test();
  ASSERT_EQ(first.ask("once run key"), "making");
  EXPECT_EQ(first.ask("once key"),
            "error: once_per_run 'key': the function that produces this result "
            "asks for the same result, so waiting would never end; use another "
            "key inside it");
}

TEST_F(once, keys_are_made_inside_of_others) {
  child_process first = start_test();
  ASSERT_EQ(first.ask("once run outer"), "making");
  ASSERT_EQ(first.ask("once inner"), "making");
  EXPECT_EQ(first.ask("return both"), "both");
  EXPECT_EQ(start_test().ask("once run inner"), "both");
  EXPECT_EQ(start_test().ask("once run outer"), "both");
}

TEST_F(once, per_worker_is_once_for_each_and_kept_for_its_next_tests) {
  child_process gw0 = start_test();
  ASSERT_EQ(gw0.ask("worker"), "gw0 0 parallel");
  child_process gw1 = start_test();
  ASSERT_EQ(gw0.ask("once worker key"), "making");
  ASSERT_EQ(gw1.ask("once worker key"), "making");
  EXPECT_EQ(gw0.ask("return of gw0"), "of gw0");
  EXPECT_EQ(gw1.ask("return of gw1"), "of gw1");
  ASSERT_EQ(gw0.ask("once run key"), "making");
  EXPECT_EQ(gw0.ask("return of all"), "of all");
  EXPECT_EQ(gw0.finish(), 0);
  child_process next = start_test();
  EXPECT_EQ(next.ask("worker"), "gw0 0 parallel");
  EXPECT_EQ(next.ask("once worker key"), "of gw0");
}

TEST_F(once, C73_another_run_makes_its_own) {
  child_process one = start_test("run1");
  child_process two = start_test("run2");
  ASSERT_EQ(one.ask("once run key"), "making");
  ASSERT_EQ(two.ask("once run key"), "making");
  EXPECT_EQ(one.ask("return 1"), "1");
  EXPECT_EQ(two.ask("return 2"), "2");
}

TEST_F(once, a_later_run_with_the_same_id_makes_its_own) {
  const auto under_ctest = [&](forked_child& ctest) {
    environment variables = place.under_ctest();
    variables["PARALLEL_TESTING_CTEST"] = ctest.receive();
    return child_process({RUNTIME_PROBE, "adapter"}, variables);
  };
  const auto tell_who = [](parent& test) {
    test.tell(process_token(::getpid()));
    test.wait();
  };
  forked_child first_ctest(tell_who);
  {
    child_process test = under_ctest(first_ctest);
    ASSERT_EQ(test.ask("once run key"), "making");
    EXPECT_EQ(test.ask("return first"), "first");
    EXPECT_EQ(test.finish(), 0);
  }
  first_ctest.finish();
  forked_child second_ctest(tell_who);
  EXPECT_EQ(under_ctest(second_ctest).ask("once run key"), "making");
}

TEST_F(once, C09_by_hand_every_process_is_a_run_of_its_own) {
  child_process one({RUNTIME_PROBE}, place.by_hand());
  child_process two({RUNTIME_PROBE}, place.by_hand());
  ASSERT_EQ(one.ask("once run key"), "making");
  ASSERT_EQ(two.ask("once run key"), "making");
  EXPECT_EQ(one.ask("return 1"), "1");
  EXPECT_EQ(two.ask("return 2"), "2");
  EXPECT_EQ(one.ask("once run key"), "1");
  EXPECT_EQ(one.finish(), 0);
  EXPECT_EQ(two.finish(), 0);
  EXPECT_TRUE(shared_files().empty());
}

TEST_F(once, C17_helpers_share_with_their_test_and_inner_tests_do_not) {
  child_process test = start_test();
  ASSERT_EQ(test.ask("once run key"), "making");
  EXPECT_EQ(test.ask("return x"), "x");
  EXPECT_EQ(test.ask("program once run key"), "x");
  EXPECT_EQ(test.ask("fork once run key"), "x");
  EXPECT_EQ(test.ask("thread once run key"), "x");
  EXPECT_EQ(test.ask("test_program once run key"), "making");
}

TEST_F(once, says_when_there_is_no_run_to_share_with) {
  environment variables = place.by_hand();
  variables["PARALLEL_TESTING_WORKER"] = "gw0";
  child_process lost({RUNTIME_PROBE}, variables);
  EXPECT_THAT(lost.ask("once run key"), HasSubstr("set both or neither"));
}

TEST_F(once, C60_threads_of_a_process_get_one_result) {
  const std::string key = unique_resource_name();
  std::atomic<int> calls{0};
  std::vector<std::string> results(8);
  std::vector<std::thread> threads;
  for (std::string& result : results) {
    threads.emplace_back([&] {
      result = once_per_run(key, [&] { return std::to_string(++calls); });
    });
  }
  for (std::thread& each : threads) each.join();
  EXPECT_EQ(results, std::vector<std::string>(8, "1"));
}

TEST_F(once, C60_copies_of_a_process_get_one_result_at_every_start) {
  for (int round = 0; round < 10; ++round) {
    const std::string key = unique_resource_name();
    std::vector<forked_child> copies;
    for (int at = 0; at < 16; ++at) {
      copies.emplace_back([&](parent& test) {
        test.tell(once_per_run(key, [] { return std::to_string(::getpid()); }));
      });
    }
    const std::string first = copies[0].receive();
    for (std::size_t at = 1; at < copies.size(); ++at) {
      EXPECT_EQ(copies[at].receive(), first);
    }
  }
}

TEST_F(once, C60_results_are_whole_in_a_storm_of_kills) {
  // Whoever is killed, wherever: the survivors agree on one whole result.
  const std::string filler(100'000, 'x');
  for (int round = 0; round < 20; ++round) {
    const std::string key = unique_resource_name();
    std::vector<forked_child> copies;
    for (int at = 0; at < 8; ++at) {
      copies.emplace_back([&](parent& test) {
        const std::string text = once_per_run(
            key, [&] { return std::to_string(::getpid()) + filler; });
        const std::size_t digits = text.find('x');
        test.tell(text.substr(digits) == filler ? text.substr(0, digits)
                                                : "a part");
      });
    }
    for (std::size_t at = 0; at < 4; ++at) copies[at].kill();
    const std::string first = copies[4].receive();
    EXPECT_EQ(first.find_first_not_of("0123456789"), first.npos) << first;
    for (std::size_t at = 5; at < copies.size(); ++at) {
      EXPECT_EQ(copies[at].receive(), first);
    }
  }
}

TEST_F(once, results_are_any_text_up_to_a_limit) {
  const std::string odd("a\0b\n", 4);
  const std::string key = unique_resource_name();
  EXPECT_EQ(once_per_run(key + odd, [&] { return odd; }), odd);
  EXPECT_EQ(once_per_run(key + odd, [] { return "x"; }), odd);
  EXPECT_EQ(once_per_run(key, [] { return ""; }), "");
  EXPECT_EQ(once_per_run(key, [] { return "x"; }), "");
  try {
    once_per_run(key + "large", [] { return std::string(8'388'609, 'x'); });
    FAIL() << "was accepted";
  } catch (const error& problem) {
    EXPECT_THAT(
        problem.what(),
        HasSubstr("the result has 8388609 bytes, more than the limit of "
                  "8388608; store it in a file and return its path"));
  }
}

TEST_F(once, C72_a_full_disk_is_an_error_with_path_and_reason) {
  const std::string key = unique_resource_name();
  scoped_calls calls;
  static os::call_table real;
  real = calls.real();
  calls->openat = [](int directory, const char* path, int flags, mode_t mode) {
    if ((flags & O_EXCL) == 0) {
      return real.openat(directory, path, flags, mode);
    }
    errno = ENOSPC;
    return -1;
  };
  try {
    once_per_run(key, [] { return "x"; });
    FAIL() << "was stored";
  } catch (const error& problem) {
    EXPECT_THAT(
        problem.what(),
        AllOf(HasSubstr("cannot store the result in '/"),
              HasSubstr("No space left on device; free some disk space")));
  }
  calls->openat = real.openat;
  EXPECT_EQ(once_per_run(key, [] { return "y"; }), "y");
}

}  // namespace
}  // namespace parallel_testing::unit
