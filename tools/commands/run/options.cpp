// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/options.hpp"

#include <charconv>
#include <string_view>

#include "base/programs.hpp"
#include "ctest/ctest_query.hpp"
#include "lib/src/markers/marker.hpp"

namespace parallel_testing::run_command {
namespace {

constexpr int most = 1'000'000;

constexpr const char* footer =
    R"(An argument without a dash is the build directory; all others go to ctest.
Example: parallel-testing run build -j 8 -R Orders --timeout 60
Exit codes: 0 passed, 1 failed, 2 usage, 3 no ctest or build, 4 no tests.)";

/// Without a limit, --until-fail repeats for ever.
int rounds_of(int repeat, bool until_fail) {
  return repeat == 0 && !until_fail ? 1 : repeat;
}

std::string is_number_of_jobs(const std::string& text) {
  const bool is_number =
      !text.empty() && text.size() < 5 &&
      text.find_first_not_of("0123456789") == std::string::npos;
  return is_number || text == "auto"
             ? ""
             : "must be auto or a number from 0 to 9999, not '" + text + "'";
}

/// A size in the form that the marker `memory` also has; 0 if it is none.
std::uint64_t bytes_of(const std::string& size) {
  const parsed_marker marker = parse_marker("memory:" + size);
  return marker.kind == marker_kind::memory && !marker.is_limit ? marker.amount
                                                                : 0;
}

std::string is_size(const std::string& text) {
  constexpr std::uint64_t least = 1U << 10;
  constexpr std::uint64_t greatest = 1U << 30;
  const std::uint64_t bytes = bytes_of(text);
  return bytes >= least && bytes <= greatest
             ? ""
             : "must be a size from 1KiB to 1GiB such as 1MiB, not '" + text +
                   "'";
}

void add_counts(cli::parser& app, options& into, int& repeat,
                std::string& max_output) {
  app.add("--maxfail", into.maxfail, "start no more tests after N failures")
      .between(1, most)
      .value_name("N");
  app.add("--retries", into.retries,
          "run a failed test up to N more times (default: 0)")
      .between(0, most)
      .value_name("N");
  app.add("--repeat", repeat, "run all tests N times (default: 1)")
      .between(1, most)
      .value_name("N");
  app.add("--max-output", max_output,
          "print at most SIZE of a test (default: 1MiB)")
      .check(is_size)
      .value_name("SIZE")
      .hidden();
  app.add("--durations", into.durations,
          "list the N slowest tests (default: none)")
      .between(1, most)
      .value_name("N");
}

void add_archive(cli::parser& app, options& into) {
  app.add("--archive", into.archive,
          "run an archive of tests; --to DIR: unpack it there")
      .value_name("FILE");
  app.add("--to", into.to, "unpack the archive into DIR")
      .value_name("DIR")
      .hidden();
  app.add("--map-source", into.map_source,
          "where the source tree is now, for paths in programs")
      .value_name("DIR")
      .hidden();
}

std::string place_problem(const std::string& text) {
  return parse_place(text) ? ""
                           : "must be slurm or slurm:array=N with N from 1 to "
                             "10000, not '" +
                                 text + "'";
}

void add_cluster(cli::parser& app, cluster_options& into, std::string& on) {
  app.add("--on", on, "slurm or slurm:array=N; --nodes N, --slurm OPTIONS")
      .check(place_problem)
      .value_name("PLACE");
  app.add("--nodes", into.nodes, "number of nodes (default: Slurm decides)")
      .between(1, most)
      .value_name("N")
      .hidden();
  app.add("--slurm", into.slurm, "further options for salloc or sbatch")
      .value_name("OPTIONS")
      .hidden();
}

/// Rejects an option that neither this program nor ctest knows. The ctest in
/// use may be newer than this program; its help lists its options.
void check_known(const tools::sorted_arguments& sorted,
                 const std::string& ctest) {
  std::string help;
  for (const std::string& word : sorted.unknown) {
    if (help.empty()) {
      help = tools::output_of({tools::choose_ctest(ctest), "--help"}).out;
    }
    if (!tools::is_in_help(help, word)) {
      throw cli::failure(cli::exit_usage, tools::unknown_option_text(word));
    }
  }
}

/// Options that make no sense on several nodes, or only there.
void check_place(const cli::parser& app, const options& into) {
  const auto refuse = [](const std::string& text) {
    throw cli::failure(cli::exit_usage, text);
  };
  const bool is_here = into.cluster.on == run_place::here;
  for (const char* option : {"--nodes", "--slurm"}) {
    if (is_here && app.has(option)) {
      refuse(std::string(option) + " requires --on slurm");
    }
  }
  if (is_here) {
    return;
  }
  if (into.cluster.on == run_place::array && app.has("--nodes")) {
    refuse(
        "--nodes cannot be combined with --on slurm:array; each task of the "
        "array is one node");
  }
}

}  // namespace

