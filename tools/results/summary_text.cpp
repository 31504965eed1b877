// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/summary_text.hpp"

#include <fmt/format.h>

#include "results/common_failure.hpp"
#include "results/run_summary.hpp"
#include "results/verdict.hpp"

namespace parallel_testing::tools {
namespace {

void add_count(std::string& into, const cli::terminal& screen,
               std::size_t number, const char* what, cli::paint how) {
  if (number == 0) {
    return;
  }
  into += into.empty() ? "" : ", ";
  into += cli::painted(screen, how, fmt::format("{} {}", number, what));
}

std::string counts_text(const verdict_counts& counts,
                        const cli::terminal& screen) {
  std::string text;
  add_count(text, screen, counts.failed, "failed", cli::paint::red);
  add_count(text, screen, counts.crashed, "crashed", cli::paint::red);
  add_count(text, screen, counts.timed_out, "timed out", cli::paint::red);
  add_count(text, screen, counts.leaked, "leaked", cli::paint::red);
  add_count(text, screen, counts.not_run, "not run", cli::paint::red);
  add_count(text, screen, counts.passed, "passed", cli::paint::green);
  add_count(text, screen, counts.flaky, "of them flaky", cli::paint::yellow);
  add_count(text, screen, counts.left_behind, "of them left processes behind",
            cli::paint::yellow);
  add_count(text, screen, counts.quarantined, "failed in quarantine",
            cli::paint::yellow);
  add_count(text, screen, counts.skipped, "skipped", cli::paint::yellow);
  return text.empty() ? "no tests" : text;
}

std::string full_name(const test_result& test) {
  return cli::one_line(test.unit.empty() ? test.name
                                         : test.unit + ": " + test.name);
}

std::string memory_text(std::int64_t kib) {
  constexpr double kib_per_mib = 1024;
  return fmt::format("{:.0f} MiB", static_cast<double>(kib) / kib_per_mib);
}

const char* word_of(verdict how) {
  return how == verdict::not_run ? "not run" : to_text(how);
}

/// A time that is printed as 0.00 s does not hold a run back.
bool is_shown(std::int64_t ns) {
  constexpr std::int64_t least_ns = 5'000'000;
  return ns >= least_ns;
}

std::string obstacles_text(const run_summary& summary) {
  std::string text;
  const auto add = [&](const std::string& what) {
    text += (text.empty() ? "" : "; ") + what;
  };
  if (summary.longest != nullptr) {
    add(fmt::format("longest test {} ({})", full_name(*summary.longest),
                    seconds_text(summary.longest_ns)));
  }
  if (is_shown(summary.longest_chain.total_ns)) {
    add(fmt::format("longest lock chain {} ({} in {} tests)",
                    summary.longest_chain.key,
                    seconds_text(summary.longest_chain.total_ns),
                    summary.longest_chain.tests));
  }
  if (is_shown(summary.serial_ns)) {
    add(fmt::format("no_parallel tests {}", seconds_text(summary.serial_ns)));
  }
  if (is_shown(summary.waited_ns)) {
    add(fmt::format("waiting for locks {}", seconds_text(summary.waited_ns)));
  }
  return text;
}

/// The tests of which another node may have begun an attempt.
std::string possible_runs_text(const run_result& result,
                               const cli::terminal& screen) {
  std::string text;
  for (const test_result& test : result.tests) {
    const std::string why = test.possible_run();
    if (!why.empty()) {
      text += fmt::format("{} {}\n    {}\n",
                          cli::painted(screen, cli::paint::yellow, "again"),
                          full_name(test), why.substr(0, why.find('\n')));
    }
  }
  return text;
}

}  // namespace

std::string seconds_text(std::int64_t ns) {
  constexpr double ns_per_second = 1e9;
  return fmt::format("{:.2f} s", static_cast<double>(ns) / ns_per_second);
}

std::string unstarted_text(const std::vector<std::string>& names) {
  constexpr std::size_t most_names = 5;
  if (names.empty()) {
    return "";
  }
  std::string text =
      names.size() == 1
          ? "1 test was not started"
          : fmt::format("{} tests were not started", names.size());
  for (std::size_t at = 0; names.size() <= most_names && at < names.size();
       ++at) {
    text += (at == 0 ? ": " : ", ") + cli::one_line(names[at]);
  }
  return text;
}

std::string summary_text(const run_result& result,
                         const cli::terminal& screen) {
  const run_summary summary = summarize(result);
  std::string text =
      fmt::format("{} in {}\n", counts_text(summary.counts, screen),
                  seconds_text(summary.wall_ns));
  if (summary.total_ns == 0) {
    return text;
  }
  text += seconds_text(summary.total_ns) + " of tests";
  if (summary.rounds > 1) {
    text += fmt::format(" in {} rounds", summary.rounds);
  } else {
    text +=
        fmt::format(", {:.1f} times as fast as one by one", summary.speed_up);
  }
  if (result.workers > 0 && summary.rounds == 1) {
    text += fmt::format(", {:.0f} % of {} worker{}", 100 * summary.efficiency,
                        result.workers, result.workers == 1 ? "" : "s");
  }
  text += "\nheld back by: " + obstacles_text(summary) + "\n";
  if (summary.peak != nullptr) {
    text +=
        fmt::format("peak memory: {} ({})\n", memory_text(summary.peak_rss_kib),
                    full_name(*summary.peak));
  }
  return text;
}

std::string problems_text(const run_result& result,
                          const cli::terminal& screen) {
  std::string text;
  for (const test_result& test : result.tests) {
    const attempt& last = test.decisive();
    const bool is_excused = test.is_excused();
    const bool is_bad = test.counts_as_failure();
    const bool is_left = test.has_left_processes();
    if ((!is_bad && !is_left && !is_excused && !test.is_flaky()) ||
        test.never_started()) {
      continue;
    }
    text += cli::painted(screen, is_bad ? cli::paint::red : cli::paint::yellow,
                         is_bad       ? word_of(last.outcome)
                         : is_excused ? "quarantined"
                         : is_left    ? "left"
                                      : "flaky");
    text.append(" ").append(full_name(test));
    if (test.attempts.size() > 1) {
      text += fmt::format(" ({} attempts)", test.attempts.size());
    }
    if (!test.file.empty()) {
      text += fmt::format(" {}:{}", test.file, test.line);
    }
    const std::string message =
        is_left ? left_text(test.left_behind) : last.message;
    if (!message.empty()) {
      text += "\n    " + message.substr(0, message.find('\n'));
    }
    if (is_left) {
      text += "\n    -> " + leftover_remedy(test);
    }
    if ((is_bad || is_excused) && test.quarantine) {
      text += "\n    " + cli::one_line(quarantine_text(test.quarantine));
    }
    text += "\n";
  }
  text += possible_runs_text(result, screen);
  const std::vector<std::string> unstarted = unstarted_tests(result);
  if (!unstarted.empty()) {
    text += cli::painted(screen, cli::paint::red, word_of(verdict::not_run)) +
            " " + unstarted_text(unstarted) + "\n";
  }
  const std::string common = common_failure_text(result);
  if (!common.empty()) {
    text += common +
            "\n    -> remove this cause first; with --stop-when-broken, a run "
            "ends early for such a cause\n";
  }
  return text;
}

std::string durations_text(const run_result& result, std::size_t count) {
  std::string text;
  for (const test_result* test : slowest(result, count)) {
    text += fmt::format("{:>10}  {}\n", seconds_text(test->total_ns()),
                        full_name(*test));
  }
  return text;
}

}  // namespace parallel_testing::tools
