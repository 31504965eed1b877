// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_parser.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/record.hpp"

namespace parallel_testing::tools {
namespace {

std::string line_of(const std::string& event, const std::string& more) {
  return R"({"v":2,"event":")" + event +
         R"(","time_ns":5,"mono_ns":6,"run":"r1","worker":"gw0","pid":7,)" +
         R"("seq":8)" + more + "}";
}

template <typename Body>
Body body_of(const std::string& event, const std::string& more) {
  return parse_event(line_of(event, more)).body.get<Body>();
}

std::string refusal_of(const std::string& line) {
  try {
    (void)parse_event(line);
  } catch (const record_error& problem) {
    return problem.what();
  }
  return "no error";
}

TEST(event_parser, reads_the_fields_all_events_have) {
  const event read = parse_event(line_of("warning", R"(,"message":"m")"));
  EXPECT_EQ(read.time_ns, 5);
  EXPECT_EQ(read.mono_ns, 6);
  EXPECT_EQ(read.run, "r1");
  EXPECT_EQ(read.worker, "gw0");
  EXPECT_EQ(read.pid, 7);
  EXPECT_EQ(read.seq, 8);
}

TEST(event_parser, C33_reads_what_follows_the_torn_event_of_a_killed_process) {
  const std::string whole = line_of("warning", R"(,"message":"{\"v\":1,")");
  for (std::size_t size = 1; size < whole.size(); ++size) {
    EXPECT_EQ(parse_event(whole.substr(0, size) + whole).seq, 8) << size;
  }
}

TEST(event_parser, reads_process_events) {
  const auto start = body_of<process_start>(
      "process_start",
      R"(,"executable":"/b/t","parent_pid":3,"test":"A.B","worker_count":4)");
  EXPECT_EQ(start.executable, "/b/t");
  EXPECT_EQ(start.parent_pid, 3);
  EXPECT_EQ(start.test, "A.B");
  EXPECT_EQ(start.worker_count, 4);
  const auto finish = body_of<process_finish>(
      "process_finish", R"(,"user_us":1,"system_us":2,"max_rss_kib":3)");
  EXPECT_EQ(finish.user_us, 1);
  EXPECT_EQ(finish.system_us, 2);
  EXPECT_EQ(finish.max_rss_kib, 3);
}

TEST(event_parser, reads_allocations) {
  const auto given = body_of<allocation>(
      "allocation", R"(,"spec":"/b/s.json","slots":["gpu:0:50","db:a_1:1"])");
  EXPECT_EQ(given.spec, "/b/s.json");
  ASSERT_EQ(given.slots.size(), 2U);
  EXPECT_EQ(given.slots[0].capacity, "gpu");
  EXPECT_EQ(given.slots[0].id, "0");
  EXPECT_EQ(given.slots[0].slots, 50);
  EXPECT_EQ(given.slots[1].capacity, "db");
  EXPECT_EQ(given.slots[1].id, "a_1");
  for (const char* slots : {"", "gpu", "gpu:0", "gpu:0:", "gpu:0:0", "gpu:0:x",
                            "gpu:0:-1", ":0:1", "gpu::1", "gpu:0:1 "}) {
    EXPECT_THROW((void)parse_event(
                     line_of("allocation", R"(,"spec":"","slots":[")" +
                                               std::string(slots) + R"("])")),
                 record_error)
        << slots;
  }
}

TEST(event_parser, reads_what_a_process_was_selected_by) {
  const auto start = body_of<process_start>(
      "process_start", R"(,"executable":"","parent_pid":3,"test":"",)"
                       R"("worker_count":4,"selector":"@0+9:/u")");
  EXPECT_EQ(start.selector, "@0+9:/u");
}

