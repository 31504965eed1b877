// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/trace.hpp"

#include <map>

#include "base/json.hpp"
#include "commands/report/lanes.hpp"

namespace parallel_testing::report_command {
namespace {

using nlohmann::ordered_json;

constexpr int process_of_workers = 1;
constexpr int process_of_locks = 2;

double microseconds(std::int64_t ns) {
  constexpr double ns_in_microsecond = 1e3;
  return static_cast<double>(ns) / ns_in_microsecond;
}

class trace_writer {
 public:
  explicit trace_writer(const tools::run_result& result) : result_(result) {}

  std::string text() {
    const lane_plan plan = plan_lanes(result_);
    name("process_name", process_of_workers, 0, "workers");
    for (std::size_t at = 0; at < plan.names.size(); ++at) {
      name("thread_name", process_of_workers, static_cast<int>(at),
           plan.names[at]);
    }
    for (std::size_t test = 0; test < result_.tests.size(); ++test) {
      const tools::test_result& of = result_.tests[test];
      for (std::size_t at = 0; at < of.attempts.size(); ++at) {
        if (plan.lanes[test][at] != no_lane) {
          add_attempt(of, of.attempts[at], plan.lanes[test][at]);
        }
      }
    }
    const ordered_json root{{"displayTimeUnit", "ms"},
                            {"traceEvents", events_}};
    return tools::json_text(root, -1);
  }

 private:
  void name(const char* what, int process, int thread,
            const std::string& text) {
    events_.push_back({{"ph", "M"},
                       {"name", what},
                       {"pid", process},
                       {"tid", thread},
                       {"args", {{"name", text}}}});
  }

  struct span {
    std::string name;
    const char* category = "";
    int process = process_of_workers;
    int thread = 0;
    std::int64_t begin_mono_ns = 0;
    std::int64_t duration_ns = 0;
  };

  void add(const span& given, ordered_json arguments) {
    events_.push_back(
        {{"ph", "X"},
         {"name", given.name},
         {"cat", given.category},
         {"pid", given.process},
         {"tid", given.thread},
         {"ts", microseconds(given.begin_mono_ns - result_.start_mono_ns)},
         {"dur", microseconds(given.duration_ns)},
         {"args", std::move(arguments)}});
  }

  void add_attempt(const tools::test_result& of, const tools::attempt& given,
                   int lane) {
    add({of.name, tools::to_text(given.outcome), process_of_workers, lane,
         given.start_mono_ns, given.duration_ns},
        {{"outcome", tools::to_text(given.outcome)},
         {"unit", of.unit},
         {"file", of.file},
         {"line", of.line},
         {"message", given.message},
         {"left_behind", of.left_behind},
         {"max_rss_kib", given.max_rss_kib}});
    for (const tools::lock_use& use : given.locks) {
      if (use.waited_ns > 0) {
        add({"waiting for " + use.key, "wait", process_of_workers, lane,
             use.begin_mono_ns - use.waited_ns, use.waited_ns},
            {{"test", of.name}});
      }
      add({of.name, tools::to_text(use.mode), process_of_locks,
           lock_thread(use.key), use.begin_mono_ns, use.held_ns},
          {{"waited_ns", use.waited_ns}});
    }
  }

  int lock_thread(const std::string& key) {
    const auto [found, is_new] =
        locks_.try_emplace(key, static_cast<int>(locks_.size()));
    if (is_new) {
      if (found->second == 0) {
        name("process_name", process_of_locks, 0, "locks");
      }
      name("thread_name", process_of_locks, found->second, key);
    }
    return found->second;
  }

  const tools::run_result& result_;
  ordered_json events_ = ordered_json::array();
  std::map<std::string, int> locks_;
};

}  // namespace

std::string trace_text(const tools::run_result& result) {
  return trace_writer(result).text();
}

}  // namespace parallel_testing::report_command
