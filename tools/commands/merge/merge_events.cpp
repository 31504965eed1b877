// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/merge_events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "base/json.hpp"
#include "cli/command.hpp"
#include "commands/merge/log_lines.hpp"
#include "events/event_writer.hpp"

namespace parallel_testing::merge_command {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t greatest_sum = std::int64_t{1} << 62U;

constexpr int most_workers = 100'000;

/// 12 of `gw12`, -1 when it is not a slot.
int worker_number(const std::string& worker) {
  int number = -1;
  if (worker.starts_with("gw")) {
    const char* const end = worker.data() + worker.size();
    const auto [rest, problem] =
        std::from_chars(worker.data() + 2, end, number);
    if (problem != std::errc() || rest != end || number > most_workers) {
      return -1;
    }
  }
  return number;
}

/// Converts the fields of an older log to the newest schema.
void upgrade(ordered_json& fields, const tools::event& event) {
  if (fields.at("v") == tools::schema_version) {
    return;
  }
  fields["v"] = tools::schema_version;
  if (!event.body.is<tools::unknown_event>()) {
    fields = ordered_json::parse(tools::to_line(event));
  }
}

class event_merger {
 public:
  /// Appends a log. Its process ids follow those of the previous log.
  void add(const std::vector<log_line>& lines) {
    ++log_;
    if (lines.empty()) {
      return;
    }
    pid_offset_ = greatest_pid_ + 1;
    const auto first = std::min_element(
        lines.begin(), lines.end(), [](const auto& a, const auto& b) {
          return a.event.mono_ns < b.event.mono_ns;
        });
    // After this subtraction, the times of day of all logs are comparable.
    clock_offset_ = first->event.time_ns - first->event.mono_ns;
    if (run_.empty()) {
      run_ = first->event.run;
    }
    has_finish_ = false;
    for (const log_line& line : lines) {
      add(line);
    }
    is_complete_ = is_complete_ && has_finish_;
    workers_before_ = workers_ + 1;
    attempts_before_ = attempts_;
  }

  std::string text() {
    if (start_) {
      put(*start_);
      if (is_complete_ && last_) {
        last_->at("end") = to_text(end_);
        put(*last_);
      }
    }
    return std::move(text_);
  }

 private:
  using key = std::pair<std::string, std::int64_t>;

  struct counted {
    std::int64_t attempts = 0;
    std::int64_t rounds = 0;
  };

  void add(const log_line& line) {
    ordered_json fields = ordered_json::parse(line.text);
    upgrade(fields, line.event);
    fields["run"] = run_;
    fields["mono_ns"] = line.event.mono_ns + clock_offset_;
    const int worker = worker_number(line.event.worker);
    if (worker >= 0) {
      workers_ = std::max(workers_, workers_before_ + worker);
      fields["worker"] = "gw" + std::to_string(workers_before_ + worker);
    }
    shift_pid(fields, "pid");
    shift_pid(fields, "parent_pid");
    shift_pid(fields, "process");
    shift_pid(fields, "orphan");
    if (fields.contains("processes")) {
      for (ordered_json& each : fields["processes"]) {
        each = shifted(each.get<std::int64_t>());
      }
    }
    if (const auto* left = line.event.body.get_if<tools::artifacts>()) {
      fields["path"] = merged_artifacts_name(log_, left->path);
    }
    if (line.event.body.is<tools::run_start>()) {
      add_start(std::move(fields));
    } else if (const auto* finish =
                   line.event.body.get_if<tools::run_finish>()) {
      add_finish(finish->end, std::move(fields));
    } else {
      shift_attempt(line.event, fields);
      put(fields);
    }
  }

  void shift_pid(ordered_json& fields, const char* name) {
    if (const auto found = fields.find(name); found != fields.end()) {
      *found = shifted(found->get<std::int64_t>());
    }
  }

  std::int64_t shifted(std::int64_t pid) {
    if (pid > greatest_sum - pid_offset_) {
      throw cli::failure(cli::exit_environment,
                         "process ids are too large to be counted; merge the "
                         "logs of the runs, not logs that were merged before");
    }
    greatest_pid_ = std::max(greatest_pid_, pid + pid_offset_);
    return pid + pid_offset_;
  }

  /// Set-up and clean-up tests of a fixture run in several shards. Each of
  /// their runs counts as a round.
  void shift_attempt(const tools::event& event, ordered_json& fields) {
    const tools::ctest_start* start = event.body.get_if<tools::ctest_start>();
    if (const auto* finish = event.body.get_if<tools::ctest_finish>()) {
      start = finish;
    }
    if (start == nullptr) {
      return;
    }
    const key test{start->test, start->number};
    const counted before = attempts_before_[test];
    fields["attempt"] = start->attempt + before.attempts;
    fields["round"] = start->round + before.rounds;
    counted& now = attempts_[test];
    now.attempts = std::max(now.attempts, start->attempt + before.attempts);
    now.rounds = std::max(now.rounds, start->round + before.rounds);
  }

  void add_start(ordered_json fields) {
    if (!start_) {
      start_ = std::move(fields);
      return;
    }
    start_->at("workers") = start_->at("workers").get<std::int64_t>() +
                            fields.at("workers").get<std::int64_t>();
    if (fields.at("mono_ns") < start_->at("mono_ns")) {
      start_->at("mono_ns") = fields.at("mono_ns");
      start_->at("time_ns") = fields.at("time_ns");
    }
  }

  void add_finish(tools::run_end end, ordered_json fields) {
    has_finish_ = true;
    if (end == tools::run_end::interrupted ||
        end_ == tools::run_end::complete) {
      end_ = end;
    }
    if (!last_ || last_->at("mono_ns") < fields.at("mono_ns")) {
      last_ = std::move(fields);
    }
  }

  void put(const ordered_json& fields) {
    text_ += tools::json_text(fields, -1);
  }

  std::string text_;
  std::string run_;
  std::size_t log_ = 0;  ///< number of the log, from 1
  std::int64_t pid_offset_ = 0;
  std::int64_t greatest_pid_ =
      -1;  ///< -1: the ids of the first log stay unchanged
  std::int64_t clock_offset_ = 0;
  int workers_ = -1;
  int workers_before_ = 0;
  std::map<key, counted> attempts_;
  std::map<key, counted> attempts_before_;
  std::optional<ordered_json> start_;
  std::optional<ordered_json> last_;
  tools::run_end end_ = tools::run_end::complete;
  bool has_finish_ = false;
  bool is_complete_ = true;  ///< every log contains the end of its run
};

}  // namespace

std::string merged_artifacts_name(std::size_t log, const std::string& name) {
  return fmt::format("{}-{}", log, name);
}

merged_events merge_events(const std::vector<std::string>& paths) {
  merged_events result;
  event_merger all;
  for (const std::string& path : paths) {
    const std::size_t known = result.problems.size();
    const std::vector<log_line> lines = read_log_lines(path, result.problems);
    if (lines.empty() && result.problems.size() == known) {
      result.problems.push_back(
          {{"it has no events", "pass the log of a run"}, path, 0});
    }
    std::vector<found_shard> shards = shards_in_log(path, lines);
    if (shards.empty()) {
      result.whole_runs.push_back(path);
    }
    for (found_shard& each : shards) {
      result.shards.push_back(std::move(each));
    }
    all.add(lines);
  }
  result.text = all.text();
  return result;
}

}  // namespace parallel_testing::merge_command
