// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/archive_manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/record.hpp"

namespace parallel_testing::tools {
namespace {

using testing::HasSubstr;

archive_manifest some_manifest() {
  archive_manifest result;
  result.made_by = "1.2";
  result.project = "shop";
  result.configuration = "Release";
  result.source = "/home/me/src";
  result.build = "/home/me/build";
  result.build_place = "tree/build";
  result.tests = 3;
  result.moves = {{"/home/me/src", "tree/src"},
                  {"/home/me/build", "tree/build"}};
  result.relocated = {"tree/build/CTestTestfile.cmake"};
  result.programs = {"tree/build/t"};
  result.files = 7;
  result.bytes = 5'000'000'000;
  return result;
}

std::string refusal_of_manifest(const archive_manifest& forged) {
  try {
    (void)parse_manifest(manifest_text(forged));
  } catch (const record_error& refused) {
    return refused.what();
  }
  return "it was accepted";
}

TEST(manifest_of_archive, is_read_as_it_was_written) {
  const std::string text = manifest_text(some_manifest());
  const archive_manifest read = parse_manifest(text);
  EXPECT_EQ(manifest_text(read), text);
  EXPECT_EQ(read.bytes, 5'000'000'000);
  EXPECT_EQ(read.moves.size(), 2U);
}

TEST(manifest_of_archive, C103_places_outside_of_the_archive_are_refused) {
  archive_manifest forged = some_manifest();
  forged.relocated = {"../x"};
  EXPECT_THAT(refusal_of_manifest(forged), HasSubstr("'../x'"));
  forged = some_manifest();
  forged.moves[0].to = "/etc";
  EXPECT_THAT(refusal_of_manifest(forged), HasSubstr("absolute"));
  forged = some_manifest();
  forged.moves[0].from = "";
  EXPECT_THAT(refusal_of_manifest(forged), HasSubstr("not absolute"));
}

TEST(manifest_of_archive, other_versions_and_texts_are_refused) {
  EXPECT_THROW((void)parse_manifest("{}"), record_error);
  EXPECT_THROW((void)parse_manifest("no json"), record_error);
  EXPECT_THROW((void)parse_manifest(R"({"version": 2})"), record_error);
}

TEST(manifest_of_archive, the_source_tree_moves_where_it_is_mapped) {
  const auto moves = moves_into(some_manifest(), "/new", "/s");
  EXPECT_EQ(moves[0].to, "/s");
  EXPECT_EQ(moves[1].to, "/new/tree/build");
  EXPECT_EQ(moves_into(some_manifest(), "/new", "")[0].to, "/new/tree/src");
}

}  // namespace
}  // namespace parallel_testing::tools
