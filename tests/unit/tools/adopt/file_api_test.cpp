// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/file_api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/record.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class file_api_test : public ::testing::Test {
 protected:
  void answer(const std::string& name, const std::string& text) const {
    const fs::path folder = dir_ / ".cmake/api/v1/reply";
    fs::create_directories(folder);
    std::ofstream(folder / name) << text;
  }

  void answer_index(int cache_version = 2) const {
    answer("index-2.json",
           R"({"objects":[
      {"kind":"codemodel","version":{"major":2},"jsonFile":"model.json"},
      {"kind":"cache","version":{"major":)" +
               std::to_string(cache_version) +
               R"(},"jsonFile":"cache.json"},
      {"kind":"cmakeFiles","version":{"major":1},"jsonFile":"files.json"}]})");
  }

  void answer_all() const {
    answer("index-1.json", "{}");  // an older one
    answer_index();
    answer("model.json", R"({"paths":{"source":"/s","build":"/b"},
      "configurations":[{"name":"Debug",
                         "targets":[{"jsonFile":"target-a.json"}]}]})");
    answer("target-a.json", R"({"name":"a","type":"EXECUTABLE",
      "paths":{"source":"sub","build":"sub"},
      "artifacts":[{"path":"sub/a"}],"sources":[{"path":"sub/a.cpp"}],
      "compileGroups":[{"language":"CXX","languageStandard":
                        {"standard":"14"}}],
      "backtrace":1,"backtraceGraph":{"files":["sub/CMakeLists.txt"],
      "nodes":[{"file":0},{"file":0,"line":7,"parent":0}]}})");
    answer("cache.json", R"({"entries":[{"name":"A","value":"ON"}]})");
    answer("files.json", R"({"inputs":[{"path":"CMakeLists.txt"},
      {"path":"/b/x.cmake","isGenerated":true},
      {"path":"/usr/y.cmake","isExternal":true}]})");
  }

  [[nodiscard]] std::string build() const { return dir_.string(); }

  fs::path dir_ = fs::path(::testing::TempDir()) / "build";
};

TEST_F(file_api_test, the_newest_answers_are_read) {
  answer_all();
  const project_facts facts = read_facts(build());
  EXPECT_EQ(facts.source, "/s");
  ASSERT_THAT(facts.targets, SizeIs(1));
  const built_target& target = facts.targets[0];
  EXPECT_EQ(target.name, "a");
  EXPECT_EQ(target.directory, "/s/sub");
  EXPECT_EQ(target.standard, "14");
  EXPECT_EQ(target.file, "/s/sub/CMakeLists.txt");
  EXPECT_EQ(target.line, 7);
  EXPECT_THAT(target.artifacts, ElementsAre("/b/sub/a"));
  EXPECT_THAT(target.sources, ElementsAre("/s/sub/a.cpp"));
  EXPECT_EQ(facts.cache.at("A"), "ON");
  ASSERT_THAT(facts.inputs, SizeIs(3));
  EXPECT_EQ(facts.inputs[0].path, "/s/CMakeLists.txt");
  EXPECT_TRUE(facts.inputs[1].is_generated);
  EXPECT_TRUE(facts.inputs[2].is_external);
}

TEST_F(file_api_test,
       an_answer_that_is_missing_or_of_another_kind_is_an_error) {
  EXPECT_THROW(static_cast<void>(read_facts(build())), record_error);
  answer_all();
  answer_index(3);
  EXPECT_THROW(static_cast<void>(read_facts(build())), record_error);
  answer_index();
  answer("cache.json", R"({"entries":[{"value":"ON"}]})");
  EXPECT_THROW(static_cast<void>(read_facts(build())), record_error);
  answer("cache.json", "{");
  EXPECT_THROW(static_cast<void>(read_facts(build())), record_error);
}

TEST_F(file_api_test, the_queries_name_what_is_read) {
  request_facts(build());
  for (const char* each : {"codemodel-v2", "cache-v2", "cmakeFiles-v1"}) {
    EXPECT_TRUE(fs::exists(dir_ / ".cmake/api/v1/query" / each)) << each;
  }
}

}  // namespace
}  // namespace parallel_testing::tools
