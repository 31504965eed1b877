// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adapters/private_working_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <parallel_testing/environment.hpp>
#include <parallel_testing/error.hpp>

#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using unit::scratch;

struct working_directory : testing::Test {
  scratch place;
  std::string list = place.path("list");

  working_directory() {
    fs::create_directories(place.path("former"));
    fs::create_directories(place.path("own"));
    unit::write_to(place.path("data"), "text");
  }

  /// The directory one is in afterwards.
  fs::path enter(const std::string& lines) {
    const scoped_current_path scope(place.path("former"));
    unit::write_to(list, lines);
    enter_private_working_directory(place.path("own"), list);
    return fs::current_path();
  }

  std::string error_of(const std::string& lines) {
    try {
      enter(lines);
    } catch (const error& problem) {
      return problem.what();
    }
    return "no error";
  }
};

TEST_F(working_directory, is_empty_and_has_the_name_of_the_former) {
  const fs::path entered = enter("");
  EXPECT_EQ(entered, place.path("own/former"));
  EXPECT_TRUE(fs::is_empty(entered));
}

TEST_F(working_directory, shows_the_files_of_the_list) {
  const fs::path entered = enter("data.csv\t" + place.path("data") +
                                 "\nsub/dir/x\t" + place.path("data") + "\n");
  EXPECT_EQ(unit::content_of(entered / "data.csv"), "text");
  EXPECT_EQ(unit::content_of(entered / "sub/dir/x"), "text");
}

TEST_F(working_directory, has_the_empty_directories_of_the_list) {
  const fs::path entered =
      enter("out/\t\nsub/logs/\t\nsub/x\t" + place.path("data") + "\n");
  EXPECT_TRUE(fs::is_directory(fs::symlink_status(entered / "out")));
  EXPECT_TRUE(fs::is_empty(entered / "out"));
  EXPECT_TRUE(fs::is_empty(entered / "sub/logs"));
  EXPECT_EQ(unit::content_of(entered / "sub/x"), "text");
}

TEST_F(working_directory, has_copies_of_small_files_with_mode_and_time) {
  const std::string data = place.path("data");
  fs::permissions(data, fs::perms(0640));
  fs::last_write_time(data, fs::last_write_time(data) - std::chrono::hours(9));
  const fs::path copy = enter("data\t" + data + "\n") / "data";
  EXPECT_FALSE(fs::is_symlink(copy));
  EXPECT_EQ(fs::status(copy).permissions(), fs::perms(0640));
  EXPECT_EQ(fs::last_write_time(copy), fs::last_write_time(data));
  unit::write_to(copy, "other");
  EXPECT_EQ(unit::content_of(data), "text");
}

TEST_F(working_directory, has_links_to_what_is_not_copied) {
  fs::create_directory(place.path("folder"));
  fs::resize_file(place.path("data"), 1024 * 1024 + 1);
  unit::write_to(place.path("script"), "#!/bin/sh\n");
  fs::permissions(place.path("script"), fs::perms(0755));
  std::string lines;
  for (const char* name : {"folder", "data", "script"}) {
    lines += std::string(name) + "\t" + place.path(name) + "\n";
  }
  const fs::path entered = enter(lines);
  for (const char* name : {"folder", "data", "script"}) {
    EXPECT_EQ(fs::read_symlink(entered / name), place.path(name));
  }
}

TEST_F(working_directory, has_links_to_files_that_the_user_cannot_write) {
  if (::geteuid() == 0) GTEST_SKIP() << "root can write to all files";
  fs::permissions(place.path("data"), fs::perms(0444));
  const fs::path entered = enter("data\t" + place.path("data") + "\n");
  EXPECT_TRUE(fs::is_symlink(entered / "data"));
}

TEST(copy_budget, is_sixteen_files_of_one_mebibyte) {
  constexpr std::int64_t mebibyte = 1024 * 1024;
  copy_budget budget;
  EXPECT_FALSE(budget.takes(mebibyte + 1)) << "and costs nothing";
  for (int count = 0; count < 15; ++count) EXPECT_TRUE(budget.takes(mebibyte));
  EXPECT_TRUE(budget.takes(mebibyte - 10));
  EXPECT_FALSE(budget.takes(11));
  EXPECT_TRUE(budget.takes(10)) << "a smaller file still fits";
  EXPECT_FALSE(budget.takes(1));
  EXPECT_TRUE(budget.takes(0));
}

TEST_F(working_directory, that_a_second_process_enters_keeps_its_copies) {
  const std::string line = "data\t" + place.path("data") + "\n";
  unit::write_to(enter(line) / "data", "written by the first");
  EXPECT_EQ(unit::content_of(enter(line) / "data"), "written by the first");
}

TEST_F(working_directory, reads_long_lists_to_their_end) {
  std::string lines;
  for (int at = 0; at < 3000; ++at) {
    lines += "file" + std::to_string(at) + "\t" + place.path("data") + "\n";
  }
  EXPECT_TRUE(fs::exists(enter(lines) / "file2999"));
}

TEST_F(working_directory, C43_refuses_names_that_leave_it) {
  EXPECT_THAT(error_of("../x\t" + place.path("data") + "\n"),
              HasSubstr("visible file '../x': must be a relative name"));
  EXPECT_THAT(error_of("/x\t" + place.path("data") + "\n"),
              HasSubstr("visible file '/x'"));
}

TEST_F(working_directory, says_which_file_cannot_be_shown) {
  EXPECT_THAT(error_of("x\n"),
              HasSubstr("cannot create the visible file '" +
                        place.path("own/former/x") +
                        "': No such file or directory; check VISIBLE_FILES, "
                        "which is listed in " +
                        list));
}

