// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each shape of an edit: a CMakeLists.txt, and what becomes of it.
#include "adopt/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tools/adopt/forged_project.hpp"

namespace parallel_testing::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(plan_test, discovered_cases_keep_all_keywords) {
  forged_project project(
      "gtest_discover_tests(a EXTRA_ARGS --x \"y z\"\n"
      "  PROPERTIES LABELS \"b;c\")  # fast\n");
  project.add_program("a");
  project.execute("gtest_discover_tests", {"a", "EXTRA_ARGS", "--x"});
  EXPECT_EQ(project.changed(),
            "if(COMMAND parallel_discover_tests)\n"
            "  parallel_discover_tests(a EXTRA_ARGS --x \"y z\"\n"
            "    PROPERTIES LABELS \"b;c\")\n"
            "else()\n"
            "  gtest_discover_tests(a EXTRA_ARGS --x \"y z\"\n"
            "    PROPERTIES LABELS \"b;c\")  # fast\n"
            "endif()\n");
  EXPECT_THAT(project.left(), IsEmpty());
}

TEST(plan_test, one_line_in_a_function_serves_all_its_targets) {
  forged_project project(
      "function(add_one name)\n"
      "  target_link_libraries(${name} PRIVATE shop Catch2::Catch2WithMain)\n"
      "  catch_discover_tests(${name})\n"
      "endfunction()\n");
  for (const char* target : {"a", "b"}) {
    project.add_program(target, framework::catch2);
    project.execute("target_link_libraries",
                    {target, "PRIVATE", "shop", "Catch2::Catch2WithMain"});
    project.execute("catch_discover_tests", {target});
  }
  EXPECT_EQ(project.changed(),
            "function(add_one name)\n"
            "  if(COMMAND parallel_discover_tests)\n"
            "    target_link_libraries(${name} PRIVATE shop "
            "ParallelTesting::catch2_main)\n"
            "  else()\n"
            "    target_link_libraries(${name} PRIVATE shop "
            "Catch2::Catch2WithMain)\n"
            "  endif()\n"
            "  if(COMMAND parallel_discover_tests)\n"
            "    parallel_discover_tests(${name})\n"
            "  else()\n"
            "    catch_discover_tests(${name})\n"
            "  endif()\n"
            "endfunction()\n");
}

TEST(plan_test, a_whole_program_becomes_its_cases) {
  forged_project project(
      "target_link_libraries(shop_test GTest::GTest GTest::Main)\n"
      "add_test(NAME shop COMMAND shop_test --data data\n"
      "  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})\n"
      "set_tests_properties(shop PROPERTIES TIMEOUT 30 RUN_SERIAL ON\n"
      "  LABELS \"${labels}\")\n");
  project.add_program("shop_test").lists_with_arguments = true;
  project.of.tests.push_back({"shop", "shop_test", ""});
  project.execute("target_link_libraries",
                  {"shop_test", "GTest::GTest", "GTest::Main"});
  project.execute("add_test", {"NAME", "shop", "COMMAND", "shop_test"});
  project.execute("set_tests_properties",
                  {"shop", "PROPERTIES", "TIMEOUT", "30", "RUN_SERIAL", "ON",
                   "LABELS", "x"});
  EXPECT_EQ(project.changed(),
            "if(COMMAND parallel_discover_tests)\n"
            "  target_link_libraries(shop_test ParallelTesting::gtest_main)\n"
            "else()\n"
            "  target_link_libraries(shop_test GTest::GTest GTest::Main)\n"
            "endif()\n"
            "if(COMMAND parallel_discover_tests)\n"
            "  parallel_discover_tests(\n"
            "    shop_test\n"
            "    EXTRA_ARGS --data data\n"
            "    DISCOVERY_EXTRA_ARGS --data data\n"
            "    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}\n"
            "    PROPERTIES TIMEOUT 30 LABELS \"${labels}\"\n"
            "  )\n"
            "else()\n"
            "  add_test(NAME shop COMMAND shop_test --data data\n"
            "    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})\n"
            "endif()\n"
            "if(NOT COMMAND parallel_discover_tests)\n"
            "  set_tests_properties(shop PROPERTIES TIMEOUT 30 RUN_SERIAL ON\n"
            "    LABELS \"${labels}\")\n"
            "endif()\n");
  bool says_why = false;
  for (const planned_step& each : project.plan().steps) {
    says_why |= each.reason.find("RUN_SERIAL is dropped") != std::string::npos;
  }
  EXPECT_TRUE(says_why);
}

