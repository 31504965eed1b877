// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "isolation/private_mounts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

namespace fs = std::filesystem;

TEST(private_mounts, only_what_is_below_is_kept_and_nothing_twice) {
  const unit::scratch place;
  const std::string root = fs::canonical(place.path("t")).string();
  for (const char* name : {"a/inner", "b", "ab"}) {
    fs::create_directories(root + "/" + name);
  }
  EXPECT_THAT(
      kept_below({root}, {root + "/b", root + "/a/inner", root + "/a",
                          root + "/ab", "/usr", root, root + "/missing"}),
      ElementsAre(root + "/a", root + "/ab", root + "/b"));
  EXPECT_THAT(kept_below({root + "/a"}, {root + "/ab"}), IsEmpty());
}

TEST(private_mounts, need_directories_for_what_they_keep) {
  private_mounts mounts;
  mounts.kept = {"/dev/shm/a", "/tmp/b/c"};
  EXPECT_THAT(directories_for(mounts), IsEmpty());
  mounts.tmp = "/base/tmp";
  EXPECT_THAT(directories_for(mounts),
              ElementsAre(Pair("tmp", 01777), Pair("tmp/b", 0700),
                          Pair("tmp/b/c", 0700)));
  mounts.shm = "/base/shm";
  EXPECT_THAT(directories_for(mounts),
              AllOf(SizeIs(5), Contains(Pair("shm", 01777)),
                    Contains(Pair("shm/a", 0700))));
}

TEST(private_mounts, links_are_kept_as_what_they_lead_to) {
  const unit::scratch place;
  const std::string root = fs::canonical(place.path("t")).string();
  fs::create_directory(root + "/real");
  fs::create_symlink(root + "/real", place.path("link"));
  EXPECT_THAT(kept_below({root}, {place.path("link")}),
              ElementsAre(root + "/real"));
}

TEST(private_mounts, a_directory_with_what_a_test_writes_is_not_read_only) {
  const unit::scratch place;
  const std::string root = fs::canonical(place.path("t")).string();
  for (const char* name : {"source/build", "data", "build"}) {
    fs::create_directories(root + "/" + name);
  }
  unit::write_to(root + "/source/file", "");
  EXPECT_THAT(
      protectable({root + "/source", root + "/data", root + "/source/file",
                   root + "/build", root + "/missing"},
                  {root + "/source/build", root + "/build", root + "/nothing"}),
      ElementsAre(root + "/data", root + "/source/file"));
}

}  // namespace
}  // namespace parallel_testing
