// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/writers/junit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <string>

#include "base/xml_text.hpp"

namespace parallel_testing::tools {
namespace {

attempt attempt_of(verdict how, const std::string& message) {
  attempt made;
  made.outcome = how;
  made.message = message;
  made.duration_ns = 20'000'000;
  made.start_ns = 1'767'225'600'000'000'000;
  return made;
}

test_result test_of(const std::string& name, std::vector<attempt> attempts) {
  test_result test;
  test.name = name;
  test.executable = "/b/orders_test";
  test.file = "/s/orders_test.cpp";
  test.line = 7;
  test.attempts = std::move(attempts);
  return test;
}

TEST(junit_writer, C96_writes_the_stacks_alone_to_system_err) {
  const std::string stacks =
      "parallel-testing: 'A.Crash' crashed with SIGABRT:\n"
      "  read with libdw:\n"
      "  process 12: orders_test\n"
      "    thread 12 'orders_test':\n"
      "      #3 check(int) at /s/check.cpp:7\n";
  run_result run;
  run.tests = {test_of("A.Crash", {attempt_of(verdict::crash, "SIGABRT")}),
               test_of("A.Fail", {attempt_of(verdict::fail, "no")})};
  run.tests[0].attempts[0].output = "before\n" + stacks + "after\n";
  run.tests[1].attempts[0].output = "  without stacks\n";
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(junit_text(run).c_str()));
  const pugi::xpath_node_set found = document.select_nodes("//system-err");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].node().text().get(), stacks);
  EXPECT_STREQ(found[0].node().parent().attribute("name").value(), "A.Crash");
  EXPECT_THAT(document.select_node("//system-out").node().text().get(),
              testing::HasSubstr("before"));
}

TEST(junit_writer, C39_C70_writes_every_kind_of_result_as_ci_systems_read_it) {
  run_result run;
  run.project = "shop";
  run.source = "/s";
  run.wall_ns = 1'500'000'000;
  test_result pass = test_of("A.Pass", {attempt_of(verdict::pass, "")});
  pass.markers = {"port:8080", "slow"};
  pass.attempts[0].worker = "gw1";
  run.tests = {pass,
               test_of("A.Fail", {attempt_of(verdict::fail, "1 < 2\nmore")}),
               test_of("A.Skip", {attempt_of(verdict::skip, "no server")}),
               test_of("A.Flaky", {attempt_of(verdict::crash, "SIGSEGV"),
                                   attempt_of(verdict::pass, "")}),
               test_of("A.Worse", {attempt_of(verdict::timeout, "Timeout"),
                                   attempt_of(verdict::fail, "no")})};
  run.tests[1].attempts[0].output = "a & b\n";
  test_result plain;
  plain.name = "gone";
  plain.attempts = {attempt_of(verdict::not_run, "no program")};
  run.tests.push_back(plain);
  const std::string place =
      R"( classname="orders_test.A" file="orders_test.cpp" line="7")";
  const std::string stamp = R"( timestamp="2026-01-01T00:00:00Z")";
  EXPECT_EQ(
      junit_text(run),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"shop\" tests=\"6\" failures=\"2\" errors=\"1\" "
      "time=\"1.500\" skipped=\"1\">\n"
      "  <testsuite name=\"orders_test\" tests=\"5\" failures=\"2\" "
      "errors=\"0\" time=\"0.140\" skipped=\"1\"" +
          stamp + ">\n    <testcase name=\"A.Pass\"" + place +
          " time=\"0.020\"" + stamp +
          ">\n"
          "      <properties>\n"
          "        <property name=\"worker\" value=\"gw1\" />\n"
          "        <property name=\"markers\" value=\"port:8080 slow\" />\n"
          "      </properties>\n"
          "    </testcase>\n    <testcase name=\"A.Fail\"" +
          place + " time=\"0.020\"" + stamp +
          ">\n"
          "      <failure message=\"1 &lt; 2\" type=\"fail\">1 &lt; 2\n"
          "more</failure>\n"
          "      <system-out>a &amp; b\n</system-out>\n"
          "    </testcase>\n    <testcase name=\"A.Skip\"" +
          place + " time=\"0.020\"" + stamp +
          ">\n"
          "      <skipped message=\"no server\" />\n"
          "    </testcase>\n    <testcase name=\"A.Flaky\"" +
          place + " time=\"0.040\"" + stamp +
          ">\n"
          "      <properties>\n"
          "        <property name=\"attempts\" value=\"2\" />\n"
          "      </properties>\n"
          "      <flakyError message=\"SIGSEGV\" type=\"crash\" "
          "time=\"0.020\">\n"
          "        <stackTrace>SIGSEGV</stackTrace>\n"
          "      </flakyError>\n"
          "    </testcase>\n    <testcase name=\"A.Worse\"" +
          place + " time=\"0.040\"" + stamp +
          ">\n"
          "      <properties>\n"
          "        <property name=\"attempts\" value=\"2\" />\n"
          "      </properties>\n"
          "      <failure message=\"no\" type=\"fail\">no</failure>\n"
          "      <rerunError message=\"Timeout\" type=\"timeout\" "
          "time=\"0.020\">\n"
          "        <stackTrace>Timeout</stackTrace>\n"
          "      </rerunError>\n"
          "    </testcase>\n"
          "  </testsuite>\n"
          "  <testsuite name=\"ctest\" tests=\"1\" failures=\"0\" errors=\"1\" "
          "time=\"0.020\" skipped=\"0\"" +
          stamp +
          ">\n"
          "    <testcase name=\"gone\" classname=\"ctest.global\" "
          "time=\"0.020\"" +
          stamp +
          ">\n"
          "      <error message=\"no program\" type=\"not_run\">no program"
          "</error>\n"
          "    </testcase>\n"
          "  </testsuite>\n"
          "</testsuites>\n");
}