TEST(plan_test, a_loop_over_programs_is_one_edit) {
  forged_project project(
      "foreach(t ${all})\n  add_test(${t} ${t})\nendforeach()\n");
  for (const char* name : {"a", "b"}) {
    project.add_whole(name);
    project.execute("add_test", {name, name});
  }
  EXPECT_EQ(project.changed(),
            "foreach(t ${all})\n"
            "  if(COMMAND parallel_discover_tests)\n"
            "    parallel_discover_tests(${t})\n"
            "  else()\n"
            "    add_test(${t} ${t})\n"
            "  endif()\n"
            "endforeach()\n");
}

TEST(plan_test, a_line_that_also_adds_other_tests_has_a_condition_for_them) {
  forged_project project(
      "foreach(t ${all})\n"
      "  target_link_libraries(${t} gtest_main)\n"
      "  add_test(${t} ${t})\n"
      "  set_tests_properties(${t} PROPERTIES TIMEOUT 9)\n"
      "endforeach()\n");
  for (const char* name : {"a", "b", "c.c"}) {
    project.execute("target_link_libraries", {name, "gtest_main"});
    project.execute("add_test", {name, name});
    project.execute("set_tests_properties",
                    {name, "PROPERTIES", "TIMEOUT", "9"});
  }
  project.add_whole("a");
  project.add_whole("b");
  project.of.tests.push_back({"c.c", "", ""});
  project.without.registrations["b"] = "its cases need each other";
  EXPECT_EQ(project.changed(),
            "foreach(t ${all})\n"
            "  if(COMMAND parallel_discover_tests AND NOT \"${t}\" MATCHES "
            "\"^(b|c[.]c)$\")\n"
            "    target_link_libraries(${t} ParallelTesting::gtest_main)\n"
            "  else()\n"
            "    target_link_libraries(${t} gtest_main)\n"
            "  endif()\n"
            "  if(COMMAND parallel_discover_tests AND NOT \"${t}\" MATCHES "
            "\"^(b|c[.]c)$\")\n"
            "    parallel_discover_tests(${t} PROPERTIES TIMEOUT 9)\n"
            "  else()\n"
            "    add_test(${t} ${t})\n"
            "  endif()\n"
            "  if(NOT COMMAND parallel_discover_tests OR \"${t}\" MATCHES "
            "\"^(b|c[.]c)$\")\n"
            "    set_tests_properties(${t} PROPERTIES TIMEOUT 9)\n"
            "  endif()\n"
            "endforeach()\n");
  EXPECT_THAT(project.left(),
              ElementsAre("add_test(b): its cases need each other"));
}

TEST(plan_test, a_line_without_a_variable_for_its_tests_is_left) {
  forged_project project("include(tests.cmake)\nadd_test(\"a b\" ${p})\n");
  project.add_program("a");
  project.of.tests.push_back({"a b", "a", ""});
  project.of.tests.push_back({"other", "", ""});
  project.execute("add_test", {"a b", "a"});
  project.execute("add_test", {"other", "script"});
  EXPECT_THAT(project.plan().edits, IsEmpty());
  EXPECT_THAT(
      project.left(),
      ElementsAre("add_test(a b): the line also adds 'other', which "
                  "does not run a program of GoogleTest, Catch2, doctest "
                  "or Boost.Test"));
}

