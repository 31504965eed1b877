// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rules of the schema by which Jenkins' xUnit plugin refuses a file: which
// elements an element may have in it, and which attributes.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "results/writers/junit.hpp"
#include "support/process.hpp"

namespace parallel_testing::tools {
namespace {

using names = std::vector<std::string>;

struct element_rule {
  names required;
  names optional;
  names children;
};

const element_rule& rule_of(const std::string& element) {
  static const element_rule reason{{}, {"type", "message"}, {}};
  static const element_rule rerun{
      {"type"}, {"message"}, {"stackTrace", "system-out", "system-err"}};
  static const element_rule text;
  static const std::map<std::string, element_rule> rules{
      {"testsuites",
       {{}, {"name", "time", "tests", "failures", "errors"}, {"testsuite"}}},
      {"testsuite",
       {{"name", "tests", "failures", "errors"},
        {"group", "time", "skipped", "timestamp", "hostname", "id", "package",
         "file", "log", "url"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"}}},
      {"testcase",
       {{"name"},
        {"time", "classname", "group"},
        {"skipped", "error", "failure", "rerunFailure", "rerunError",
         "flakyFailure", "flakyError", "system-out", "system-err"}}},
      {"skipped", reason},
      {"error", reason},
      {"failure", reason},
      {"rerunFailure", rerun},
      {"rerunError", rerun},
      {"flakyFailure", rerun},
      {"flakyError", rerun},
      {"system-out", text},
      {"system-err", text},
      {"stackTrace", text}};
  return rules.at(element);
}

bool has(const names& all, const std::string& name) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

/// What the schema refuses.
names refused_in(const pugi::xml_node& element) {
  const element_rule& rule = rule_of(element.name());
  names refused;
  for (const auto attribute : element.attributes()) {
    if (!has(rule.required, attribute.name()) &&
        !has(rule.optional, attribute.name())) {
      refused.push_back(std::string(element.name()) + "@" + attribute.name());
    }
  }
  for (const std::string& name : rule.required) {
    if (!element.attribute(name.c_str())) {
      refused.push_back(std::string(element.name()) + " without " + name);
    }
  }
  for (const auto child : element.children()) {
    if (child.type() != pugi::node_element) {
      continue;
    }
    if (!has(rule.children, child.name())) {
      refused.push_back(std::string(element.name()) + "/" + child.name());
    } else {
      const names inside = refused_in(child);
      refused.insert(refused.end(), inside.begin(), inside.end());
    }
  }
  return refused;
}

names refused(const run_result& run, junit_schema schema) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(junit_text(run, schema).c_str()));
  EXPECT_STREQ(document.document_element().name(), "testsuites");
  return refused_in(document.document_element());
}

attempt attempt_that(verdict how) {
  attempt one;
  one.outcome = how;
  one.worker = "gw0";
  one.message = "because";
  one.output = "output\n";
  one.start_ns = 1'767'225'600'000'000'000;
  return one;
}

/// A run with every kind of result, attempts, properties and a shard.
run_result run_with_everything() {
  run_result run;
  run.start_ns = 1'767'225'600'000'000'000;
  run.shard = run_shard{2, 4, "time", "0f1e", 9, {1}, {}, {3, 4}};
  for (const verdict last :
       {verdict::pass, verdict::fail, verdict::skip, verdict::crash,
        verdict::timeout, verdict::leak, verdict::not_run}) {
    for (const verdict before : {verdict::fail, verdict::crash}) {
      test_result test;
      test.name = "A.B";
      test.executable = "/b/t";
      test.file = "/s/t.cpp";
      test.markers = {"port:80"};
      test.attempts = {attempt_that(before), attempt_that(last)};
      run.tests.push_back(test);
    }
  }
  return run;
}

TEST(junit_schema, strict_writes_only_what_the_schema_of_jenkins_accepts) {
  EXPECT_EQ(refused(run_with_everything(), junit_schema::strict), names{});
}

TEST(junit_schema, all_has_more_than_the_schema_of_jenkins_accepts) {
  names found = refused(run_with_everything(), junit_schema::all);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  EXPECT_EQ(
      found,
      (names{"flakyError@time", "flakyFailure@time", "rerunError@time",
             "rerunFailure@time", "testcase/properties", "testcase@file",
             "testcase@line", "testcase@timestamp", "testsuites/properties",
             "testsuites@skipped", "testsuites@timestamp"}));
}

TEST(junit_schema, strict_keeps_every_case_and_reason) {
  const std::string text =
      junit_text(run_with_everything(), junit_schema::strict);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(text.c_str()));
  const auto suite = document.document_element().child("testsuite");
  const auto cases = suite.children("testcase");
  EXPECT_EQ(std::distance(cases.begin(), cases.end()), 14);
  EXPECT_NE(text.find("<failure message=\"because\""), std::string::npos);
  EXPECT_NE(text.find("<skipped message=\"because\" />"), std::string::npos);
}

/// What xmllint reports about the file; "" if the schema accepts it.
std::string refused_by(const std::string& schema, const std::string& document) {
  const std::string path = testing::TempDir() + "junit.xml";
  std::ofstream(path) << document;
  const auto done = support::run(
      {{"xmllint", "--nonet", "--noout", "--schema",
        std::string(JUNIT_SCHEMAS) + "/" + schema + ".xsd", path}});
  return done.exit_code == 0 ? "" : done.output;
}

bool has_xmllint() {
  try {
    return support::run({{"xmllint", "--version"}}).exit_code == 0;
  } catch (const std::exception&) {
    return false;
  }
}

class junit_file : public testing::Test {
  void SetUp() override {
    if (!has_xmllint()) {
      GTEST_SKIP() << "there is no xmllint: install libxml2-utils";
    }
  }
};

TEST_F(junit_file, strict_is_accepted_by_the_schema_of_the_xunit_plugin) {
  EXPECT_EQ(refused_by("xunit-junit-10",
                       junit_text(run_with_everything(), junit_schema::strict)),
            "");
  EXPECT_NE(refused_by("xunit-junit-10",
                       junit_text(run_with_everything(), junit_schema::all)),
            "");
}

TEST_F(junit_file, is_accepted_by_what_gitlab_documents) {
  for (const junit_schema schema : {junit_schema::all, junit_schema::strict}) {
    EXPECT_EQ(
        refused_by("gitlab-junit", junit_text(run_with_everything(), schema)),
        "");
  }
  EXPECT_NE(
      refused_by("gitlab-junit",
                 "<testsuites><testsuite name=\"a\"><testcase name=\"b\"/>"
                 "</testsuite></testsuites>"),
      "");
}

// That schema knows neither attempts nor reasons of skipped tests.
TEST_F(junit_file, strict_is_accepted_by_the_published_schema_of_jenkins) {
  run_result run = run_with_everything();
  std::erase_if(run.tests, [](const test_result& test) {
    return test.attempts.back().outcome == verdict::skip;
  });
  for (test_result& test : run.tests) {
    test.attempts.erase(test.attempts.begin());
  }
  ASSERT_EQ(run.tests.size(), 12U);
  EXPECT_EQ(refused_by("jenkins-junit", junit_text(run, junit_schema::strict)),
            "");
  EXPECT_NE(refused_by("jenkins-junit", junit_text(run, junit_schema::all)),
            "");
}

}  // namespace
}  // namespace parallel_testing::tools
