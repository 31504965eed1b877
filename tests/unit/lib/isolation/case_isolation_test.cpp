// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "isolation/case_isolation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

namespace fs = std::filesystem;

TEST(case_isolation, places_survive_the_environment) {
  const isolation_places places = read_isolation_places(
      places_text({"/tmp/base", {"/tmp/a:b", "/tmp/c d"}}));
  EXPECT_EQ(places.base, "/tmp/base");
  EXPECT_THAT(places.kept, ElementsAre("/tmp/a:b", "/tmp/c d"));
  EXPECT_EQ(read_isolation_places("").base, "");
  EXPECT_THAT(read_isolation_places("").kept, IsEmpty());
}

TEST(case_isolation, only_what_is_beside_the_kept_directories_was_left) {
  const unit::scratch place;
  const std::string root = place.path("t");
  for (const char* name : {"a/inner/deep", "b"}) {
    fs::create_directories(root + "/" + name);
  }
  const std::vector<std::string> kept = {root + "/a/inner", root + "/b"};
  EXPECT_EQ(first_file_beside(root, kept), "");
  unit::write_to(root + "/a/inner/deep/file", "");
  EXPECT_EQ(first_file_beside(root, kept), "");
  unit::write_to(root + "/a/innermost", "");
  EXPECT_EQ(first_file_beside(root, kept), root + "/a/innermost");
  EXPECT_EQ(first_file_beside(root, {root + "/a"}), root + "/b");
}

TEST(case_isolation, is_not_needed_without_namespaces_of_the_test) {
  case_isolation none;
  EXPECT_FALSE(none.is_needed());
  EXPECT_EQ(none.left_by_set_up(), "");
  none.enter("case");
  EXPECT_FALSE(case_isolation({private_view::pid}, {"/b", {}}).is_needed());
  EXPECT_FALSE(case_isolation({private_view::tmp}, {}).is_needed());
  EXPECT_TRUE(case_isolation({private_view::tmp}, {"/b", {}}).is_needed());
  EXPECT_TRUE(case_isolation({private_view::network}, {}).is_needed());
}

TEST(case_isolation, directories_of_a_case_are_removed_alone) {
  const unit::scratch place;
  const std::string base = place.path("base");
  fs::create_directories(base + "/1/tmp");
  fs::create_directories(base + "/2/tmp");
  const case_isolation isolation({private_view::tmp}, {base, {}});
  isolation.remove("1");
  EXPECT_FALSE(fs::exists(base + "/1"));
  EXPECT_TRUE(fs::exists(base + "/2/tmp"));
}

}  // namespace
}  // namespace parallel_testing
