// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "state/private_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <parallel_testing/error.hpp>

#include "support/forked_child.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using unit::forked_child;
using unit::parent;
using unit::scratch;

constexpr uid_t nobody = 65534;

unsigned mode_of(const std::string& path) {
  struct stat status {};
  ::lstat(path.c_str(), &status);
  return status.st_mode & 07777U;
}

std::string error_of_opening(const std::string& path) {
  try {
    (void)open_private_directory(path);
  } catch (const error& problem) {
    return problem.what();
  }
  return "no error";
}

/// Runs `body` inside of `place` as a user without special rights.
std::string as_plain_user(const scratch& place,
                          const std::function<std::string()>& body) {
  const std::string inside = fs::path(place.path("x")).parent_path();
  const bool is_root = ::geteuid() == 0;
  forked_child child([&](parent& test) {
    if (::chdir(inside.c_str()) != 0) throw error("cannot enter");
    if (is_root && (::chown(".", nobody, nobody) != 0 ||
                    ::setgid(nobody) != 0 || ::setuid(nobody) != 0)) {
      throw error("cannot become another user");
    }
    test.tell(body());
  });
  return child.receive();
}

TEST(private_directory, is_made_for_its_owner_only) {
  const scratch place;
  const mode_t former = ::umask(0);
  const private_directory made = open_private_directory(place.path("p"));
  ::umask(0777);
  const private_directory also = open_private_directory(place.path("q"));
  ::umask(former);
  EXPECT_EQ(mode_of(made.path), 0700U);
  EXPECT_EQ(mode_of(also.path), 0700U);
}

TEST(private_directory, is_opened_again_when_it_is_private) {
  const scratch place;
  (void)open_private_directory(place.path("p"));
  EXPECT_EQ(error_of_opening(place.path("p")), "no error");
}

TEST(private_directory, C75_that_is_a_planted_link_is_refused) {
  const scratch place;
  fs::create_directory(place.path("elsewhere"));
  fs::permissions(place.path("elsewhere"), fs::perms::owner_all);
  fs::create_directory_symlink(place.path("elsewhere"), place.path("p"));
  EXPECT_EQ(
      error_of_opening(place.path("p")),
      "refusing '" + place.path("p") +
          "': it is a symbolic link, not a directory or not accessible to this "
          "user (Not a directory); remove it, or choose other directories with "
          "PARALLEL_TESTING_STATE_DIR and PARALLEL_TESTING_TEMP_ROOT");
  EXPECT_TRUE(fs::is_empty(place.path("elsewhere")));
}

TEST(private_directory, C75_that_is_a_link_to_nothing_or_a_file_is_refused) {
  const scratch place;
  fs::create_symlink(place.path("nothing"), place.path("dangling"));
  unit::write_to(place.path("file"), "");
  for (const char* name : {"dangling", "file"}) {
    EXPECT_THAT(error_of_opening(place.path(name)),
                HasSubstr("it is a symbolic link, not a directory"));
  }
  EXPECT_FALSE(fs::exists(place.path("nothing")));
}

TEST(private_directory, C75_that_lets_others_in_is_refused) {
  const scratch place;
  const std::string path = place.path("p");
  fs::create_directory(path);
  for (const unsigned mode : {0755U, 0750U, 0705U, 0701U, 0777U, 01777U}) {
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    EXPECT_THAT(error_of_opening(path),
                AllOf(HasSubstr("refusing directory '" + path + "': mode 0"),
                      HasSubstr("gives other users access; run 'chmod 700 ")));
    EXPECT_EQ(mode_of(path), mode) << "not ours to change";
  }
}

TEST(private_directory, C75_that_belongs_to_another_user_is_refused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a directory away";
  const scratch place;
  const std::string path = place.path("p");
  fs::create_directory(path);
  ASSERT_EQ(::chmod(path.c_str(), 0700), 0);
  ASSERT_EQ(::chown(path.c_str(), nobody, nobody), 0);
  EXPECT_THAT(
      error_of_opening(path),
      HasSubstr("refusing directory '" + path +
                "': it belongs to user 65534, not to user 0; remove it"));
}

TEST(private_directory, C48_a_planted_root_is_never_passed_over) {
  const scratch place;
  fs::create_directory(place.path("one"));
  fs::create_directory(place.path("two"));
  fs::create_directory_symlink("/", place.path("one/name"));
  EXPECT_THROW((void)open_private_directory_in(
                   {place.path("one"), place.path("two")}, "name", "VARIABLE"),
               error);
  EXPECT_FALSE(fs::exists(place.path("two/name")));
}

TEST(private_directory, is_at_the_next_root_when_one_is_not_there) {
  const scratch place;
  fs::create_directory(place.path("two"));
  const private_directory made = open_private_directory_in(
      {place.path("one"), place.path("two")}, "name", "VARIABLE");
  EXPECT_EQ(made.path, place.path("two/name"));
}

