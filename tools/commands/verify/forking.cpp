// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/forking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "history/timeline.hpp"

namespace parallel_testing::verify_command {

namespace {

constexpr double ns_per_second = 1e9;
constexpr std::size_t most_named = 3;

/// What the cases of a program that have a process each cost beside themselves.
struct starts {
  std::string path;  ///< of the program
  std::set<std::string> cases;
  std::size_t processes = 0;
  std::int64_t outside_ns = 0;

  [[nodiscard]] bool is_worth_saving() const {
    constexpr std::size_t least_cases = 20;
    constexpr std::int64_t least_total_ns = 1'000'000'000;
    constexpr std::int64_t least_each_ns = 1'000'000;
    return cases.size() >= least_cases && outside_ns >= least_total_ns &&
           outside_ns / static_cast<std::int64_t>(processes) >= least_each_ns;
  }
};

std::string file_of(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::map<std::string, starts> starts_by_program(
    const tools::timeline& history) {
  std::map<std::size_t, std::int64_t> spent_ns;
  for (const tools::test_case& each : history.cases) {
    spent_ns[each.process] += each.end_ns - each.begin_ns;
  }
  std::map<std::string, starts> result;
  for (const auto& [at, inside_ns] : spent_ns) {
    const tools::process& process = history.processes[at];
    const bool has_one_case =
        !process.test.empty() && process.started && process.finished;
    if (!has_one_case) {
      continue;
    }
    starts& program = result[file_of(process.executable)];
    program.path = process.executable;
    program.cases.insert(process.test);
    ++program.processes;
    program.outside_ns += process.end_ns - process.begin_ns - inside_ns;
  }
  return result;
}

/// The warnings of programs that found that they must not be forked.
std::set<std::string> refusals(const std::vector<tools::event>& events) {
  constexpr std::string_view mark = " instead of being forked: ";
  std::set<std::string> result;
  for (const tools::event& each : events) {
    const auto* const warning = each.body.get_if<tools::warning>();
    if (warning != nullptr &&
        warning->message.find(mark) != std::string::npos) {
      result.insert(warning->message);
    }
  }
  return result;
}

void add(std::string& text, const std::string& more) {
  text += (text.empty() ? "" : "; ") + more;
}

/// What `BATCH 100 ISOLATED` would save, or why the program cannot have it.
std::string gain_text(const std::string& program, const starts& seen,
                      const std::string& hindrance) {
  const double seconds = static_cast<double>(seen.outside_ns) / ns_per_second;
  std::string text =
      fmt::format("{}: {} starts of the program took {:.1f} s beside the cases",
                  program, seen.processes, seconds);
  return hindrance.empty() ? text + ", which `BATCH 100 ISOLATED` nearly saves"
                           : fmt::format("{}, but it must not be forked: {}",
                                         text, hindrance);
}

}  // namespace

check judge_forking(const std::vector<tools::event>& events,
                    const hindrance_reader& hindrance_of) {
  std::string text;
  std::size_t left = 0;
  bool may_be_forked = false;
  for (const auto& [program, seen] :
       starts_by_program(tools::build_timeline(events))) {
    if (!seen.is_worth_saving()) {
      continue;
    }
    if (++left > most_named) {
      continue;
    }
    const std::string hindrance = hindrance_of(seen.path);
    may_be_forked = may_be_forked || hindrance.empty();
    add(text, gain_text(program, seen, hindrance));
  }
  if (left > most_named) {
    add(text, fmt::format("{} more programs like these", left - most_named));
  }
  if (may_be_forked) {
    add(text,
        "whether threads, processes or descriptors of the program are in the "
        "way is known after a run with ISOLATED");
  }
  const std::set<std::string> refused = refusals(events);
  std::size_t named = 0;
  for (const std::string& each : refused) {
    if (++named <= most_named) {
      add(text, each);
    }
  }
  if (refused.size() > most_named) {
    add(text,
        fmt::format("{} more tests like these", refused.size() - most_named));
  }
  return text.empty()
             ? skipped("forking",
                       "no program would gain much from BATCH 100 ISOLATED")
             : judged("forking", text, {});
}

}  // namespace parallel_testing::verify_command