TEST(junit_writer, the_suite_of_a_name_ends_before_the_name_of_the_test) {
  EXPECT_EQ(suite_of("Orders.Total"), "Orders");
  EXPECT_EQ(suite_of("shop.Orders.Total"), "shop.Orders");
  EXPECT_EQ(suite_of("In/Orders.Total/1.5"), "In/Orders");
  EXPECT_EQ(suite_of("Typed/int.Total"), "Typed/int");
  for (const char* name : {"counts up", "reads v1.2 files", "a.", ".b", "",
                           "smoke", "dir/file", "ends. Here"}) {
    EXPECT_EQ(suite_of(name), "global") << name;
  }
}

TEST(junit_writer, a_file_outside_of_the_sources_keeps_its_whole_path) {
  run_result run;
  run.source = "/src/shop";
  run.tests = {test_of("A.B", {attempt_of(verdict::pass, "")})};
  for (const auto& [file, shown] : {std::pair{"/src/shop/a/t.cpp", "a/t.cpp"},
                                    {"/src/shop2/t.cpp", "/src/shop2/t.cpp"},
                                    {"/elsewhere/t.cpp", "/elsewhere/t.cpp"}}) {
    run.tests[0].file = file;
    EXPECT_THAT(junit_text(run),
                testing::HasSubstr(std::string(" file=\"") + shown + "\" "));
  }
}

TEST(junit_writer, the_message_of_a_skip_is_the_first_line_of_its_reason) {
  run_result run;
  run.tests = {test_of("A.B", {attempt_of(verdict::skip, "no GPU\nof two")})};
  EXPECT_THAT(junit_text(run),
              testing::HasSubstr("<skipped message=\"no GPU\">no GPU\nof two"
                                 "</skipped>\n"));
}

TEST(junit_writer, C99_a_failure_in_quarantine_is_a_skip_with_its_owner) {
  run_result run;
  run.tests = {test_of("A.Held", {attempt_of(verdict::fail, "no file")}),
               test_of("A.Over", {attempt_of(verdict::fail, "no file")})};
  run.tests[0].quarantine = {"A.Held", 1, 0, "2027-03-01", "me", "issue 7"};
  run.tests[1].quarantine = {"A.Over", 1, 1, "2027-03-01", "me", "issue 7"};
  const std::string text = junit_text(run, junit_schema::strict);
  EXPECT_THAT(
      text, testing::HasSubstr("<skipped message=\"fail in quarantine until "
                               "2027-03-01, owner me: issue 7: no file\" />"));
  EXPECT_THAT(text,
              testing::HasSubstr("<failure message=\"its quarantine was until "
                                 "2027-03-01, owner me: issue 7: no file\""));
  EXPECT_THAT(text, testing::HasSubstr("tests=\"2\" failures=\"1\""));
}

TEST(junit_writer, C85_a_shard_says_which_it_is_and_by_which_plan) {
  run_result run;
  run.shard = run_shard{2, 4, "time", "0f1e", 9, {1}, {}, {3, 4}};
  EXPECT_EQ(junit_text(run),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites name=\"tests\" tests=\"0\" failures=\"0\" "
            "errors=\"0\" time=\"0.000\" skipped=\"0\">\n"
            "  <properties>\n"
            "    <property name=\"parallel_testing.shard\" value=\"2/4\" />\n"
            "    <property name=\"parallel_testing.shard_plan\" "
            "value=\"0f1e\" />\n"
            "    <property name=\"parallel_testing.empty_shards\" "
            "value=\"3,4\" />\n"
            "  </properties>\n"
            "</testsuites>\n");
}

TEST(junit_writer, C85_a_shard_has_the_identities_of_build_and_times) {
  run_result run;
  run.shard = run_shard{2, 4, "time", "0f1e", 9, {1}, {}, {}, "b1", "t1"};
  EXPECT_THAT(
      junit_text(run),
      testing::AllOf(testing::HasSubstr("name=\"parallel_testing.shard_build\" "
                                        "value=\"b1\""),
                     testing::HasSubstr("name=\"parallel_testing.shard_times\" "
                                        "value=\"t1\"")));
}

TEST(xml_text, C74_any_bytes_become_text_of_xml) {
  EXPECT_EQ(xml_text("a<b>&\"c\""), "a&lt;b&gt;&amp;&quot;c&quot;");
  EXPECT_EQ(xml_text("\033[31mred\033[0m \033x"), "red \xEF\xBF\xBDx");
  EXPECT_EQ(xml_text(std::string("\0\x01", 2)), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("\xC3\xA4 \xC3( \xED\xA0\x80"),
            "\xC3\xA4 \xEF\xBF\xBD( \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("a\r\nb\tc"), "a\nb\tc");
}

}  // namespace
}  // namespace parallel_testing::tools
