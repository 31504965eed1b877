// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writes the events that a run would have logged, at times of one's choice.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "events/event.hpp"

namespace parallel_testing::tools {

struct forged_identity {
  std::int64_t pid = 10;
  std::string worker = "gw0";
  std::string run = "r1";
  std::string test = "Suite.Case";
  std::int64_t parent_pid = 1;
  std::int64_t worker_count = 0;
};

class forged_log;

/// One process; every call appends one event at `at_ns`.
class forged_process {
 public:
  forged_process(forged_log& log, forged_identity who)
      : log_(&log), who_(std::move(who)) {}

  forged_process& add(std::int64_t at_ns, event_body body);
  forged_process& start(std::int64_t at_ns, const std::string& selector = "") {
    return add(at_ns, process_start{"/build/" + who_.test, who_.parent_pid,
                                    who_.test, who_.worker_count, selector});
  }
  forged_process& finish(std::int64_t at_ns) {
    return add(at_ns, process_finish{});
  }
  forged_process& begin_case(std::int64_t at_ns, const std::string& test) {
    return add(at_ns, case_start{test, "/src/a_test.cpp", 7, {}});
  }
  forged_process& end_case(std::int64_t at_ns, const std::string& test) {
    return add(at_ns, case_finish{test, verdict::pass, 0, ""});
  }
  forged_process& lock(std::int64_t at_ns, const std::string& key,
                       hold_mode mode = hold_mode::exclusive) {
    return add(at_ns, lock_acquire{key, mode, 0});
  }
  forged_process& unlock(std::int64_t at_ns, const std::string& key) {
    return add(at_ns, lock_release{key});
  }
  forged_process& take_port(std::int64_t at_ns, std::int64_t port,
                            port_protocol protocol = port_protocol::tcp) {
    return add(at_ns, port_acquire{port, protocol});
  }
  forged_process& give_port(std::int64_t at_ns, std::int64_t port,
                            port_protocol protocol = port_protocol::tcp) {
    return add(at_ns, port_release{port, protocol});
  }
  forged_process& take_slots(std::int64_t at_ns, const std::string& capacity,
                             std::int64_t slots, const std::string& id = "0") {
    return add(at_ns, allocation{"spec.json", {{capacity, id, slots}}});
  }
  forged_process& skip_events(std::int64_t count) {
    seq_ += count;
    return *this;
  }

 private:
  forged_log* log_;
  forged_identity who_;
  std::int64_t seq_ = 0;
};

class forged_log {
 public:
  forged_process process(forged_identity who) {
    return {*this, std::move(who)};
  }
  std::vector<event> events;
};

inline forged_process& forged_process::add(std::int64_t at_ns,
                                           event_body body) {
  log_->events.push_back(
      {at_ns, at_ns, who_.run, who_.worker, who_.pid, seq_++, std::move(body)});
  return *this;
}

}  // namespace parallel_testing::tools