TEST(plan_test, other_tests_stay_and_are_not_left_to_a_person) {
  forged_project project("add_test(smoke ./smoke.sh)\nadd_test(a a)\n");
  project.of.tests.push_back({"smoke", "", ""});
  project.add_whole("a");
  project.execute("add_test", {"smoke", "./smoke.sh"});
  project.execute("add_test", {"a", "a"}, 2);
  EXPECT_TRUE(project.changed().starts_with("add_test(smoke ./smoke.sh)\nif("));
  EXPECT_THAT(project.left(), IsEmpty());
}

TEST(plan_test, a_program_that_two_tests_run_has_their_names_as_prefix) {
  forged_project project("add_test(a p --x)\nadd_test(b p --y)\n");
  project.add_program("p");
  project.of.tests.push_back({"a", "p", ""});
  project.of.tests.push_back({"b", "p", ""});
  project.execute("add_test", {"a", "p", "--x"});
  project.execute("add_test", {"b", "p", "--y"}, 2);
  EXPECT_THAT(project.changed(),
              HasSubstr("parallel_discover_tests(p EXTRA_ARGS --x TEST_PREFIX "
                        "a.)\n"));
  EXPECT_THAT(project.changed(),
              HasSubstr("parallel_discover_tests(p EXTRA_ARGS --y TEST_PREFIX "
                        "b.)\n"));
}

TEST(plan_test, cases_of_the_same_name_have_the_name_of_their_test_as_prefix) {
  forged_project project(
      "foreach(t ${all})\n  add_test(${t} test_${t} -d)\nendforeach()\n"
      "add_test(c c)\nadd_test(d d)\nadd_test(unpack unpack.sh)\n");
  for (const char* name : {"a", "b"}) {
    const std::string target = std::string("test_") + name;
    project.add_program(target, framework::doctest).cases = {"more", target};
    project.of.tests.push_back({name, target, ""});
    project.execute("add_test", {name, target, "-d"});
  }
  project.add_whole("c", framework::doctest);
  project.execute("add_test", {"c", "c"}, 2);
  project.add_whole("d", framework::doctest).cases = {"d", "unpack"};
  project.execute("add_test", {"d", "d"}, 3);
  project.of.tests.push_back({"unpack", "", ""});
  project.execute("add_test", {"unpack", "unpack.sh"}, 4);
  const std::string text = project.changed();
  EXPECT_THAT(text, HasSubstr("parallel_discover_tests(test_${t} EXTRA_ARGS -d "
                              "TEST_PREFIX ${t}.)\n"));
  EXPECT_THAT(text, HasSubstr("parallel_discover_tests(c)\n"));
  EXPECT_THAT(text, HasSubstr("parallel_discover_tests(d TEST_PREFIX d.)\n"));
  std::vector<std::string> reasons;
  for (const planned_step& each : project.plan().steps) {
    reasons.push_back(each.reason);
  }
  EXPECT_THAT(reasons, ::testing::Contains(
                           HasSubstr("another test is also named 'more'")));
}

TEST(plan_test, a_report_of_the_program_becomes_one_of_each_case) {
  forged_project project(
      "foreach(t ${all})\n"
      "  add_test(${t} ${t} -r=junit --out=${t}.xml -d)\n"
      "endforeach()\n");
  project.add_whole("a", framework::doctest);
  project.add_whole("b", framework::doctest);
  for (const char* name : {"a", "b"}) {
    project.execute("add_test", {name, name, "-r=junit", "-d"});
  }
  EXPECT_THAT(project.changed(), HasSubstr("    parallel_discover_tests(\n"
                                           "      ${t}\n"
                                           "      EXTRA_ARGS -d\n"
                                           "      REPORTER junit\n"
                                           "      OUTPUT_DIR .\n"
                                           "      OUTPUT_PREFIX ${t}.\n"
                                           "      OUTPUT_SUFFIX .xml\n"
                                           "    )\n"));
  project.of.programs[1].cases = project.of.programs[0].cases;
  EXPECT_THAT(project.changed(),
              ::testing::AllOf(HasSubstr("TEST_PREFIX ${t}.\n"),
                               ::testing::Not(HasSubstr("OUTPUT_PREFIX"))));
}

