// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "options.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <parallel_testing/error.hpp>
#include <utility>

#include "base/format.hpp"
#include "base/frameworks.hpp"
#include "base/text.hpp"

namespace parallel_testing::launcher {

namespace {

std::chrono::nanoseconds duration_of(double seconds, std::string_view text,
                                     std::string_view what) {
  constexpr double longest = 1e9;
  if (!(seconds > 0) || seconds > longest) {
    throw error(fmt::format(
        "{} '{}': must be a number of seconds greater than 0", what, text));
  }
  return std::chrono::nanoseconds(std::llround(seconds * 1e9));
}

std::chrono::nanoseconds seconds_of(std::string_view text,
                                    std::string_view what) {
  const std::string copy(text);
  char* end = nullptr;
  const double seconds = std::strtod(copy.c_str(), &end);
  return duration_of(*end == '\0' ? seconds : 0, text, what);
}

leak_policy policy_of(std::string_view text) {
  for (const leak_policy each :
       {leak_policy::fail, leak_policy::warn, leak_policy::allow}) {
    if (text == detail::text_of(each)) {
      return each;
    }
  }
  throw error(
      fmt::format("leak policy '{}': must be fail, warn or allow", text));
}

/// The signals that CMake's TIMEOUT_SIGNAL_NAME accepts.
int signal_of(std::string_view name) {
  if (name == "SIGINT") {
    return SIGINT;
  }
  if (name == "SIGQUIT") {
    return SIGQUIT;
  }
  if (name == "SIGTERM") {
    return SIGTERM;
  }
  if (name == "SIGUSR1") {
    return SIGUSR1;
  }
  if (name == "SIGUSR2") {
    return SIGUSR2;
  }
  throw error(
      fmt::format("TIMEOUT_SIGNAL_NAME '{}': must be SIGINT, SIGQUIT, SIGTERM, "
                  "SIGUSR1 or SIGUSR2",
                  name));
}

void read_marker(limits& into, const parsed_marker& marker) {
  switch (marker.kind) {
    case marker_kind::grace:
      into.grace = duration_of(marker.seconds, marker.text, "marker");
      break;
    case marker_kind::leak:
      into.leak = policy_of(marker.name);
      break;
    case marker_kind::ports:
      into.ports = static_cast<unsigned>(marker.amount);
      break;
    case marker_kind::memory:
      if (marker.is_limit) {
        into.memory = marker.amount;
      }
      break;
    // Locks, isolation, ctest or the tools handle these. Add a new kind where
    // it belongs: the compiler warns when one is missing.
    case marker_kind::no_parallel:
    case marker_kind::lock:
    case marker_kind::port:
    case marker_kind::database:
    case marker_kind::resource:
    case marker_kind::gpu:
    case marker_kind::threads:
    case marker_kind::mpi:
    case marker_kind::timeout:
    case marker_kind::fixture:
    case marker_kind::group:
    case marker_kind::flaky:
    case marker_kind::supervised:
    case marker_kind::isolate:
    case marker_kind::label:
    case marker_kind::plain_tag:
    case marker_kind::malformed:
      break;
  }
}

marker_list markers_in(std::string_view text) {
  marker_list markers;
  for (const std::string_view part : split(text, ',')) {
    markers.push_back(parse_marker(part));
    if (markers.back().kind != marker_kind::malformed) {
      continue;
    }
    const std::string usage = usage_of(part);
    throw error(fmt::format("malformed marker '{}': {}", part,
                            usage.empty() ? "docs/markers.md lists all markers"
                                          : "write " + usage));
  }
  return markers;
}

/// `<name>`, or `<name>-v<major version>`.
reporting_framework framework_of(std::string_view text) {
  const std::size_t end = std::min(text.find("-v"), text.size());
  const auto version =
      whole_number(text.substr(std::min(end + 2, text.size())), 1U << 16U);
  std::string names;
  for (const framework_row& row : framework_table) {
    if (text.substr(0, end) == row.name && (end == text.size() || version)) {
      return {row.kind, static_cast<int>(version.value_or(0))};
    }
    names += (names.empty() ? "" : ", ") + std::string(row.name);
  }
  throw error(fmt::format(
      "framework '{}': must be one of {}, or one of them with '-v' and a major "
      "version",
      text, names));
}

case_format case_format_of(std::string_view text) {
  if (text == "tap") {
    return case_format::tap;
  }
  if (text == "junit") {
    return case_format::junit;
  }
  throw error(fmt::format("output '{}': must be tap or junit", text));
}

std::size_t count_of(std::string_view text) {
  const auto count = whole_number(text, 1000000);
  if (!count || *count == 0) {
    throw error(fmt::format("cases '{}': must be 1 to 1000000", text));
  }
  return *count;
}

/// The value after `option`, std::nullopt when `argument` is another option.
std::optional<std::string_view> value_of(std::string_view argument,
                                         std::string_view option) {
  if (!starts_with(argument, option)) {
    return std::nullopt;
  }
  return argument.substr(option.size());
}

std::string require_record(std::string_view path) {
  if (path.empty()) {
    throw error(
        "--observe= requires the name of a file; write --observe=<file>");
  }
  return std::string(path);
}

std::size_t threads_in(std::string_view text) {
  const auto count = whole_number(text, 9999);
  if (!count || *count == 0) {
    throw error(fmt::format("threads '{}': must be 1 to 9999", text));
  }
  return *count;
}

/// "<kind>:<program>".
void read_starter(mpi_starter& into, std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto kind = mpi_kind_of(text.substr(0, colon));
  if (!kind || colon + 1 >= text.size()) {
    throw error(
        fmt::format("mpi '{}': must be openmpi, mpich, intel, slurm or other, "
                    "a colon and a "
                    "program",
                    text));
  }
  into.kind = *kind;
  into.program = text.substr(colon + 1);
}

/// Reads an option that concerns the ranks of a test.
bool read_rank_option(options& into, std::string_view argument) {
  if (const auto starter = value_of(argument, "--mpi=")) {
    read_starter(into.mpi, *starter);
  } else if (const auto flag = value_of(argument, "--mpi-count=")) {
    into.mpi.count_flag = *flag;
  } else if (const auto before = value_of(argument, "--mpi-before=")) {
    into.mpi.before.emplace_back(*before);
  } else if (const auto after = value_of(argument, "--mpi-after=")) {
    into.mpi.after.emplace_back(*after);
  } else if (const auto words = value_of(argument, "--starts-ranks=")) {
    into.starts_ranks = count_of(*words);
  } else if (const auto directory = value_of(argument, "--rank=")) {
    into.rank.directory = *directory;
  } else if (const auto process = value_of(argument, "--output-of=")) {
    into.rank.output =
        static_cast<pid_t>(whole_number(*process, 4194304).value_or(0));
  } else if (const auto places = value_of(argument, "--places=")) {
    into.rank.places = *places;
  } else if (const auto threads = value_of(argument, "--threads=")) {
    into.rank.threads = threads_in(*threads);
  } else {
    return false;
  }
  return true;
}

void read_option(options& into, std::string_view argument) {
  if (read_rank_option(into, argument)) {
    return;
  }
  if (const auto name = value_of(argument, "--name=")) {
    into.name = *name;
  } else if (const auto markers = value_of(argument, "--markers=")) {
    into.markers = markers_in(*markers);
  } else if (const auto kept = value_of(argument, "--keep=")) {
    into.kept.emplace_back(*kept);
  } else if (const auto format = value_of(argument, "--output=")) {
    into.reported = case_format_of(*format);
  } else if (const auto kind = value_of(argument, "--framework=")) {
    into.reports = framework_of(*kind);
  } else if (const auto count = value_of(argument, "--cases=")) {
    into.cases = count_of(*count);
  } else if (const auto kinds = value_of(argument, "--probe=")) {
    into.probed = read_private_views(*kinds);
  } else if (const auto directory = value_of(argument, "--coverage-path=")) {
    into.coverage = *directory;
  } else if (const auto record = value_of(argument, "--observe=")) {
    into.observed = require_record(*record);
  } else if (const auto test = value_of(argument, "--observe-test=")) {
    into.observed_test = *test;
  } else if (argument == "--adapter") {
    into.has_adapter = true;
  } else if (argument == "--help") {
    into.shows_help = true;
  } else {
    throw error(fmt::format("unknown option '{}'; put -- before the command",
                            argument));
  }
}

}  // namespace

const char* const usage =
    "usage: parallel-testing-launcher [options] -- <command> [argument]...\n"
    "\n"
    "Runs a command as a test, with a worker id, a temporary directory, its\n"
    "locks and its ports. Ends the processes that it leaves behind.\n"
    "\n"
    "  --name=<test>         the name of the test\n"
    "  --markers=<a>,<b>...  its markers, see docs/markers.md\n"
    "  --keep=<directory>    a directory that stays visible with isolate:tmp\n"
    "  --framework=<kind>    of a program without adapter: judges the\n"
    "                        test by the report that its framework writes\n"
    "  --output=<format>     tap or junit: the command reports several cases\n"
    "                        so, which decide about the test\n"
    "  --cases=<count>       the number of tests in that report, 1 unless\n"
    "                        several tests have the same name\n"
    "  --adapter             the program has an adapter: a failure that it\n"
    "                        reports counts, whatever the exit code is\n"
    "  --mpi=<kind>:<path>   for a test with the marker mpi: the program that\n"
    "                        starts ranks, of openmpi, mpich, intel, slurm or\n"
    "                        other\n"
    "  --mpi-count=<option>  its option before the number of ranks, -n\n"
    "  --mpi-before=<word>, --mpi-after=<word>  words before the command and\n"
    "                        after its name; may be repeated\n"
    "  --starts-ranks=<n>    the first n words of the command start the rest "
    "on\n"
    "                        several ranks of MPI\n"
    "  --observe=<file>      records what the command touches: files, ports,\n"
    "                        locks and other things that tests share; without\n"
    "                        another option the launcher does nothing else\n"
    "  --observe-test=<test> the name of the test in the record\n"
    "  --probe=<kind>,...    prints which of network, tmp, ipc and pid can be\n"
    "                        isolated on this system, and runs nothing\n"
    "  --coverage-path=<dir> prints a path of <dir> that clang can write to,\n"
    "                        and runs nothing\n";

options read_options(int argc, const char* const* argv) {
  options result;
  int at = 1;
  result.only_observes = true;
  for (; at < argc && std::string_view(argv[at]) != "--"; ++at) {
    const std::string_view word = argv[at];
    // The value may also be the next word.
    if ((word == "--observe" || word == "--observe-test") && at + 1 < argc) {
      read_option(result, fmt::format("{}={}", word, argv[++at]));
      continue;
    }
    read_option(result, word);
    if (!starts_with(word, "--observe")) {
      result.only_observes = false;
    }
  }
  result.command = at + 1;
  const bool needs_command =
      result.probed.empty() && result.coverage.empty() && !result.shows_help;
  if (needs_command && result.command >= argc) {
    throw error("no command is given; write it after --");
  }
  return result;
}

limits limits_of(const marker_list& markers, std::string_view time,
                 std::string_view leak) {
  limits result;
  if (!time.empty()) {
    const std::size_t blank = time.find(' ');
    result.time = seconds_of(time.substr(0, blank), "PARALLEL_TESTING_TIMEOUT");
    const std::vector<std::string_view> words = split(time, ' ');
    if (words.size() > 1) {
      result.time_key = words[1];
    }
    if (words.size() > 2) {
      result.time_signal = signal_of(words[2]);
    }
    if (words.size() > 3) {
      result.grace = seconds_of(words[3], "PARALLEL_TESTING_TIMEOUT");
    }
  }
  if (!leak.empty()) {
    result.leak = policy_of(leak);
  }
  for (const parsed_marker& marker : markers) {
    read_marker(result, marker);
  }
  return result;
}

}  // namespace parallel_testing::launcher
