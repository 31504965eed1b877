// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/capacities_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/record.hpp"
#include "forged_log.hpp"
#include "history/replay.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const resource_specs hundred_of_gpu_0{{"spec.json", {{{"gpu", "0"}, 100}}}};

std::vector<std::string> findings_in(
    const forged_log& log, const resource_specs& specs = hundred_of_gpu_0) {
  std::vector<std::string> texts;
  replay_options options;
  options.specs = specs;
  for (const finding& found : replay(log.events, options).findings) {
    texts.push_back(std::string(to_text(found.kind)) + " " + found.resource +
                    " " + found.first.test + " " + found.second->test);
  }
  return texts;
}

TEST(resource_spec, is_read_as_ctest_reads_it) {
  const resource_spec spec = parse_resource_spec(
      R"({"version": {"major": 1, "minor": 0}, "local": [{
        "gpu": [{"id": "0", "slots": 4}, {"id": "b"}], "ports": []}]})");
  EXPECT_THAT(spec, ElementsAre(std::pair(std::pair("gpu", "0"), 4),
                                std::pair(std::pair("gpu", "b"), 1)));
}

TEST(resource_spec, that_is_none_is_refused) {
  for (const char* text :
       {"", "[]", "{}", R"({"local": 1})", R"({"local": [{"gpu": [1]}]})",
        R"({"local": [{"gpu": [{"id": 0}]}]})"}) {
    EXPECT_THROW((void)parse_resource_spec(text), record_error) << text;
  }
}

TEST(resource_spec, of_a_log_that_cannot_be_read_is_a_problem) {
  forged_log forged;
  forged.process({.pid = 10})
      .start(0)
      .add(1, allocation{"/nonexistent", {{"gpu", "0", 1}}});
  forged.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .add(1, allocation{"", {{"gpu", "0", 1}}});
  event_log log{forged.events, {}};
  EXPECT_THAT(load_resource_specs(log), IsEmpty());
  ASSERT_EQ(log.problems.size(), 2U);
  EXPECT_THAT(to_text(log.problems[0]),
              HasSubstr("resource spec: cannot be read: the log does not "
                        "name it"));
  EXPECT_THAT(to_text(log.problems[1]),
              HasSubstr("/nonexistent: cannot be read: No such file"));
}

TEST(resource_spec, of_a_log_is_read_once_for_all) {
  const std::string path = testing::TempDir() + "spec.json";
  std::ofstream(path) << R"({"local": [{"gpu": [{"id": "0", "slots": 2}]}]})";
  forged_log forged;
  for (const std::int64_t pid : {10, 11}) {
    forged.process({.pid = pid}).add(pid, allocation{path, {{"gpu", "0", 1}}});
  }
  event_log log{forged.events, {}};
  const resource_specs specs = load_resource_specs(log);
  EXPECT_THAT(log.problems, IsEmpty());
  ASSERT_EQ(specs.size(), 1U);
  EXPECT_EQ(specs.begin()->first, path);
  EXPECT_EQ(specs.begin()->second.begin()->second, 2);
}

TEST(capacities, C25_may_be_used_up) {
  forged_log log;
  log.process({.pid = 10}).start(0).take_slots(1, "gpu", 60).finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(2)
      .take_slots(3, "gpu", 40)
      .finish(9);
  log.process({.pid = 12}).start(10).take_slots(11, "gpu", 100).finish(12);
  EXPECT_THAT(findings_in(log), IsEmpty());
}

TEST(capacities, C25_must_not_be_exceeded) {
  forged_log log;
  log.process({.pid = 10, .test = "A.A"})
      .start(0)
      .take_slots(1, "gpu", 60)
      .finish(20);
  log.process({.pid = 11, .worker = "gw1", .test = "B.B"})
      .start(2)
      .take_slots(3, "gpu", 40)
      .finish(9);
  log.process({.pid = 12, .worker = "gw2", .test = "C.C"})
      .start(4)
      .take_slots(5, "gpu", 1)
      .finish(8);
  EXPECT_THAT(findings_in(log),
              ElementsAre("capacity_exceeded 101 slots of gpu (0), which has "
                          "100, A.A C.C"));
}

TEST(capacities, that_the_spec_does_not_have_must_not_be_used) {
  forged_log log;
  log.process({.pid = 10, .test = "A.A"})
      .start(0)
      .take_slots(1, "gpu", 1, "7")
      .finish(20);
  EXPECT_THAT(findings_in(log),
              ElementsAre("capacity_exceeded 1 slots of gpu (7), which has 0, "
                          "A.A A.A"));
}

TEST(capacities, are_those_of_one_run) {
  forged_log log;
  log.process({.pid = 10}).start(0).take_slots(1, "gpu", 60).finish(9);
  log.process({.pid = 11, .worker = "gw1", .run = "r2"})
      .start(0)
      .take_slots(1, "gpu", 60)
      .finish(9);
  EXPECT_THAT(findings_in(log), IsEmpty());
}

TEST(capacities, are_not_taken_again_by_programs_a_test_starts) {
  forged_log log;
  log.process({.pid = 10}).start(0).take_slots(1, "gpu", 60).finish(9);
  log.process({.pid = 11, .parent_pid = 10})
      .start(2)
      .take_slots(3, "gpu", 60)
      .finish(8);
  EXPECT_THAT(findings_in(log), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