TEST(plan_test, a_path_of_the_program_becomes_its_target) {
  forged_project project(
      "add_test(NAME a COMMAND \"${PROJECT_BINARY_DIR}/p\")\n"
      "add_test(NAME b COMMAND $<TARGET_FILE:q>)\n");
  project.add_program("p");
  project.add_program("q");
  project.of.tests.push_back({"a", "p", ""});
  project.of.tests.push_back({"b", "q", ""});
  project.execute("add_test", {"NAME", "a", "COMMAND", "/b/p"});
  project.execute("add_test", {"NAME", "b", "COMMAND", "$<TARGET_FILE:q>"}, 2);
  EXPECT_THAT(project.changed(), HasSubstr("\n  parallel_discover_tests(p)\n"));
  EXPECT_THAT(project.changed(), HasSubstr("\n  parallel_discover_tests(q)\n"));
}

TEST(plan_test, properties_of_another_scope_are_carried_as_values) {
  forged_project project(
      "add_test(a a)\nset(limit 5)\n"
      "set_property(TEST a PROPERTY TIMEOUT ${limit})\n");
  project.add_whole("a");
  project.execute("add_test", {"a", "a"});
  project.execute("set_property", {"TEST", "a", "PROPERTY", "TIMEOUT", "5"});
  EXPECT_THAT(project.changed(),
              HasSubstr("parallel_discover_tests(a PROPERTIES TIMEOUT "
                        "${limit})"));
}

TEST(plan_test, properties_under_a_condition_keep_the_test) {
  forged_project project(
      "add_test(a a)\nif(SLOW)\n"
      "  set_tests_properties(a PROPERTIES TIMEOUT 5)\nendif()\n");
  project.add_whole("a");
  project.execute("add_test", {"a", "a"});
  project.execute("set_tests_properties", {"a", "PROPERTIES", "TIMEOUT", "5"});
  EXPECT_THAT(project.plan().edits, IsEmpty());
  EXPECT_THAT(project.left(),
              ElementsAre("add_test(a): set_tests_properties in "
                          "CMakeLists.txt:4 is executed under other "
                          "conditions than add_test(), so its properties "
                          "cannot go into the new call"));
}

TEST(plan_test, properties_of_a_test_that_stays_keep_the_others_of_the_call) {
  forged_project project(
      "add_test(a a)\nadd_test(b b)\nadd_test(c c)\n"
      "set_tests_properties(a b PROPERTIES TIMEOUT 5)\n"
      "set_tests_properties(b c PROPERTIES COST 5)\n");
  for (const char* each : {"a", "b", "c"}) {
    project.add_whole(each);
  }
  project.of.tests[0].stays = "it must not";
  project.execute("add_test", {"a", "a"});
  project.execute("add_test", {"b", "b"}, 2);
  project.execute("add_test", {"c", "c"}, 3);
  project.execute("set_tests_properties",
                  {"a", "b", "PROPERTIES", "TIMEOUT", "5"});
  project.execute("set_tests_properties", {"b", "c", "PROPERTIES", "COST", "5"},
                  2);
  EXPECT_THAT(project.plan().edits, IsEmpty());
  EXPECT_THAT(
      project.left(),
      ElementsAre("add_test(a): it must not",
                  "add_test(b): CMakeLists.txt:5 also sets properties of 'a', "
                  "which stays",
                  "add_test(c): CMakeLists.txt:6 also sets properties of 'b', "
                  "which stays"));
}

TEST(plan_test, what_did_not_help_is_taken_back_with_its_reason) {
  forged_project project("add_test(a a)\ngtest_discover_tests(b)\n");
  project.add_whole("a");
  project.add_program("b");
  project.execute("add_test", {"a", "a"});
  project.execute("gtest_discover_tests", {"b"});
  project.without.registrations["a"] = "its cases need each other";
  project.without.registrations["b"] = "it does not build";
  EXPECT_THAT(project.plan().edits, IsEmpty());
  EXPECT_THAT(project.left(),
              ElementsAre("gtest_discover_tests: it does not build",
                          "add_test(a): its cases need each other"));
}

