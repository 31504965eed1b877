// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "trends/case_history.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#include "base/json.hpp"
#include "base/record.hpp"
#include "base/whole_file.hpp"
#include "lib/src/base/unique_fd.hpp"

namespace parallel_testing::tools {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t history_version = 1;
constexpr std::string_view letters = "pfys";

std::string json_line(const ordered_json& line) {
  return json_text(line, -1);
}

/// How the attempts of one round ended; nothing if the test did not run.
std::optional<past_end> end_of(const std::vector<const attempt*>& round) {
  if (round.empty()) {
    return std::nullopt;
  }
  const verdict last = round.back()->outcome;
  if (last == verdict::not_run) {
    return std::nullopt;
  }
  if (last == verdict::skip) {
    return past_end::skip;
  }
  if (is_bad(last)) {
    return past_end::fail;
  }
  const bool has_failed =
      std::any_of(round.begin(), round.end(), [](const attempt* each) {
        return is_bad(each->outcome) && each->outcome != verdict::not_run;
      });
  return has_failed ? past_end::flaky : past_end::pass;
}

template <class Values>
void keep_last(Values& values, std::size_t most) {
  if (values.size() > most) {
    values.erase(values.begin(),
                 values.end() - static_cast<std::ptrdiff_t>(most));
  }
}

void add_end(case_past& to, const std::vector<const attempt*>& round,
             std::int64_t start_ms) {
  constexpr std::int64_t ns_per_us = 1000;
  const std::optional<past_end> end = end_of(round);
  if (!end) {
    return;
  }
  to.ends.push_back(*end);
  to.durations_us.push_back(
      *end == past_end::skip ? 0 : round.back()->duration_ns / ns_per_us);
  to.last_ms = std::max(to.last_ms, start_ms);
  keep_last(to.ends, case_history::most_ends);
  keep_last(to.durations_us, case_history::most_ends);
}

/// Two runs that end together would each replace the file without the other.
/// Where the file system has no locks, nothing is locked.
unique_fd locked_file(const std::string& path) {
  constexpr mode_t for_all = 0666;
  unique_fd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, for_all));
  while (file && ::flock(file.get(), LOCK_EX) != 0 && errno == EINTR) {
  }
  return file;
}

}  // namespace

case_past& case_history::at(const std::string& unit, const std::string& name) {
  const auto [place, is_new] =
      places_.try_emplace(unit + '\n' + name, cases_.size());
  if (is_new) {
    cases_.push_back({name, unit});
  }
  return cases_[place->second];
}

void case_history::read(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) {
      continue;
    }
    try {
      read_line(line);
    } catch (const record_error&) {
      ++bad_lines_;
    }
  }
}

void case_history::read_line(std::string_view line) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  record fields(line);
  if (fields.has("v")) {
    if (fields.number("v", 0, most) > history_version) {
      record::reject("v", "a greater version", "1");
    }
    const std::vector<std::string> ids = fields.take_texts("runs");
    const std::vector<std::int64_t> starts = fields.counts("starts_ms");
    if (ids.size() != starts.size()) {
      record::reject("starts_ms", "another number of items", "as many as runs");
    }
    runs_.clear();
    for (std::size_t at = 0; at < ids.size(); ++at) {
      runs_.push_back({ids[at], starts[at]});
    }
    return;
  }
  const std::string name = fields.take_text("case");
  const std::string unit = fields.take_text("unit");
  const std::string ends = fields.take_text("ends");
  std::vector<std::int64_t> durations_us = fields.counts("us");
  if (ends.size() != durations_us.size() ||
      ends.find_first_not_of(letters) != std::string::npos) {
    record::reject("ends", ends, "a letter p, f, y or s for each duration");
  }
  const std::int64_t last_ms = fields.number("last_ms", 0, most);
  case_past& known = at(unit, name);
  known.ends.clear();
  for (const char each : ends) {
    known.ends.push_back(static_cast<past_end>(each));
  }
  known.durations_us = std::move(durations_us);
  known.last_ms = last_ms;
  keep_last(known.ends, most_ends);
  keep_last(known.durations_us, most_ends);
}

void case_history::add(const run_result& run) {
  constexpr std::int64_t ns_per_ms = 1'000'000;
  const bool is_known =
      std::any_of(runs_.begin(), runs_.end(),
                  [&](const past_run& each) { return each.id == run.run; });
  if (is_known) {
    return;
  }
  const std::int64_t start_ms = run.start_ns / ns_per_ms;
  runs_.push_back({run.run, start_ms});
  keep_last(runs_, most_runs);
  for (const test_result& test : run.tests) {
    std::vector<const attempt*> round;
    for (const attempt& each : test.attempts) {
      if (!round.empty() && round.back()->round != each.round) {
        add_end(at(test.unit, test.name), round, start_ms);
        round.clear();
      }
      round.push_back(&each);
    }
    if (end_of(round)) {
      add_end(at(test.unit, test.name), round, start_ms);
    }
  }
}

std::string case_history::text() const {
  ordered_json ids = ordered_json::array();
  ordered_json starts = ordered_json::array();
  std::int64_t latest_ms = 0;
  for (const past_run& each : runs_) {
    ids.push_back(each.id);
    starts.push_back(each.start_ms);
    latest_ms = std::max(latest_ms, each.start_ms);
  }
  std::string result = json_line({{"v", history_version},
                                  {"runs", std::move(ids)},
                                  {"starts_ms", std::move(starts)}});
  for (const case_past& each : cases_) {
    if (each.last_ms < latest_ms - forgotten_after_ms) {
      continue;
    }
    std::string ends;
    for (const past_end end : each.ends) {
      ends += static_cast<char>(end);
    }
    result += json_line({{"case", each.name},
                         {"unit", each.unit},
                         {"last_ms", each.last_ms},
                         {"ends", ends},
                         {"us", each.durations_us}});
  }
  return result;
}

std::string history_file_of(const std::string& build) {
  const char* const chosen = std::getenv("PARALLEL_TESTING_HISTORY");
  return chosen != nullptr && *chosen != '\0'
             ? chosen
             : build + "/Testing/ParallelTesting/history.ndjson";
}

case_history load_history(const std::string& path) {
  case_history history;
  history.read(read_file(path).value_or(""));
  return history;
}

bool is_history_file(const std::string& path) {
  const std::string start =
      fmt::format(R"({{"v":{},"runs":[)", history_version);
  std::string text(start.size(), '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  return text == start;
}

std::string bad_lines_text(const case_history& history,
                           const std::string& path) {
  const std::size_t count = history.bad_lines();
  return count == 0 ? ""
                    : fmt::format(
                          "{} line{} of {} cannot be read and do{} not count; "
                          "the next "
                          "run writes the file without {}",
                          count, count == 1 ? "" : "s", path,
                          count == 1 ? "es" : "", count == 1 ? "it" : "them");
}

std::string add_to_history(const std::string& path, const run_result& run) {
  std::error_code reported_below;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(),
                                      reported_below);
  const unique_fd only_one = locked_file(path + ".lock");
  // Replacing a file that cannot be read would lose the runs in it.
  std::error_code unknown;
  if (std::filesystem::exists(path, unknown) && !read_file(path)) {
    return fmt::format(
        "cannot read the history '{}', so this run is not added to it: make it "
        "a readable file or remove it",
        path);
  }
  case_history history = load_history(path);
  history.add(run);
  if (const std::error_code problem = replace_file(path, history.text())) {
    return fmt::format("cannot write the history '{}': {}", path,
                       problem.message());
  }
  return bad_lines_text(history, path);
}

}  // namespace parallel_testing::tools
