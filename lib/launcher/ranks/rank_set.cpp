// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks/rank_set.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "ranks/rank_identity.hpp"
#include "ranks/rank_process.hpp"

namespace parallel_testing::launcher {

namespace {

/// What is printed of the output of one rank, from its end.
constexpr std::size_t longest_output = 256UL * 1024;

/// Where the number of ranks is not known, one of the first ones has started.
constexpr std::size_t most_unknown = 64;

/// Which rank each line comes from.
std::string tagged(std::string_view output, int rank) {
  std::string text;
  for (const std::string_view line : split(output, '\n')) {
    text += fmt::format("[rank {}] {}\n", rank, line);
  }
  return text;
}

verdict verdict_of_case(rank_outcome worst) {
  return worst == rank_outcome::running ? verdict::timeout : verdict::fail;
}

events::lost_case lost(const ranked_case& each) {
  events::lost_case result;
  result.test = each.as_seen.name;
  result.file = each.as_seen.file;
  result.line = each.as_seen.line;
  result.process = ::getpid();
  result.message = each.message;
  result.ranks = each.of_ranks;
  return result;
}

void log_case(const ranked_case& each, event_log& log) {
  marker_list markers = parse_markers(each.as_seen.markers);
  log.write_soon(events::case_start{each.as_seen.name, each.as_seen.file,
                                    each.as_seen.line, canonical_texts(markers),
                                    each.as_seen.tags});
  if (each.worst == rank_outcome::crash) {
    log.write_soon(events::case_crash{lost(each)});
    return;
  }
  verdict how = verdict::pass;
  if (each.worst == rank_outcome::skip) {
    how = verdict::skip;
  } else if (each.worst != rank_outcome::pass) {
    how = verdict_of_case(each.worst);
  }
  log.write_soon(events::case_finish{each.as_seen.name, how,
                                     each.as_seen.duration_ns, each.message,
                                     each.of_ranks});
}

}  // namespace

std::size_t ranks_of(const marker_list& markers) {
  for (const parsed_marker& each : markers) {
    if (each.kind == marker_kind::mpi) {
      return static_cast<std::size_t>(each.amount);
    }
  }
  return 0;
}

std::vector<std::string> rank_set::watcher() const {
  return {own_executable(), "--rank=" + directory_,
          fmt::format("--output-of={}", ::getpid())};
}

std::vector<std::string> rank_set::command(
    const mpi_starter& starter, const std::vector<std::string>& program,
    const std::vector<core>& cores, std::size_t threads) const {
  std::vector<std::string> watching = watcher();
  if (!cores.empty()) {
    watching.push_back("--places=" + places_of(cores));
    watching.push_back(fmt::format("--threads={}", threads));
  }
  watching.emplace_back("--");
  const run_as user = ::geteuid() == 0 ? run_as::root : run_as::user;
  return mpi_command(starter, count_, user, watching, program);
}

std::vector<std::string> rank_set::watched(std::vector<std::string> command,
                                           std::size_t words) const {
  std::vector<std::string> watching = watcher();
  watching.emplace_back("--");
  const auto at = command.begin() +
                  static_cast<std::ptrdiff_t>(std::min(words, command.size()));
  command.insert(at, watching.begin(), watching.end());
  return command;
}

void rank_set::clean_environment() {
  for (const rank_variables& each : variables_of_ranks) {
    // Of Slurm, srun needs the variables of the allocation.
    if (!starts_with(each.rank, "SLURM_")) {
      ::unsetenv(each.rank);
      ::unsetenv(each.size);
    }
  }
  for (const char* const name :
       {rank_variable, rank_count_variable, ranks_variable}) {
    ::unsetenv(name);
  }
}

rank_record rank_set::record(std::size_t rank) const {
  return read_rank_record(
      read_whole(rank_file(directory_, static_cast<int>(rank))));
}

std::size_t rank_set::count() const {
  std::size_t found = count_;
  for (std::size_t rank = 0; found == 0 && rank < most_unknown; ++rank) {
    found = record(rank).size;
  }
  return std::max<std::size_t>(found, 1);
}

std::vector<rank_record> rank_set::records() const {
  std::vector<rank_record> result;
  const std::size_t all = count();
  for (std::size_t rank = 0; rank < all; ++rank) {
    result.push_back(record(rank));
  }
  return result;
}

std::vector<pid_t> rank_set::living() const {
  std::vector<pid_t> result;
  for (const rank_record& each : records()) {
    if (each.pid != 0 && !each.end) {
      result.push_back(each.pid);
    }
  }
  return result;
}

std::string rank_set::state() const {
  std::string text;
  int rank = 0;
  const std::vector<rank_record> all = records();
  for (const rank_record& each : all) {
    std::string what = "was not started";
    if (each.end) {
      what = fmt::format(
          "ended with {} {}",
          each.end->how == rank_end::kind::exit ? "exit code" : "signal",
          each.end->code);
    } else if (each.pid != 0) {
      const std::string running = each.running();
      what = fmt::format("process {} runs{}", each.pid,
                         running.empty() ? "" : " '" + running + "'");
    }
    text += fmt::format("\n  rank {} of {}: {}", rank++, all.size(), what);
  }
  return text;
}

void rank_set::print_output(const std::vector<int>& ranks) const {
  for (const int rank : ranks) {
    const std::string output = read_whole(rank_output(directory_, rank));
    std::string_view shown = output;
    if (shown.size() > longest_output) {
      shown.remove_prefix(shown.size() - longest_output);
    }
    os::write_all(STDOUT_FILENO, tagged(shown, rank));
  }
}

void rank_set::log(const ranks_verdict& found, const std::string& test,
                   event_log& log) {
  for (const ranked_case& each : found.cases) {
    log_case(each, log);
  }
  if (found.cases.empty() && is_bad(found.judged.how)) {
    events::lost_case missing;
    missing.test = test;
    missing.process = ::getpid();
    missing.message = found.judged.why;
    missing.ranks = found.of_ranks;
    log.write_soon(events::case_missing{missing});
  }
}

}  // namespace parallel_testing::launcher