TEST(plan_test, a_call_that_cannot_be_edited_is_left) {
  forged_project project(
      "message(a) gtest_discover_tests(a)\n"
      "add_test(NAME b COMMAND b CONFIGURATIONS Debug)\n"
      "add_test(NAME c COMMAND c --x=$<TARGET_FILE:c>)\n"
      "boost_discover_tests(d)\n");
  project.add_program("a");
  project.add_whole("b");
  project.add_whole("c");
  project.execute("gtest_discover_tests", {"a"});
  project.execute("add_test", {"NAME", "b", "COMMAND", "b"});
  project.execute("add_test", {"NAME", "c", "COMMAND", "c"}, 2);
  project.execute("boost_discover_tests", {"d"});
  EXPECT_THAT(
      project.left(),
      ElementsAre("gtest_discover_tests: there is other code on the lines of "
                  "the call",
                  "add_test(b): it has the keyword CONFIGURATIONS, which "
                  "parallel_discover_tests() lacks",
                  "add_test(c): the argument --x=$<TARGET_FILE:c> is a "
                  "generator expression",
                  "boost_discover_tests: parallel_discover_tests() does not "
                  "replace this function"));
}

TEST(plan_test, cases_that_were_searched_in_sources_are_listed) {
  forged_project project(
      "gtest_add_tests(a \"--x;y z\" AUTO)\n"
      "gtest_add_tests(TARGET b SOURCES b.cpp EXTRA_ARGS --y\n"
      "  TEST_PREFIX b. TEST_SUFFIX .n SKIP_DEPENDENCY\n"
      "  WORKING_DIRECTORY ${data})\n");
  project.add_program("a");
  project.add_program("b");
  project.execute("gtest_add_tests", {"a", "--x;y z", "AUTO"});
  project.execute("gtest_add_tests", {"TARGET", "b", "SOURCES", "b.cpp"}, 2);
  // Calls in the module of CMake.
  project.of.tests.push_back({"A.b", "a", "it selects a case"});
  project.of.calls.push_back(
      {"add_test", "/usr/GoogleTest.cmake", 9, {"NAME", "A.b"}, "/shop"});
  project.of.calls.push_back({"set_tests_properties",
                              "/usr/GoogleTest.cmake",
                              10,
                              {"A.b", "PROPERTIES", "DISABLED", "TRUE"},
                              "/shop"});
  EXPECT_EQ(project.changed(),
            "if(COMMAND parallel_discover_tests)\n"
            "  parallel_discover_tests(a EXTRA_ARGS \"--x\" \"y z\")\n"
            "else()\n"
            "  gtest_add_tests(a \"--x;y z\" AUTO)\n"
            "endif()\n"
            "if(COMMAND parallel_discover_tests)\n"
            "  parallel_discover_tests(\n"
            "    b\n"
            "    EXTRA_ARGS --y\n"
            "    WORKING_DIRECTORY ${data}\n"
            "    TEST_PREFIX b.\n"
            "    TEST_SUFFIX .n\n"
            "  )\n"
            "else()\n"
            "  gtest_add_tests(TARGET b SOURCES b.cpp EXTRA_ARGS --y\n"
            "    TEST_PREFIX b. TEST_SUFFIX .n SKIP_DEPENDENCY\n"
            "    WORKING_DIRECTORY ${data})\n"
            "endif()\n");
  EXPECT_THAT(project.left(), IsEmpty());
}

