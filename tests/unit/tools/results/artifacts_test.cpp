// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/artifacts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "results/writers/junit.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A run with one test, which left files.
class left_artifacts : public testing::Test {
 protected:
  void SetUp() override {
    attempt failed;
    failed.outcome = verdict::fail;
    failed.artifact_directories = {"A.B-1"};
    test_result test;
    test.name = "A.B";
    test.attempts = {failed};
    run_.tests = {test};
  }

  void write(const std::string& name, const std::string& bytes) const {
    const fs::path path = place_.path() / "A.B-1" / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
  }

  const std::vector<artifact>& found(artifact_contents how) {
    run_.tests[0].attempts[0].artifacts.clear();
    find_artifacts(run_, place_.path().string(), how);
    return run_.tests[0].attempts[0].artifacts;
  }

  [[nodiscard]] std::string directory() const { return place_.path().string(); }

  run_result run_;

 private:
  temp_dir place_{"a"};
};

TEST_F(left_artifacts, C98_files_are_found_in_order_with_kind_and_size) {
  write("z.log", "text\n");
  write("logs/shot.PNG", "\x89PNG");
  write("core", std::string("\0\1", 2));
  const auto& files = found(artifact_contents::read);
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files[0].name, "core");
  EXPECT_EQ(files[0].kind, artifact_kind::other);
  EXPECT_EQ(files[0].content, "");
  EXPECT_EQ(files[1].name, "logs/shot.PNG");
  EXPECT_EQ(files[1].kind, artifact_kind::picture);
  EXPECT_EQ(files[1].content, "data:image/png;base64,iVBORw==");
  EXPECT_EQ(files[2].kind, artifact_kind::text);
  EXPECT_EQ(files[2].content, "text\n");
  EXPECT_EQ(files[2].size, 5U);
  EXPECT_EQ(files[2].path, directory() + "/A.B-1/z.log");
}

TEST_F(left_artifacts, C98_nothing_outside_the_directory_is_read) {
  run_.tests[0].attempts[0].artifact_directories = {"../A.B-1", "..",  ".",
                                                    "/etc",     "a/b", ""};
  EXPECT_THAT(found(artifact_contents::read), IsEmpty());
  run_.tests[0].attempts[0].artifact_directories = {"A.B-1", "link"};
  write("file", "x");
  fs::create_symlink("/etc/passwd", directory() + "/A.B-1/passwd");
  fs::create_directory_symlink("/etc", directory() + "/A.B-1/etc");
  fs::create_directory_symlink("/etc", directory() + "/link");
  EXPECT_EQ(found(artifact_contents::read).size(), 1U);
}

TEST_F(left_artifacts, C98_large_files_are_named_and_not_shown) {
  write("large.png", std::string((1U << 20U) + 1, 'x'));
  write("large.txt", std::string(20'000, 'x'));
  const auto& files = found(artifact_contents::read);
  EXPECT_EQ(files.at(0).content, "");
  EXPECT_EQ(files.at(1).content, std::string(16'384, 'x') + "…");
  EXPECT_EQ(found(artifact_contents::omitted).at(1).content, "");
}

TEST_F(left_artifacts, C98_junit_has_them_as_attachments) {
  write("a.png", "x");
  write("odd].png", "x");
  run_.tests[0].attempts[0].output = "said";
  (void)found(artifact_contents::omitted);
  const std::string path = directory() + "/A.B-1/a.png";
  EXPECT_THAT(junit_text(run_),
              AllOf(HasSubstr("<system-out>said\n[[ATTACHMENT|" + path +
                              "]]\n</system-out>"),
                    Not(HasSubstr("odd]"))));
  EXPECT_THAT(junit_text(run_, junit_schema::strict, directory()),
              HasSubstr("[[ATTACHMENT|A.B-1/a.png]]"));
}

TEST(artifacts, are_beside_the_log) {
  EXPECT_EQ(artifacts_directory_of("/b/runs/1/events.ndjson"),
            "/b/runs/1/artifacts");
}

TEST(data_uri, has_the_bytes_of_the_picture) {
  EXPECT_EQ(data_uri("a.svg", ""), "data:image/svg+xml;base64,");
  EXPECT_EQ(data_uri("a.gif", "a"), "data:image/gif;base64,YQ==");
  EXPECT_EQ(data_uri("a.gif", "ab"), "data:image/gif;base64,YWI=");
  EXPECT_EQ(data_uri("a.gif", "abc"), "data:image/gif;base64,YWJj");
  EXPECT_EQ(data_uri("a.gif", "\xff\xfe\xfd\xfc"),
            "data:image/gif;base64,//79/A==");
}

}  // namespace
}  // namespace parallel_testing::tools
