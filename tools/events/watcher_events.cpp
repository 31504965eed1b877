// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/watcher_events.hpp"

#include <limits>

#include "events/verdict.hpp"

namespace parallel_testing::io {
namespace {

constexpr std::int64_t most_int = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t most_shards = 10'000;

launch_left launch_left_of(const record& fields) {
  const std::string treatment = fields.text("treatment");
  if (treatment != "ended" && treatment != "allowed") {
    record::reject("treatment", treatment, "ended, allowed");
  }
  return {
      fields.number("process", 1, most_int), fields.text("command"),
      treatment == "ended" ? left_treatment::ended : left_treatment::allowed};
}

launch_end launch_end_of(const record& fields) {
  const std::string how = fields.text("how");
  if (how == "exit") {
    return launch_end::exit;
  }
  if (how == "signal") {
    return launch_end::signal;
  }
  if (how == "timeout") {
    return launch_end::timeout;
  }
  if (how == "interrupted") {
    return launch_end::interrupted;
  }
  record::reject("how", how, "exit, signal, timeout, interrupted");
}

launch_finish launch_finish_of(const record& fields) {
  constexpr std::int64_t most_code = 255;
  return {fields.text("test"),
          launch_end_of(fields),
          fields.number("code", 0, most_code),
          fields.count("duration_ns"),
          fields.count("left"),
          fields.optional_text("leak")};
}

std::string verdict_text_of(const record& fields) {
  const std::string outcome = fields.text("outcome");
  if (!verdict_of(outcome)) {
    record::reject("outcome", outcome,
                   "pass, fail, skip, crash, timeout, leak, not_run");
  }
  return outcome;
}

ctest_start ctest_start_of(const record& fields) {
  return {fields.text("test"), fields.count("number"), fields.count("attempt"),
          fields.count("round")};
}

}  // namespace

event_body watcher_body_of(const std::string& name, const record& fields) {
  if (name == "run_start") {
    return run_start{fields.text("project"), fields.text("build"),
                     fields.text("ctest"),   fields.count("workers"),
                     fields.text("seed"),    fields.optional_text("source")};
  }
  if (name == "run_shard") {
    return run_shard{fields.number("index", 1, most_shards),
                     fields.number("count", 1, most_shards),
                     fields.text("by"),
                     fields.text("plan"),
                     fields.count("all_tests"),
                     fields.counts("tests"),
                     fields.counts("repeated"),
                     fields.counts("empty")};
  }
  if (name == "run_finish") {
    return run_finish{fields.text("outcome")};
  }
  if (name == "ctest_start") {
    return ctest_start_of(fields);
  }
  if (name == "ctest_finish") {
    return ctest_finish{{ctest_start_of(fields)},    verdict_text_of(fields),
                        fields.count("duration_ns"), fields.text("message"),
                        fields.text("output"),       fields.text("file"),
                        fields.count("line"),        fields.texts("labels"),
                        fields.counts("processes")};
  }
  if (name == "ctest_left") {
    return ctest_left{fields.text("test"), fields.count("number"),
                      fields.number("process", 1, most_int),
                      fields.text("program")};
  }
  if (name == "launch_left") {
    return launch_left_of(fields);
  }
  if (name == "launch_finish") {
    return launch_finish_of(fields);
  }
  return unknown_event{name};
}

}  // namespace parallel_testing::io