TEST(plan_test, cases_that_the_project_names_are_left_as_they_are) {
  forged_project project(
      "gtest_add_tests(a \"\" AUTO)\n"
      "set_tests_properties(A.b PROPERTIES TIMEOUT 5)\n"
      "gtest_add_tests(TARGET b TEST_LIST names)\n"
      "gtest_add_tests(c \"${arguments}\" AUTO)\n");
  for (const char* name : {"a", "b", "c"}) {
    project.add_program(name);
  }
  project.of.tests.push_back({"A.b", "a", "it selects a case"});
  project.execute("gtest_add_tests", {"a", "", "AUTO"});
  project.execute("set_tests_properties",
                  {"A.b", "PROPERTIES", "TIMEOUT", "5"});
  project.execute("gtest_add_tests", {"TARGET", "b", "TEST_LIST", "names"}, 2);
  project.execute("gtest_add_tests", {"c", "-x", "AUTO"}, 3);
  EXPECT_THAT(project.plan().edits, IsEmpty());
  EXPECT_THAT(
      project.left(),
      ElementsAre("gtest_add_tests: set_tests_properties in CMakeLists.txt:3 "
                  "sets properties of 'A.b', which this function adds",
                  "gtest_add_tests: the variable names gets the names of the "
                  "tests, which are known only after the build",
                  "gtest_add_tests: its arguments are in a variable"));
}

TEST(plan_test, a_test_that_needs_a_marker_is_added_with_it) {
  forged_project project(
      "add_test(NAME smoke  # starts a server\n"
      "  COMMAND $<TARGET_FILE:server> --once\n"
      "  CONFIGURATIONS Debug)\n"
      "foreach(t old \"${more}\")\n"
      "  add_test(${t} python3 \"${t}.py\")\n"
      "endforeach()\n"
      "add_test(${command})\n");
  for (const char* name : {"smoke", "old", "new", "odd"}) {
    project.of.tests.push_back({name, "", ""});
    if (name != std::string("new")) {
      project.markers[name] = {"isolate:network", "isolate:tmp"};
    }
  }
  project.execute("add_test", {"NAME", "smoke", "COMMAND", "server"});
  project.execute("add_test", {"old", "python3", "old.py"}, 2);
  project.execute("add_test", {"new", "python3", "new.py"}, 2);
  project.execute("add_test", {"odd", "true"}, 3);
  EXPECT_EQ(project.changed(),
            "if(COMMAND parallel_discover_tests)\n"
            "  parallel_add_test(NAME smoke  # starts a server\n"
            "    COMMAND $<TARGET_FILE:server> --once\n"
            "    CONFIGURATIONS Debug\n"
            "    MARKERS isolate:network isolate:tmp)\n"
            "else()\n"
            "  add_test(NAME smoke  # starts a server\n"
            "    COMMAND $<TARGET_FILE:server> --once\n"
            "    CONFIGURATIONS Debug)\n"
            "endif()\n"
            "foreach(t old \"${more}\")\n"
            "  if(COMMAND parallel_discover_tests AND NOT \"${t}\" MATCHES "
            "\"^(new)$\")\n"
            "    parallel_add_test(\n"
            "      NAME ${t}\n"
            "      COMMAND python3 \"${t}.py\"\n"
            "      MARKERS isolate:network isolate:tmp\n"
            "    )\n"
            "  else()\n"
            "    add_test(${t} python3 \"${t}.py\")\n"
            "  endif()\n"
            "endforeach()\n"
            "add_test(${command})\n");
  EXPECT_THAT(project.left(), IsEmpty());
  const adoption_plan made = project.plan();
  EXPECT_EQ(made.marked.count("smoke") + made.marked.count("old"), 2U);
  EXPECT_THAT(made.steps.back().reason,
              HasSubstr("gives the test a private network and a private /tmp"));
  EXPECT_EQ(made.marked.size(), 2U);
}

TEST(plan_test, a_program_of_another_framework_is_left_with_its_name) {
  forged_project project("add_test(a a)\n");
  project.of.tests.push_back({"a", "a", "its program uses Qt Test"});
  project.execute("add_test", {"a", "a"});
  EXPECT_THAT(project.left(),
              ElementsAre("add_test(a): its program uses Qt Test"));
}