TEST(private_directory, C72_without_any_usable_root_names_all_and_the_remedy) {
  const scratch place;
  try {
    (void)open_private_directory_in({place.path("one"), place.path("two")},
                                    "name", "VARIABLE");
    FAIL() << "opened something";
  } catch (const error& problem) {
    EXPECT_EQ(problem.what(),
              "no usable directory; set VARIABLE to a directory this user can "
              "write to\n  " +
                  place.path("one/name") + ": No such file or directory\n  " +
                  place.path("two/name") + ": No such file or directory");
  }
}

TEST(private_directory, C72_in_a_place_one_may_not_write_to_is_an_error) {
  const scratch place;
  fs::create_directory(place.path("locked"));
  ASSERT_EQ(::chmod(place.path("locked").c_str(), 0555), 0);
  EXPECT_THAT(as_plain_user(place, [] { return error_of_opening("locked/p"); }),
              AllOf(HasSubstr("'locked/p'"), HasSubstr("Permission denied")));
}

TEST(make_directories, makes_missing_parents_and_takes_existing_ones) {
  const scratch place;
  EXPECT_TRUE(make_directories(place.path("a/b/c")));
  EXPECT_TRUE(make_directories(place.path("a/b/c")));
  EXPECT_EQ(mode_of(place.path("a/b")), 0700U);
  unit::write_to(place.path("file"), "");
  EXPECT_FALSE(make_directories(place.path("file/x")));
}

TEST(remove_tree, removes_everything_inside) {
  const scratch place;
  fs::create_directories(place.path("d/a/b"));
  unit::write_to(place.path("d/a/b/file"), "x");
  unit::write_to(place.path("d/.hidden"), "x");
  EXPECT_TRUE(remove_tree(place.path("d")));
  EXPECT_FALSE(fs::exists(place.path("d")));
}

TEST(remove_tree, is_content_when_there_is_nothing) {
  const scratch place;
  EXPECT_TRUE(remove_tree(place.path("nothing")));
}

TEST(remove_tree, C47_does_not_follow_links) {
  const scratch place;
  fs::create_directories(place.path("precious"));
  unit::write_to(place.path("precious/file"), "x");
  fs::create_directories(place.path("d"));
  fs::create_directory_symlink(place.path("precious"), place.path("d/link"));
  fs::create_symlink(place.path("precious/file"), place.path("d/file"));
  EXPECT_TRUE(remove_tree(place.path("d")));
  EXPECT_EQ(unit::content_of(place.path("precious/file")), "x");
}

TEST(remove_tree, C47_a_link_itself_is_removed_not_its_target) {
  const scratch place;
  fs::create_directories(place.path("precious/x"));
  fs::create_directory_symlink(place.path("precious"), place.path("link"));
  EXPECT_TRUE(remove_tree(place.path("link")));
  EXPECT_TRUE(fs::exists(place.path("precious/x")));
}

TEST(remove_tree, C47_removes_read_only_directories_without_special_rights) {
  // Each keeps its owner from something else: reading, entering, changing it.
  for (const unsigned mode : {0U, 0100U, 0200U, 0300U, 0400U, 0500U, 0555U}) {
    const scratch place;
    const std::string result = as_plain_user(place, [mode] {
      fs::create_directories("d/a/b");
      unit::write_to("d/a/b/file", "x");
      unit::write_to("d/a/file", "x");
      fs::create_directories("d/empty");
      for (const char* path : {"d/a/b", "d/a", "d/empty", "d"}) {
        ::chmod(path, mode);
      }
      const bool removed = remove_tree("d");
      return std::string(removed ? "removed" : "left") +
             (fs::exists(fs::symlink_status("d")) ? ", there" : ", gone");
    });
    EXPECT_EQ(result, "removed, gone") << std::oct << mode;
  }
}

TEST(remove_tree, C47_says_when_something_stays) {
  const scratch place;
  fs::create_directories(place.path("locked/d/a"));
  unit::write_to(place.path("locked/d/a/file"), "x");
  const std::string result = as_plain_user(place, [] {
    ::chmod("locked", 0500);
    const bool removed = remove_tree("locked/d");
    return std::string(removed ? "removed" : "left: ") +
           (removed ? "" : std::strerror(errno));
  });
  EXPECT_EQ(result, "left: Permission denied");
  EXPECT_TRUE(fs::exists(place.path("locked/d")));
}

TEST(remove_tree, removes_deep_trees) {
  const scratch place;
  std::string path = place.path("d");
  for (int depth = 0; depth < 300; ++depth) path += "/x";
  fs::create_directories(path);
  forked_child child([&](parent& test) {
    test.tell(remove_tree(place.path("d")) ? "removed" : "left");
  });
  EXPECT_EQ(child.receive(), "removed");
}

}  // namespace
}  // namespace parallel_testing