TEST(event_parser, reads_what_the_tool_writes) {
  const auto run = body_of<run_start>(
      "run_start", R"(,"project":"p","build":"/b","ctest":"3.25.1",)"
                   R"("workers":2,"seed":"7")");
  EXPECT_EQ(run.project, "p");
  EXPECT_EQ(run.workers, 2);
  EXPECT_EQ(run.seed, "7");
  const auto end = body_of<ctest_finish>(
      "ctest_finish",
      R"(,"test":"a","number":1,"attempt":2,"round":1,"outcome":"crash","duration_ns":3,)"
      R"("message":"m","output":"o","file":"f","line":4,"labels":["l"],)"
      R"("processes":[5,6])");
  EXPECT_EQ(end.attempt, 2);
  EXPECT_EQ(end.outcome, verdict::crash);
  EXPECT_EQ(end.processes, (std::vector<std::int64_t>{5, 6}));
}

TEST(event_parser, C74_wrong_verdicts_and_processes_are_refused) {
  const auto finish = [](const std::string& outcome,
                         const std::string& processes) {
    return refusal_of(line_of(
        "ctest_finish",
        R"(,"test":"a","number":1,"attempt":2,"round":1,"outcome":")" +
            outcome +
            R"(","duration_ns":3,"message":"m","output":"o","file":"f",)" +
            R"("line":4,"labels":[],"processes":)" + processes));
  };
  EXPECT_EQ(finish("pass", "[]"), "no error");
  EXPECT_EQ(finish("passed", "[]"),
            "field 'outcome' is 'passed', allowed: pass, fail, skip, crash, "
            "timeout, leak, not_run");
  EXPECT_EQ(finish("pass", "[-1]"),
            "field 'processes' must be an array of numbers, not array");
  EXPECT_EQ(finish("pass", "7"),
            "field 'processes' must be an array of numbers, not number");
}

TEST(event_parser, reads_case_events) {
  const auto start = body_of<case_start>(
      "case_start",
      R"(,"test":"ä \"b\"","file":"a.cpp","line":9,"markers":["slow","port:1"])");
  EXPECT_EQ(start.test, "ä \"b\"");
  EXPECT_EQ(start.file, "a.cpp");
  EXPECT_EQ(start.line, 9);
  EXPECT_EQ(start.markers, (std::vector<std::string>{"slow", "port:1"}));
  EXPECT_TRUE(start.tags.empty());
  const auto tagged = body_of<case_start>(
      "case_start",
      R"(,"test":"a","file":"","line":0,"markers":[],"tags":["Parser::parse"])");
  EXPECT_EQ(tagged.tags, (std::vector<std::string>{"Parser::parse"}));
  const auto finish = body_of<case_finish>(
      "case_finish",
      R"(,"test":"A.B","outcome":"fail","duration_ns":12,"message":"no\n")");
  EXPECT_EQ(finish.outcome, verdict::fail);
  EXPECT_EQ(finish.duration_ns, 12);
  EXPECT_EQ(finish.message, "no\n");
}

TEST(event_parser, reads_cases_that_were_lost) {
  const std::string fields =
      R"(,"test":"A.B","file":"a.cpp","line":9,"process":12,"message":"why")";
  const auto crash = body_of<case_crash>("case_crash", fields);
  EXPECT_EQ(crash.test, "A.B");
  EXPECT_EQ(crash.file, "a.cpp");
  EXPECT_EQ(crash.line, 9);
  EXPECT_EQ(crash.process, 12);
  EXPECT_EQ(crash.message, "why");
  EXPECT_EQ(body_of<case_missing>("case_missing", fields).test, "A.B");
}

TEST(event_parser, C101_reads_what_a_case_left_behind) {
  const auto left = body_of<case_left>(
      "case_left",
      R"(,"test":"A.B","process":12,"orphan":13,"command":"sleep 9",)"
      R"("treatment":"allowed","leak":"warn")");
  EXPECT_EQ(left.test, "A.B");
  EXPECT_EQ(left.process, 12);
  EXPECT_EQ(left.orphan, 13);
  EXPECT_EQ(left.command, "sleep 9");
  EXPECT_EQ(left.treatment, left_treatment::allowed);
  EXPECT_EQ(left.leak, "warn");
}