TEST(plan_test, what_was_changed_before_is_not_changed_again) {
  forged_project project("gtest_discover_tests(a)\n");
  project.add_program("a");
  project.execute("gtest_discover_tests", {"a"});
  forged_project again(project.changed());
  again.add_program("a");
  again.execute("gtest_discover_tests", {"a"});
  EXPECT_THAT(again.plan().edits, IsEmpty());
  EXPECT_THAT(again.left(),
              ElementsAre("gtest_discover_tests: `adopt` changed the file "
                          "before"));
}

TEST(plan_test, a_generated_file_is_left) {
  forged_project project("add_test(a a)\n");
  project.add_whole("a");
  project.of.calls.push_back(
      {"add_test", "/shop/build/tests.cmake", 3, {"a", "a"}, "/shop"});
  project.of.closed["/shop/build/tests.cmake"] = "the file is generated";
  EXPECT_THAT(project.left(),
              ElementsAre("add_test(a): the file is generated"));
}

TEST(plan_test, a_project_may_need_the_package_for_suggestions_only) {
  forged_project project("add_test(smoke ./smoke.sh)\n");
  project.of.tests.push_back({"smoke", "", ""});
  project.execute("add_test", {"smoke", "./smoke.sh"});
  EXPECT_THAT(project.plan().edits, IsEmpty());
  const adoption_plan made = plan_adoption(project.of, {}, {"", "", true}, {});
  ASSERT_EQ(made.steps.size(), 1U);
  EXPECT_EQ(made.steps[0].what, "find_package(ParallelTesting)");
}

TEST(plan_test, nothing_changes_if_the_package_has_no_place) {
  forged_project project("");
  project.of.files[forged_project::file] = read_cmake_source(
      "if(A)\nproject(shop)\nendif()\ngtest_discover_tests(a)\n");
  project.add_program("a");
  project.execute("gtest_discover_tests", {"a"});
  const adoption_plan made = project.plan();
  EXPECT_THAT(made.edits, IsEmpty());
  EXPECT_THAT(made.targets, IsEmpty());
  EXPECT_THAT(project.left(),
              ElementsAre("find_package(ParallelTesting): the file has no "
                          "project() outside of all blocks, so there is no "
                          "place for this line"));
}

TEST(plan_test, the_package_comes_first_and_its_line_is_reported) {
  forged_project project("gtest_discover_tests(a)\n");
  project.add_program("a");
  project.execute("gtest_discover_tests", {"a"});
  const adoption_plan made = project.plan();
  ASSERT_EQ(made.steps.size(), 2U);
  EXPECT_EQ(made.steps[0].what, "find_package(ParallelTesting)");
  EXPECT_EQ(made.steps[0].at.line, 1);
  EXPECT_EQ(made.steps[1].at.line, 2);
  EXPECT_THAT(made.targets, ElementsAre("a"));
}

TEST(plan_test, tests_of_a_directory_below_are_enabled_in_the_top_one) {
  forged_project project("gtest_discover_tests(a)\n");
  project.add_program("a");
  project.execute("gtest_discover_tests", {"a"});
  package_source from;
  from.enables_testing = true;
  const adoption_plan made = plan_adoption(project.of, {}, from, {});
  ASSERT_EQ(made.steps.size(), 3U);
  EXPECT_EQ(made.steps[1].what, "enable_testing()");
  EXPECT_THAT(edited(project.of.files.at(forged_project::file).text,
                     made.edits.at(forged_project::file)),
              HasSubstr("QUIET)\nendif()\n\n"
                        "# With this call here, ctest finds the tests in the "
                        "build directory.\n"
                        "enable_testing()\n"
                        "if(COMMAND parallel_discover_tests)\n"));
}