TEST_F(working_directory, C72_says_that_the_list_is_missing) {
  const scoped_current_path scope(place.path("former"));
  EXPECT_THROW(enter_private_working_directory(place.path("own"), list), error);
}

TEST_F(working_directory, is_entered_before_the_test_starts) {
  unit::environment variables = place.under_ctest();
  unit::write_to(list, "data\t" + place.path("data") + "\n");
  variables["PARALLEL_TESTING_PRIVATE_DIRECTORY"] = list;
  unit::child_process test({RUNTIME_PROBE, "adapter"}, variables);
  EXPECT_EQ(test.ask("environment PARALLEL_TESTING_PRIVATE_DIRECTORY"),
            "(none)")
      << "meant for this process only";
  const fs::path own = test.ask("environment TMPDIR");
  EXPECT_EQ(fs::read_symlink("/proc/" + std::to_string(test.pid()) + "/cwd")
                .parent_path(),
            own);
}

TEST_F(working_directory, knows_which_visible_file_changed) {
  const std::string data = place.path("data");
  const std::string folder = place.path("folder");
  fs::create_directories(folder + "/sub");
  for (const char* name : {"/kept", "/written", "/removed", "/sub/replaced"}) {
    unit::write_to(folder + name, "text");
  }
  visible_files files;
  files.watch(data);
  files.watch(folder);
  EXPECT_THAT(files.changed(), testing::IsEmpty());
  EXPECT_EQ(unit::content_of(data), "text") << "reading is fine";
  EXPECT_THAT(files.changed(), testing::IsEmpty());
  unit::write_to(folder + "/written", "longer text");
  unit::write_to(folder + "/made", "");
  unit::write_to(folder + "/other", "text");
  fs::rename(folder + "/other", folder + "/sub/replaced");
  fs::remove(folder + "/removed");
  EXPECT_THAT(files.changed(),
              testing::UnorderedElementsAre(
                  folder + "/made", folder + "/removed",
                  folder + "/sub/replaced", folder + "/written"));
}

TEST_F(working_directory, knows_which_copy_changed) {
  visible_files files;
  for (const char* name : {"kept", "written", "removed", "replaced"}) {
    unit::write_to(place.path(name), "text");
    files.watch_copy(place.path(name), std::string("/src/") + name);
  }
  EXPECT_EQ(unit::content_of(place.path("kept")), "text");
  EXPECT_THAT(files.changed_copies(), testing::IsEmpty());
  unit::write_to(place.path("written"), "longer text");
  unit::write_to(place.path("other"), "text");
  fs::rename(place.path("other"), place.path("replaced"));
  fs::remove(place.path("removed"));
  EXPECT_THAT(files.changed_copies(),
              testing::UnorderedElementsAre("/src/written", "/src/removed",
                                            "/src/replaced"));
  EXPECT_THAT(files.changed(), testing::IsEmpty());
}

/// A test of ctest, or one started by hand, with `data` to be seen.
struct visible_file : working_directory {
  /// Makes it too large for a copy.
  void make_large() const { fs::resize_file(place.path("data"), 2'000'000); }

  unit::child_process start(unit::environment variables) {
    unit::write_to(list, "data\t" + place.path("data") + "\n");
    variables["PARALLEL_TESTING_PRIVATE_DIRECTORY"] = list;
    return unit::child_process({RUNTIME_PROBE, "adapter", "--gtest_filter=A.B"},
                               variables);
  }

  static void pass(unit::child_process& test) {
    EXPECT_EQ(test.ask("end_case passed"), "done");
  }
};

TEST_F(visible_file, whose_copy_changes_is_named_and_stays_as_it_was) {
  unit::child_process test = start(place.under_ctest());
  EXPECT_EQ(test.ask("begin_case A.B"), "done");
  unit::write_to("/proc/" + std::to_string(test.pid()) + "/cwd/data", "other");
  pass(test);
  EXPECT_EQ(test.finish(), 0);
  const std::string text = "the test changed its private copy of '" +
                           place.path("data") +
                           "', which VISIBLE_FILES lists; the original is "
                           "unchanged, and other tests do not see the change";
  EXPECT_THAT(test.errors(), HasSubstr(text));
  EXPECT_EQ(unit::content_of(place.path("data")), "text");
  const std::string log =
      unit::content_of(place.path("runs/run1/events.ndjson"));
  EXPECT_THAT(log, HasSubstr("\"event\":\"warning\""));
  EXPECT_THAT(log, testing::Not(HasSubstr("\"event\":\"case_failure\"")));
}

TEST_F(visible_file, that_changes_fails_the_test_and_is_named) {
  make_large();
  unit::child_process test = start(place.under_ctest());
  EXPECT_EQ(test.ask("begin_case A.B"), "done");
  // Modes keep no root away.
  unit::write_to("/proc/" + std::to_string(test.pid()) + "/cwd/data", "other");
  pass(test);
  EXPECT_NE(test.finish(), 0);
  EXPECT_THAT(test.errors(),
              HasSubstr("'" + place.path("data") +
                        "', which VISIBLE_FILES links into the private "
                        "directory, changed while the test ran"));
  EXPECT_THAT(unit::content_of(place.path("runs/run1/events.ndjson")),
              HasSubstr("\"event\":\"case_failure\""));
}

TEST_F(visible_file, that_is_only_read_fails_no_test) {
  unit::child_process test = start(place.under_ctest());
  EXPECT_EQ(test.ask("begin_case A.B"), "done");
  const std::string cwd = "/proc/" + std::to_string(test.pid()) + "/cwd/data";
  EXPECT_EQ(unit::content_of(cwd), "text");
  pass(test);
  EXPECT_EQ(test.finish(), 0);
  EXPECT_THAT(test.errors(), testing::Not(HasSubstr("VISIBLE_FILES")));
}

}  // namespace
}  // namespace parallel_testing