std::optional<cluster_options> parse_place(const std::string& text) {
  constexpr std::string_view array = "slurm:array=";
  cluster_options result;
  if (text == "slurm") {
    result.on = run_place::allocation;
    return result;
  }
  if (!text.starts_with(array)) {
    return std::nullopt;
  }
  const char* const end = text.data() + text.size();
  const auto [rest, problem] =
      std::from_chars(text.data() + array.size(), end, result.tasks);
  constexpr int most_tasks = 10'000;
  if (problem != std::errc() || rest != end || result.tasks < 1 ||
      result.tasks > most_tasks) {
    return std::nullopt;
  }
  result.on = run_place::array;
  return result;
}

parsed_options parse_options(const cli::invocation& given) {
  parsed_options result;
  options& into = result.values;
  result.sorted = tools::sort_arguments(given.arguments);
  bool fails_on_flaky = false;
  bool stops_when_broken = false;
  bool until_fail = false;
  bool last_failed = false;
  int repeat = 0;
  cli::parser app(
      "run",
      "Runs the tests of a build directory (default: .) with ctest, in "
      "parallel.");
  app.footer(footer);
  app.add("-j,--parallel", into.jobs,
          "tests at once: N, auto (default), or 0: one by one")
      .check(is_number_of_jobs)
      .last_counts()
      .value_name("N");
  std::string max_output = "1MiB";
  add_counts(app, into, repeat, max_output);
  app.add_flag("--fail-on-flaky", fails_on_flaky,
               "count a test that passes only on a retry as failed");
  app.add_flag("--stop-when-broken", stops_when_broken,
               "stop if the first 10 tests all fail in the same way");
  app.add_flag("--until-fail", until_fail, "repeat all tests until one fails");
  app.add_flag("--shuffle{random}", into.shuffle,
               "use a random order; --shuffle=SEED repeats an order");
  app.add_flag("--last-failed", last_failed,
               "run only the tests that failed last time");
  app.add("--output-junit", into.junit,
          "write JUnit to FILE, relative to the current directory")
      .value_name("FILE");
  tools::add_junit_schema(app, into.schema).hidden();
  add_archive(app, into);
  std::string on;
  add_cluster(app, into.cluster, on);
  app.add("--ctest", into.ctest, "use this ctest instead of the one on PATH")
      .value_name("PATH");
  cli::add_format(app, into.format);
  cli::invocation ours = given;
  ours.arguments = result.sorted.ours;
  result.exit_code = app.parse(ours);
  if (!result.exit_code && !result.sorted.without_value.empty()) {
    throw cli::failure(cli::exit_usage, "'" + result.sorted.without_value +
                                            "' requires a value");
  }
  if (!result.exit_code) {
    if (const auto chosen = parse_place(on)) {
      into.cluster.on = chosen->on;
      into.cluster.tasks = chosen->tasks;
    }
    check_place(app, into);
    check_known(result.sorted, into.ctest);
  }
  into.max_output = bytes_of(max_output);
  into.broken = stops_when_broken ? on_broken::stops : on_broken::goes_on;
  into.flaky = fails_on_flaky ? on_flaky::fails : on_flaky::passes;
  into.repeat = {rounds_of(repeat, until_fail), until_fail};
  if (last_failed) {
    result.sorted.ctests.emplace_back("--rerun-failed");
  }
  return result;
}

}  // namespace parallel_testing::run_command
