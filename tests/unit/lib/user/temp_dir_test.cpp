// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <filesystem>
#include <parallel_testing/error.hpp>
#include <parallel_testing/temp_dir.hpp>
#include <parallel_testing/worker.hpp>
#include <set>
#include <sstream>
#include <vector>

#include "base/unique_fd.hpp"
#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;
using unit::child_process;
using unit::scratch;

TEST(temp_dir, C40_is_below_the_run_s_and_contains_the_worker) {
  const temp_dir one;
  const temp_dir two("other");
  const fs::path path = one.path();
  EXPECT_EQ(path.parent_path(), two.path().parent_path());
  EXPECT_THAT(path.filename().string(), StartsWith(this_worker().id() + "-"));
}

TEST(temp_dir, C40_is_named_after_the_test) {
  const temp_dir dir;
  EXPECT_THAT(dir.path().string(), HasSubstr("-temp_dir.C40_is_named"));
}

TEST(temp_dir, C41_is_fresh_empty_private_and_real) {
  const temp_dir dir("x");
  EXPECT_TRUE(fs::is_empty(dir.path()));
  struct stat status {};
  ASSERT_EQ(::stat(dir.path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0700U);
  EXPECT_EQ(dir.path(), fs::canonical(dir.path()).string());
}

TEST(temp_dir, C41_has_odd_characters_replaced_and_long_names_cut) {
  const temp_dir odd("a b/ü\n$(x)");
  EXPECT_THAT(odd.path().filename().string(),
              testing::MatchesRegex("[A-Za-z0-9_.-]+"));
  const temp_dir longest(std::string(200, 'n'));
  EXPECT_LE(longest.path().filename().string().size(), 60U);
}

TEST(temp_dir, C42_two_of_one_name_are_different) {
  const temp_dir one("same");
  const temp_dir two("same");
  const temp_dir three("sa?e");
  const temp_dir four("sa*e");
  EXPECT_NE(one.path(), two.path());
  EXPECT_NE(three.path(), four.path());
}

TEST(temp_dir, C42_1000_at_once_over_processes_and_threads_are_different) {
  const scratch place;
  std::vector<child_process> processes;
  for (int at = 0; at < 8; ++at) {
    unit::environment variables = place.by_hand();
    variables["PARALLEL_TESTING_RUN_ID"] = "same";
    processes.emplace_back(std::vector<std::string>{RUNTIME_PROBE}, variables);
  }
  for (child_process& each : processes) {
    each.send("directories_in_threads 5 25 same");
  }
  std::set<std::string> paths;
  for (child_process& each : processes) {
    std::istringstream answer(each.receive());
    for (std::string path; answer >> path;) {
      EXPECT_TRUE(fs::is_directory(path)) << path;
      EXPECT_TRUE(paths.insert(path).second) << path;
    }
  }
  EXPECT_EQ(paths.size(), 1000U);
}

TEST(temp_dir, C43_refuses_absolute_and_climbing_names) {
  for (const char* name : {"", "/", "/tmp", "..", "../x", "a/../../b"}) {
    EXPECT_THROW(static_cast<void>(temp_dir{name}), error) << name;
  }
  const temp_dir dir("x");
  EXPECT_THROW(dir / "../other", error);
  EXPECT_THROW(dir / "/etc/passwd", error);
}

TEST(temp_dir, gives_paths_inside_without_making_them) {
  const temp_dir dir("x");
  EXPECT_EQ((dir / "a/b.csv").string(), dir.path().string() + "/a/b.csv");
  EXPECT_EQ(dir / "a" / "b.csv", dir / "a/b.csv");
  const fs::path below = dir.path() / "a";
  EXPECT_EQ(below, dir / fs::path("a"));
  const std::string text = dir / "a";
  EXPECT_EQ(text, below.string());
  EXPECT_TRUE(fs::is_empty(dir.path()));
}

TEST(temp_dir, can_be_removed_early) {
  temp_dir dir("x");
  unit::write_to(dir / "file", "text");
  const std::string path = dir.path();
  dir.remove();
  EXPECT_FALSE(fs::exists(path));
  dir.remove();
}

TEST(temp_dir, has_one_owner_when_moved) {
  temp_dir one("x");
  const std::string path = one.path();
  temp_dir two = std::move(one);
  EXPECT_EQ(two.path(), path);
  one = std::move(two);
  EXPECT_EQ(one.path(), path);
  EXPECT_TRUE(fs::is_directory(path));
}

TEST(temp_dir, leaves_40_bytes_for_the_name_of_a_unix_socket) {
  // The usual root, and a name that is cut.
  const scratch place;
  unit::environment variables = place.under_ctest();
  std::string root = "/tmp/ptXXXXXX";
  ASSERT_NE(::mkdtemp(root.data()), nullptr);
  variables["PARALLEL_TESTING_TEMP_ROOT"] = root;
  child_process test({RUNTIME_PROBE, "adapter"}, variables);
  const std::string path = test.ask("directory 1 " + std::string(100, 'n'));
  const std::string socket_path = path + "/" + std::string(40, 's');
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  EXPECT_LT(socket_path.size(), sizeof address.sun_path);
  socket_path.copy(address.sun_path, sizeof address.sun_path - 1);
  const unique_fd server(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  EXPECT_EQ(::bind(server.get(), reinterpret_cast<const sockaddr*>(&address),
                   sizeof address),
            0);
  EXPECT_EQ(test.finish(), 0);
  fs::remove_all(root);
}

TEST(temp_dir, is_left_alone_by_a_forked_child) {
  const scratch place;
  child_process program({RUNTIME_PROBE}, place.by_hand());
  const std::string path = program.ask("directory 1 mine");
  EXPECT_EQ(program.ask("fork drop"), "dropped");
  EXPECT_TRUE(fs::is_directory(path));
  EXPECT_EQ(program.ask("drop"), "dropped");
  EXPECT_FALSE(fs::exists(path));
}

TEST(temp_dir, of_a_helper_is_inside_of_its_test_s) {
  const scratch place;
  child_process test({RUNTIME_PROBE, "adapter"}, place.under_ctest());
  const std::string own = test.ask("environment PARALLEL_TESTING_TEMP_DIR");
  EXPECT_THAT(test.ask("program directory 1 x"), StartsWith(own + "/"));
}

TEST(temp_dir, says_what_is_missing_without_a_place) {
  const scratch place;
  unit::environment variables = place.by_hand();
  variables["PARALLEL_TESTING_WORKER"] = "gw0";
  child_process program({RUNTIME_PROBE}, variables);
  EXPECT_EQ(
      program.ask("directory 1 x"),
      "error: no directory for temporary directories: PARALLEL_TESTING_WORKER "
      "is set but PARALLEL_TESTING_TEMP_DIR is not; set both or neither");
}

TEST(temp_dir, C40_is_real_when_the_root_is_reached_by_a_link) {
  const scratch place;
  fs::create_directory(place.path("real"));
  fs::create_directory_symlink(place.path("real"), place.path("link"));
  unit::environment variables = place.by_hand();
  variables["PARALLEL_TESTING_TEMP_ROOT"] = place.path("link");
  child_process program({RUNTIME_PROBE}, variables);
  EXPECT_THAT(program.ask("directory 1 x"),
              StartsWith(fs::canonical(place.path("real")).string() + "/pt-"));
}

}  // namespace
}  // namespace parallel_testing