TEST(event_parser, reads_lock_and_port_events) {
  const auto lock = body_of<lock_acquire>(
      "lock_acquire", R"(,"key":"lock:x","mode":"shared","waited_ns":2)");
  EXPECT_EQ(lock.key, "lock:x");
  EXPECT_EQ(lock.mode, hold_mode::shared);
  EXPECT_EQ(lock.waited_ns, 2);
  EXPECT_EQ(body_of<lock_release>("lock_release", R"(,"key":"k")").key, "k");
  const auto port = body_of<port_acquire>("port_acquire",
                                          R"(,"port":65535,"protocol":"udp")");
  EXPECT_EQ(port.port, 65535);
  EXPECT_EQ(port.protocol, port_protocol::udp);
  EXPECT_EQ(
      body_of<port_release>("port_release", R"(,"port":1,"protocol":"tcp")")
          .port,
      1);
}

TEST(event_parser, reads_directory_events) {
  const std::string path = R"(,"path":"/tmp/d")";
  EXPECT_EQ(body_of<directory_create>("directory_create", path).path, "/tmp/d");
  EXPECT_EQ(body_of<directory_remove>("directory_remove", path).path, "/tmp/d");
  const auto keep =
      body_of<directory_keep>("directory_keep", path + R"(,"reason":"failed")");
  EXPECT_EQ(keep.path, "/tmp/d");
  EXPECT_EQ(keep.reason, "failed");
}

TEST(event_parser, keeps_events_it_does_not_know) {
  EXPECT_EQ(body_of<unknown_event>("database_create", R"(,"x":{"y":[1]})").name,
            "database_create");
}

TEST(event_parser, ignores_fields_it_does_not_know) {
  EXPECT_EQ(body_of<warning>("warning", R"(,"message":"m","since":{"a":null})")
                .message,
            "m");
}

TEST(event_parser, refuses_a_newer_schema) {
  EXPECT_EQ(refusal_of(R"({"v":3,"event":"warning"})"),
            "schema version 3 is newer than 2, which this program reads");
  EXPECT_THROW((void)parse_event(R"({"v":3,"event":"warning"})"), newer_schema);
}

TEST(event_parser, refuses_what_is_not_a_json_object) {
  EXPECT_EQ(refusal_of("[1]"), "expected a JSON object, not array");
  EXPECT_EQ(refusal_of("\"v\""), "expected a JSON object, not string");
  EXPECT_EQ(refusal_of("").substr(0, 26), "not a JSON value: column 1");
  EXPECT_EQ(refusal_of("{\"v\":1").substr(0, 26), "not a JSON value: column 7");
  EXPECT_EQ(refusal_of("{} {}").substr(0, 26), "not a JSON value: column 4");
  EXPECT_EQ(refusal_of(std::string(3, '\0')).substr(0, 17),
            "not a JSON value:");
  EXPECT_EQ(refusal_of("{\"v\":\"\xff\"}").substr(0, 17), "not a JSON value:");
}

TEST(event_parser, refuses_a_missing_field) {
  EXPECT_EQ(refusal_of("{}"), "field 'v' is missing");
  EXPECT_EQ(refusal_of(line_of("lock_release", "")), "field 'key' is missing");
}

TEST(event_parser, refuses_a_field_of_another_type) {
  EXPECT_EQ(refusal_of(R"({"v":"1"})"),
            "field 'v' must be an integer, not string");
  EXPECT_EQ(refusal_of(R"({"v":1.5})"),
            "field 'v' must be an integer, not number");
  EXPECT_EQ(refusal_of(line_of("warning", R"(,"message":null)")),
            "field 'message' must be a string, not null");
  EXPECT_EQ(
      refusal_of(line_of("case_start",
                         R"(,"test":"","file":"","line":0,"markers":["a",1])")),
      "field 'markers' must be an array of strings, not number");
}

TEST(event_parser, refuses_a_number_outside_its_range) {
  EXPECT_EQ(
      refusal_of(line_of("port_release", R"(,"port":65536,"protocol":"tcp")")),
      "field 'port' is '65536', allowed: 1 to 65535");
  EXPECT_EQ(
      refusal_of(line_of("port_release", R"(,"port":0,"protocol":"tcp")")),
      "field 'port' is '0', allowed: 1 to 65535");
  EXPECT_EQ(refusal_of(R"({"v":1,"time_ns":18446744073709551615})"),
            "field 'time_ns' is '18446744073709551615', allowed: 0 to "
            "4611686018427387903");
  EXPECT_EQ(refusal_of(R"({"v":1,"time_ns":-1})"),
            "field 'time_ns' is '-1', allowed: 0 to 4611686018427387903");
  EXPECT_EQ(refusal_of(R"({"v":1,"time_ns":1e400})").substr(0, 17),
            "not a JSON value:");
}

