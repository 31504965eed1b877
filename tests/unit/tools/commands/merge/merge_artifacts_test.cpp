// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/merge_artifacts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <vector>

#include "base/whole_file.hpp"
#include "commands/commands.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::merge_command {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Two shards, each with a test that left an artifact, at the same name.
class shards_with_artifacts : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* shard : {"one", "two"}) {
      write(std::string(shard) + "/artifacts/A.B-1/logs/a.txt", shard);
      // Not a report, although its name is that of one.
      write(std::string(shard) + "/artifacts/A.B-1/result.xml", "<html/>");
      write(std::string(shard) + "/events.ndjson",
            R"({"v":2,"event":"artifacts","time_ns":1,"mono_ns":1,"run":"r",)"
            R"("worker":"gw0","pid":7,"seq":0,"test":"A.B","path":"A.B-1"})"
            "\n");
    }
  }

  void write(const std::string& name, const std::string& text) const {
    const fs::path path = place_.path() / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (place_.path() / name).string();
  }

  [[nodiscard]] cli_test::command_result merge() const {
    return cli_test::run_command(run, {path("one"), path("two"),
                                       "--allow-missing", "--into", path("m")});
  }

 private:
  temp_dir place_{"m"};
};

TEST_F(shards_with_artifacts, C98_are_copied_and_named_in_the_log) {
  const auto merged = merge();
  EXPECT_EQ(merged.exit_code, 0) << merged.err;
  EXPECT_EQ(tools::read_file(path("m/artifacts/1-A.B-1/logs/a.txt")), "one");
  EXPECT_EQ(tools::read_file(path("m/artifacts/2-A.B-1/logs/a.txt")), "two");
  const std::string log = tools::read_file(path("m/events.ndjson")).value();
  EXPECT_THAT(log, HasSubstr("\"path\":\"1-A.B-1\""));
  EXPECT_THAT(log, HasSubstr("\"path\":\"2-A.B-1\""));
  EXPECT_THAT(merged.out, HasSubstr("m/artifacts: 4 artifacts from 2 files"));
  EXPECT_EQ(merge().exit_code, 0) << "a second time";
}

TEST_F(shards_with_artifacts, C98_links_are_not_followed) {
  fs::create_symlink("/etc/passwd", path("one/artifacts/A.B-1/passwd"));
  fs::create_directory_symlink("/etc", path("one/artifacts/A.B-2"));
  EXPECT_EQ(merge().exit_code, 0);
  EXPECT_FALSE(fs::exists(path("m/artifacts/1-A.B-1/passwd")));
  EXPECT_FALSE(fs::exists(path("m/artifacts/1-A.B-2")));
}

TEST(attachments, C98_lead_to_the_copies) {
  const std::vector<found_artifacts> found{{"/x", "A.B-1", "1-A.B-1"}};
  EXPECT_EQ(with_attachments_in(
                "a [[ATTACHMENT|/ci/runs/7/artifacts/A.B-1/logs/a b.png]]\n"
                "[[ATTACHMENT|artifacts/A.B-1/c]] [[ATTACHMENT|/other/file]]",
                found, "merged/artifacts"),
            "a [[ATTACHMENT|merged/artifacts/1-A.B-1/logs/a b.png]]\n"
            "[[ATTACHMENT|merged/artifacts/1-A.B-1/c]] "
            "[[ATTACHMENT|/other/file]]");
  EXPECT_EQ(with_attachments_in("[[ATTACHMENT|x", found, "m"),
            "[[ATTACHMENT|x");
}

}  // namespace
}  // namespace parallel_testing::merge_command
