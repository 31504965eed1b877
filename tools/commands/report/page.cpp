// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/page.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/json.hpp"
#include "commands/report/lanes.hpp"
#include "commands/report/reason.hpp"
#include "commands/report/repeat_command.hpp"
#include "results/run_summary.hpp"

namespace parallel_testing::report_command {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t most_page_output = 16'384;
constexpr std::int64_t ns_per_us = 1'000;
/// In the place of the number that is 1 for a flaky test.
constexpr int quarantined = 2;
constexpr std::int64_t ns_per_ms = 1'000'000;

std::string end_of(const std::string& output) {
  return output.size() <= most_page_output
             ? output
             : "…" + output.substr(output.size() - most_page_output);
}

std::string identity_of(const tools::test_result& test) {
  return test.unit + '\n' + test.name;
}

ordered_json counts_of(const tools::run_result& result) {
  const tools::run_summary summary = tools::summarize(result);
  return {{"start_ms", result.start_ns / ns_per_ms},
          {"wall_us", result.wall_ns / ns_per_us},
          {"passed", summary.counts.passed},
          {"bad", summary.counts.bad()},
          {"flaky", summary.counts.flaky},
          {"skipped", summary.counts.skipped},
          {"quarantined", summary.counts.quarantined},
          {"speed_up", summary.speed_up}};
}

class data_writer {
 public:
  data_writer(const tools::run_result& result, std::string configuration,
              std::string directory)
      : result_(result),
        configuration_(std::move(configuration)),
        directory_(std::move(directory)),
        plan_(plan_lanes(result)) {}

  ordered_json all(const std::vector<tools::run_result>& past) {
    ordered_json tests = ordered_json::array();
    for (std::size_t at = 0; at < result_.tests.size(); ++at) {
      tests.push_back(test(result_.tests[at], plan_.lanes[at]));
    }
    ordered_json root{{"v", 1},
                      {"run", run()},
                      {"summary", counts_of(result_)},
                      {"repeat", repeat_prefix(result_.build, configuration_)},
                      {"outcomes", outcomes()},
                      {"lanes", plan_.names},
                      {"keys", key_names_},
                      {"tests", std::move(tests)},
                      {"history", ordered_json::array()},
                      {"past", ordered_json::array()}};
    for (const tools::run_result& each : past) {
      root["history"].push_back(counts_of(each));
      root["past"].push_back(results_in(each));
    }
    return root;
  }

 private:
  [[nodiscard]] ordered_json run() const {
    return {{"id", result_.run},
            {"project", result_.project},
            {"ctest", result_.ctest},
            {"workers", result_.workers},
            {"seed", result_.seed},
            {"end", result_.end_text()},
            {"start_ms", result_.start_ns / ns_per_ms},
            {"wall_us", result_.wall_ns / ns_per_us}};
  }

  static ordered_json outcomes() { return tools::texts<tools::verdict>; }

  ordered_json test(const tools::test_result& of,
                    const std::vector<int>& lanes) {
    ordered_json attempts = ordered_json::array();
    for (std::size_t at = 0; at < of.attempts.size(); ++at) {
      attempts.push_back(attempt(of.attempts[at], lanes[at]));
    }
    return ordered_json::array(
        {of.name, of.unit, static_cast<int>(of.outcome()),
         of.is_excused() ? quarantined
         : of.is_flaky() ? 1
                         : 0,
         of.file, of.line, fmt::format("{}", fmt::join(of.markers, " ")),
         fmt::format("{}", fmt::join(of.labels, " ")), std::move(attempts),
         fmt::format("{}", fmt::join(of.left_behind, " ")), reason_of(of),
         shell_word(pattern_of(of.unit.empty() ? of.name : of.unit)),
         tools::quarantine_text(of.quarantine)});
  }

  ordered_json attempt(const tools::attempt& given, int lane) {
    ordered_json locks = ordered_json::array();
    for (const tools::lock_use& use : given.locks) {
      locks.push_back(ordered_json::array(
          {key(use.key), use.mode == tools::hold_mode::shared ? 1 : 0,
           since_start(use.begin_mono_ns), use.waited_ns / ns_per_us,
           use.held_ns / ns_per_us}));
    }
    return ordered_json::array(
        {static_cast<int>(given.outcome), lane,
         since_start(given.start_mono_ns), given.duration_ns / ns_per_us,
         given.round, given.message,
         tools::is_bad(given.outcome) ? end_of(given.output) : "",
         given.max_rss_kib, std::move(locks), artifacts(given)});
  }

  [[nodiscard]] ordered_json artifacts(const tools::attempt& of) const {
    ordered_json list = ordered_json::array();
    for (const tools::artifact& each : of.artifacts) {
      list.push_back(
          ordered_json::array({each.name, link_to(each.path), each.size,
                               static_cast<int>(each.kind), each.content}));
    }
    return list;
  }

  /// Relative to the page, so that both can be moved together.
  [[nodiscard]] std::string link_to(const std::string& path) const {
    return directory_.empty() ? path
                              : std::filesystem::path(path)
                                    .lexically_relative(directory_)
                                    .string();
  }

  [[nodiscard]] std::int64_t since_start(std::int64_t mono_ns) const {
    return mono_ns == 0 ? 0 : (mono_ns - result_.start_mono_ns) / ns_per_us;
  }

  std::size_t key(const std::string& name) {
    const auto [found, is_new] = keys_.try_emplace(name, key_names_.size());
    if (is_new) {
      key_names_.push_back(name);
    }
    return found->second;
  }

  /// The outcome and the time of each test of this run in another run; 0 if it
  /// is missing there.
  [[nodiscard]] ordered_json results_in(const tools::run_result& other) const {
    std::unordered_map<std::string, const tools::test_result*> known;
    for (const tools::test_result& each : other.tests) {
      known[identity_of(each)] = &each;
    }
    ordered_json result = ordered_json::array();
    for (const tools::test_result& each : result_.tests) {
      const auto found = known.find(identity_of(each));
      if (found == known.end()) {
        result.push_back(0);
      } else {
        result.push_back(
            ordered_json::array({static_cast<int>(found->second->outcome()),
                                 found->second->total_ns() / ns_per_us}));
      }
    }
    return result;
  }

  const tools::run_result& result_;
  std::string configuration_;
  std::string directory_;  ///< of the page; empty: unknown
  lane_plan plan_;
  std::vector<std::string> key_names_;
  std::unordered_map<std::string, std::size_t> keys_;
};

}  // namespace

std::string page_data(const tools::run_result& result,
                      const std::vector<tools::run_result>& past,
                      const std::string& configuration,
                      const std::optional<known_sharing>& shared,
                      const std::string& directory) {
  ordered_json root = data_writer(result, configuration, directory).all(past);
  if (shared) {
    root["shared"] = matrix_of(*shared);
  }
  return root.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string page_text(const tools::run_result& result,
                      const std::vector<tools::run_result>& past,
                      const std::string& configuration,
                      const std::optional<known_sharing>& shared,
                      const std::string& directory) {
  constexpr std::string_view mark = "@PAGE_DATA@";
  std::string page = page_template();
  // No `<` in the data may end its element or begin another one.
  const std::string text =
      page_data(result, past, configuration, shared, directory);
  std::string data;
  data.reserve(text.size());
  std::size_t used = 0;
  for (std::size_t at = text.find('<'); at != std::string::npos;
       at = text.find('<', used)) {
    data.append(text, used, at - used).append("\\u003c");
    used = at + 1;
  }
  data.append(text, used);
  return page.replace(page.find(mark), mark.size(), data);
}

}  // namespace parallel_testing::report_command