TEST(event_parser, refuses_numbers_that_no_reader_could_add_up) {
  EXPECT_EQ(refusal_of(R"({"v":1,"time_ns":4611686018427387904})"),
            "field 'time_ns' is '4611686018427387904', allowed: 0 to "
            "4611686018427387903");
}

TEST(event_parser, refuses_a_word_outside_its_list) {
  EXPECT_EQ(
      refusal_of(line_of("port_release", R"(,"port":1,"protocol":"sctp")")),
      "field 'protocol' is 'sctp', allowed: tcp, udp");
  EXPECT_EQ(refusal_of(line_of("lock_acquire",
                               R"(,"key":"k","mode":"upgrade","waited_ns":0)")),
            "field 'mode' is 'upgrade', allowed: exclusive, shared");
  EXPECT_EQ(refusal_of(line_of("case_finish", R"(,"test":"","outcome":"")")),
            "field 'outcome' is '', allowed: pass, fail, skip, crash, timeout");
  EXPECT_EQ(
      refusal_of(line_of("case_finish", R"(,"test":"","outcome":"leak")")),
      "field 'outcome' is 'leak', allowed: pass, fail, skip, crash, timeout");
}

std::string old_line_of(const std::string& event, const std::string& more) {
  std::string line = line_of(event, more);
  line.replace(line.find("\"v\":2"), 5, "\"v\":1");
  return line;
}

TEST(event_parser, translates_what_version_1_named_otherwise) {
  const auto body = [](const std::string& event, const std::string& more) {
    return parse_event(old_line_of(event, more)).body;
  };
  for (const auto& [old, how] :
       {std::pair("passed", verdict::pass), std::pair("failed", verdict::fail),
        std::pair("skipped", verdict::skip)}) {
    const event_body finish =
        body("case_finish", R"(,"test":"A","outcome":")" + std::string(old) +
                                R"(","duration_ns":1,"message":"")");
    EXPECT_EQ(finish.get<case_finish>().outcome, how);
  }
  EXPECT_EQ(body("run_finish", R"(,"outcome":"stopped")").get<run_finish>().end,
            run_end::stopped);
  const event_body once =
      body("once_finish", R"(,"key":"k","scope":"run",)"
                          R"("outcome":"failed","duration_ns":1)");
  EXPECT_EQ(once.get<once_finish>().end, once_end::failed);
  const event_body launch =
      body("launch_finish",
           R"(,"test":"t","how":"signal","code":6,"duration_ns":1,"left":0)");
  EXPECT_EQ(launch.get<launch_finish>().end, launch_end::signal);
}

TEST(event_parser, takes_the_words_of_a_version_in_that_version_only) {
  EXPECT_EQ(
      refusal_of(old_line_of("case_finish", R"(,"test":"","outcome":"pass")")),
      "field 'outcome' is 'pass', allowed: passed, failed, skipped");
  EXPECT_EQ(
      refusal_of(line_of("case_finish", R"(,"test":"","outcome":"passed")")),
      "field 'outcome' is 'passed', allowed: pass, fail, skip, crash, timeout");
  EXPECT_EQ(refusal_of(line_of("run_finish", R"(,"outcome":"complete")")),
            "field 'end' is missing");
}

TEST(event_parser, refuses_hostile_depth) {
  constexpr std::size_t half_a_megabyte = 1U << 19;
  EXPECT_EQ(refusal_of(std::string(half_a_megabyte, '[')),
            "values are nested more than 16 deep");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) {
    objects += R"({"a":)";
  }
  EXPECT_EQ(refusal_of(objects), "values are nested more than 16 deep");
}

}  // namespace
}  // namespace parallel_testing::tools