TEST(plan_test, discovered_cases_of_doctest_become_ours) {
  forged_project project(
      "target_link_libraries(a PRIVATE doctest::doctest)\n"
      "doctest_discover_tests(a TEST_PREFIX shop. TEST_SPEC \"fast*\"\n"
      "  JUNIT_OUTPUT_DIR reports ADD_LABELS 0)\n");
  project.add_program("a", framework::doctest);
  project.execute("target_link_libraries",
                  {"a", "PRIVATE", "doctest::doctest"});
  project.execute("doctest_discover_tests", {"a", "TEST_PREFIX", "shop."});
  EXPECT_EQ(project.changed(),
            "if(COMMAND parallel_discover_tests)\n"
            "  target_link_libraries(a PRIVATE ParallelTesting::doctest)\n"
            "else()\n"
            "  target_link_libraries(a PRIVATE doctest::doctest)\n"
            "endif()\n"
            "if(COMMAND parallel_discover_tests)\n"
            "  parallel_discover_tests(a TEST_PREFIX shop. TEST_FILTER "
            "\"fast*\"\n"
            "    REPORTER junit OUTPUT_SUFFIX .xml OUTPUT_DIR reports)\n"
            "else()\n"
            "  doctest_discover_tests(a TEST_PREFIX shop. TEST_SPEC "
            "\"fast*\"\n"
            "    JUNIT_OUTPUT_DIR reports ADD_LABELS 0)\n"
            "endif()\n");
  EXPECT_THAT(project.left(), IsEmpty());
}

TEST(plan_test, labels_of_suites_and_several_filters_of_doctest_stay) {
  for (const auto& [arguments, reason] :
       {std::pair("ADD_LABELS 1", "ADD_LABELS"),
        std::pair("TEST_SPEC a b", "TEST_SPEC has several values")}) {
    forged_project project("doctest_discover_tests(a " +
                           std::string(arguments) + ")\n");
    project.add_program("a", framework::doctest);
    project.execute("doctest_discover_tests", {"a"});
    EXPECT_THAT(project.left(), ElementsAre(HasSubstr(reason)));
    EXPECT_THAT(project.plan().targets, IsEmpty());
  }
}

TEST(plan_test, a_whole_program_of_boost_test_becomes_its_cases) {
  forged_project project(
      "foreach(t a b)\n"
      "  target_link_libraries(${t} ${Boost_LIBRARIES})\n"
      "  add_test(NAME ${t} COMMAND ${t} --log_level=all)\n"
      "endforeach()\n");
  for (const char* name : {"a", "b"}) {
    project.add_whole(name, framework::boost_test);
    project.execute("target_link_libraries",
                    {name, "Boost::filesystem;Boost::unit_test_framework"});
    project.execute("add_test",
                    {"NAME", name, "COMMAND", name, "--log_level=all"});
  }
  EXPECT_EQ(project.changed(),
            "foreach(t a b)\n"
            "  target_link_libraries(${t} ${Boost_LIBRARIES})\n"
            "  if(COMMAND parallel_discover_tests)\n"
            "    target_link_libraries(${t} ParallelTesting::boost_test)\n"
            "    parallel_discover_tests(${t} EXTRA_ARGS --log_level=all)\n"
            "  else()\n"
            "    add_test(NAME ${t} COMMAND ${t} --log_level=all)\n"
            "  endif()\n"
            "endforeach()\n");
  EXPECT_THAT(project.left(), IsEmpty());
}

TEST(plan_test, a_whole_program_of_doctest_with_its_own_header_has_an_adapter) {
  forged_project project("add_test(shop shop_test)\n");
  project.add_program("shop_test", framework::doctest);
  project.of.tests.push_back({"shop", "shop_test", ""});
  project.execute("add_test", {"shop", "shop_test"});
  EXPECT_EQ(project.changed(),
            "if(COMMAND parallel_discover_tests)\n"
            "  target_link_libraries(shop_test ParallelTesting::doctest)\n"
            "  parallel_discover_tests(shop_test)\n"
            "else()\n"
            "  add_test(shop shop_test)\n"
            "endif()\n");
}

}  // namespace
}  // namespace parallel_testing::tools
