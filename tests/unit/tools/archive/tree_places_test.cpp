// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/tree_places.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace parallel_testing::tools {
namespace {

TEST(tree_places, the_trees_keep_their_relation) {
  const tree_places inside("/p", "/p/build", "/p", "/p/build");
  EXPECT_EQ(inside.place_of("/p/data/a"), "tree/data/a");
  EXPECT_EQ(inside.place_of("/p/build/t"), "tree/build/t");
  const tree_places beside("/w/src", "/w/out/x", "/w/src", "/w/out/x");
  EXPECT_EQ(beside.place_of("/w/src/a"), "tree/src/a");
  EXPECT_EQ(beside.place_of("/w/out/x"), "tree/out/x");
}

TEST(tree_places, other_paths_have_no_place) {
  const tree_places places("/w/src", "/w/out", "/w/src", "/w/out");
  EXPECT_EQ(places.place_of("/w/other"), std::nullopt);
  EXPECT_EQ(places.place_of("/w/src2/a"), std::nullopt);
  EXPECT_EQ(places.place_of("relative"), std::nullopt);
}

TEST(tree_places, projects_elsewhere_count_as_source) {
  const tree_places places("/w/src", "/w/out", "/w/src", "/w/out",
                           {"/w/src", "/w/src/sub", "/else/lib", "/w"});
  EXPECT_EQ(places.place_of("/else/lib/data"), "other/else/lib/data");
  EXPECT_EQ(places.place_of("/w/x"), std::nullopt);
  EXPECT_EQ(places.roots().size(), 3U);
  EXPECT_EQ(places.tree_of("/else/lib/data"), "/else/lib");
  EXPECT_EQ(places.tree_of("/w/out/t"), "/w/out");
  EXPECT_EQ(places.tree_of("/else"), "");
}

TEST(tree_places, paths_without_links_count_as_those_that_cmake_uses) {
  const tree_places places("/w/src", "/link/b", "/w/src", "/real/b");
  EXPECT_EQ(places.spelled("/real/b/t"), "/link/b/t");
  EXPECT_EQ(places.place_of("/real/b/t"), places.place_of("/link/b/t"));
  EXPECT_EQ(places.moves().size(), 3U);
}

}  // namespace
}  // namespace parallel_testing::tools
