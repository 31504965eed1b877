// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/lone_findings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using observed::chance;
using observed::resource_kind;
using observed::state;
using observed::use;
using testing::ElementsAre;
using testing::IsEmpty;

/// The evidence of one kind of finding.
std::vector<std::string> evidence_of(const forged_suite& suite,
                                     lone_kind kind) {
  std::vector<std::string> result;
  for (const lone_finding& each : conclude(suite.of).alone) {
    if (each.kind == kind) {
      result.push_back(each.evidence);
    }
  }
  return result;
}

TEST(lone_findings, C93_file_outside_of_the_directories_of_the_test) {
  forged_suite suite;
  suite.test("A")
      .file("/home/me/.rc", changes_in_place)
      .file("/data/x", writes_new + removes)
      .file("/data/y", reads);
  EXPECT_THAT(evidence_of(suite, lone_kind::writes_outside),
              ElementsAre("writes /home/me/.rc and 1 more"));
}

TEST(lone_findings, C93_files_in_the_directories_of_the_test_are_its_own) {
  forged_suite suite;
  suite.test("A")
      .file("/b/tests/x", writes_new)
      .file("/b/other/x", writes_again)
      .file("/tmp/x", writes_new)
      .file("/dev/null", changes_in_place);
  EXPECT_THAT(evidence_of(suite, lone_kind::writes_outside), IsEmpty());
}

TEST(lone_findings, C93_file_that_the_test_leaves) {
  forged_suite suite;
  suite.test("A")
      .file("/tmp/x", writes_new)
      .file("/tmp/y", writes_new + removes)
      .file("/tmp/z", writes_again);
  suite.test("B")
      .file("/tmp/new", writes_new + removes)
      .file("/tmp/moved", {{use::rename_target, state::absent}});
  suite.test("C").file("/tmp/1", writes_new).file("/tmp/2", writes_new);
  EXPECT_THAT(
      evidence_of(suite, lone_kind::leaves_files),
      ElementsAre("creates /tmp/x and does not remove it",
                  "creates /tmp/moved and does not remove it",
                  "creates /tmp/1 and 1 more and does not remove them"));
}

TEST(lone_findings, C93_file_that_goes_with_its_directory_is_not_left) {
  forged_suite suite;
  suite.test("A")
      .directory("/tmp/d", {makes_directory, removes_directory})
      .file("/tmp/d/x", writes_new);
  suite.test("B").file("/tmp/x", writes_new);
  suite.of.tests[1].record.resources[0].what.at_end = state::absent;
  EXPECT_THAT(evidence_of(suite, lone_kind::leaves_files), IsEmpty());
}

TEST(lone_findings, C93_processes_that_the_test_leaves) {
  forged_suite suite;
  suite.test("A")->record.last->survivors = 1;
  suite.test("B")->record.last->survivors = 3;
  suite.test("C");
  EXPECT_THAT(
      evidence_of(suite, lone_kind::leaves_processes),
      ElementsAre("leaves a process behind", "leaves 3 processes behind"));
}

TEST(lone_findings, C93_port_that_is_reachable_from_other_machines) {
  forged_suite suite;
  suite.test("A").port("tcp", "0.0.0.0", 8080, {use::bind});
  suite.test("B").port("tcp", "::", 40000, {use::bind}, chance::kernel);
  suite.test("C").port("tcp", "127.0.0.1", 8080, {use::bind});
  suite.test("D").port("tcp", "0.0.0.0", 8080, {use::connect});
  EXPECT_THAT(
      evidence_of(suite, lone_kind::binds_all_interfaces),
      ElementsAre("binds tcp:0.0.0.0:8080, which other machines can reach",
                  "binds tcp:[::]:40000, which other machines can reach"));
}

TEST(lone_findings, C93_change_of_the_machine) {
  forged_suite suite;
  suite.test("A").file("/etc/hosts", changes_in_place);
  suite.test("B").named(resource_kind::clock, "clock", {{use::set}});
  suite.test("C").named(resource_kind::process, "process:/bin/x",
                        {{use::kill}});
  suite.test("D")
      .file("/etc/hosts", reads)
      .named(resource_kind::process, "process:own", {{use::kill}});
  suite.test("E").named(resource_kind::posix_name, "/dev/shm/x", writes_new);
  EXPECT_THAT(evidence_of(suite, lone_kind::changes_machine),
              ElementsAre("changes /etc/hosts", "sets the clock",
                          "sends a signal to /bin/x"));
}

TEST(lone_findings, C93_time_zone_and_locale) {
  forged_suite suite;
  suite.test("A").file("/usr/share/zoneinfo/Europe/Berlin", reads);
  suite.test("B").file("/usr/lib/locale/locale-archive", reads);
  // The shell reads its locale, not the test.
  suite.of.tests[1].record.resources[0].touches[0].program = "/usr/bin/bash";
  suite.test("C").file("/etc/localtime", finds_nothing);
  EXPECT_THAT(evidence_of(suite, lone_kind::reads_time_zone),
              ElementsAre("reads /usr/share/zoneinfo/Europe/Berlin"));
}

}  // namespace
}  // namespace parallel_testing::tools
