// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks/rank_verdict.hpp"

#include <string.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/format.hpp"

namespace parallel_testing::launcher {

namespace {

constexpr std::string_view rank_outcome_names[] = {
    "pass", "skip", "fail", "crash", "running", "ended", "not_run"};

/// From the least to the most telling one.
constexpr rank_outcome by_weight[] = {
    rank_outcome::skip,    rank_outcome::pass,    rank_outcome::ended,
    rank_outcome::running, rank_outcome::not_run, rank_outcome::fail,
    rank_outcome::crash};

std::ptrdiff_t weight_of(rank_outcome outcome) {
  return std::find(std::begin(by_weight), std::end(by_weight), outcome) -
         std::begin(by_weight);
}

bool is_heavier(rank_outcome one, rank_outcome other) {
  return weight_of(one) > weight_of(other);
}

/// The end of one rank.
struct judged_rank {
  int rank = 0;
  rank_outcome how = rank_outcome::pass;
  std::string why;
  failure_site where = failure_site::program;
  std::int64_t at_ns = INT64_MAX;
};

std::string in_case(const rank_record& record) {
  const std::string running = record.running();
  return running.empty() ? "" : fmt::format(" in '{}'", running);
}

std::string what_still_ran(const rank_record& record) {
  const std::string running = record.running();
  return running.empty() ? "still ran" : fmt::format("still ran '{}'", running);
}

void judge_exit(judged_rank& into, const rank_record& record,
                const ranks_end& end) {
  const int code = record.end->code;
  const bool is_bad_verdict = record.judged && is_bad(record.judged->how);
  if (is_bad_verdict) {
    into.how = record.judged->how == verdict::crash ? rank_outcome::crash
                                                    : rank_outcome::fail;
    into.why = record.judged->why;
    into.where = record.judged->where;
    if (into.why.empty()) {
      into.why = fmt::format("failed with exit code {}", code);
    }
  } else if (record.end->was_asked && code != 0) {
    into.how = rank_outcome::ended;
    into.why = fmt::format("was ended by {}", end.starter);
  } else if (end.has_adapter && !record.judged) {
    into.how = rank_outcome::crash;
    into.why =
        fmt::format("ended early with exit code {}{}", code, in_case(record));
  } else if (record.judged && record.judged->how == verdict::skip) {
    into.how = rank_outcome::skip;
    into.why = record.judged->why;
  } else if (code != 0) {
    into.how = rank_outcome::fail;
    into.why = fmt::format("ended with exit code {}", code);
    into.where = end.has_adapter ? failure_site::program : failure_site::test;
  }
}

judged_rank judge_rank(int rank, const rank_record& record,
                       const ranks_end& end) {
  judged_rank result;
  result.rank = rank;
  if (record.pid == 0) {
    result.how = rank_outcome::not_run;
    result.why = "was not started";
    return result;
  }
  if (!record.end) {
    result.how = end.was_stopped ? rank_outcome::running : rank_outcome::ended;
    result.why = end.was_stopped ? what_still_ran(record)
                                 : fmt::format("was ended by {}", end.starter);
    return result;
  }
  result.at_ns = record.end->at_ns;
  if (record.end->how == rank_end::kind::exit) {
    judge_exit(result, record, end);
  } else if (record.end->was_asked) {
    result.how = end.was_stopped ? rank_outcome::running : rank_outcome::ended;
    result.why = end.was_stopped ? what_still_ran(record)
                                 : fmt::format("was ended by {}", end.starter);
  } else {
    result.how = rank_outcome::crash;
    result.why = fmt::format("crashed with signal {} ({}){}", record.end->code,
                             ::strsignal(record.end->code), in_case(record));
  }
  return result;
}

/// The ranks with the given outcomes, and why.
std::string reasons_of(std::vector<judged_rank> bad, std::size_t size) {
  std::stable_sort(bad.begin(), bad.end(),
                   [](const judged_rank& one, const judged_rank& other) {
                     return one.at_ns < other.at_ns;
                   });
  std::string text;
  for (const judged_rank& each : bad) {
    text += text.empty() ? fmt::format("rank {} of {}: ", each.rank, size)
                         : fmt::format("; rank {}: ", each.rank);
    text += each.why;
  }
  return text;
}

verdict verdict_of(rank_outcome outcome) {
  switch (outcome) {
    case rank_outcome::pass:
      return verdict::pass;
    case rank_outcome::skip:
      return verdict::skip;
    case rank_outcome::crash:
      return verdict::crash;
    case rank_outcome::running:
      return verdict::timeout;
    case rank_outcome::fail:
    case rank_outcome::ended:
    case rank_outcome::not_run:
      break;
  }
  return verdict::fail;
}

judged_test verdict_on(const std::vector<judged_rank>& ranks,
                       rank_outcome worst) {
  judged_test result;
  result.how = verdict_of(worst);
  if (worst == rank_outcome::pass) {
    return result;
  }
  // The ranks that were ended because of others explain nothing.
  const auto tells = [&](const judged_rank& each) {
    return each.how == worst ||
           (each.how != rank_outcome::ended && is_bad(verdict_of(each.how)));
  };
  std::vector<judged_rank> telling;
  std::copy_if(ranks.begin(), ranks.end(), std::back_inserter(telling), tells);
  if (worst == rank_outcome::skip) {
    result.why = ranks.front().why;
    return result;
  }
  result.why = reasons_of(telling, ranks.size());
  result.where = failure_site::test;
  for (const judged_rank& each : telling) {
    result.where = std::max(result.where, each.where);
  }
  return result;
}

rank_outcome outcome_of_case(const rank_case& seen, const judged_rank& rank) {
  if (!seen.outcome) {
    return rank.how == rank_outcome::pass || rank.how == rank_outcome::skip
               ? rank_outcome::crash
               : rank.how;
  }
  switch (*seen.outcome) {
    case verdict::pass:
      return rank_outcome::pass;
    case verdict::skip:
      return rank_outcome::skip;
    default:
      // Some frameworks end a case when its program crashes.
      return rank.how == rank_outcome::crash ? rank.how : rank_outcome::fail;
  }
}

ranked_case& case_named(std::vector<ranked_case>& cases, const rank_case& seen,
                        std::size_t size) {
  for (ranked_case& each : cases) {
    if (each.as_seen.name == seen.name) {
      return each;
    }
  }
  ranked_case& added = cases.emplace_back();
  added.as_seen = seen;
  added.of_ranks.assign(size, std::string(text_of(rank_outcome::not_run)));
  return added;
}

void add_to_case(ranked_case& into, const rank_case& seen,
                 const judged_rank& rank) {
  const rank_outcome how = outcome_of_case(seen, rank);
  into.of_ranks[static_cast<std::size_t>(rank.rank)] = text_of(how);
  into.as_seen.duration_ns =
      std::max(into.as_seen.duration_ns, seen.duration_ns);
  std::string message = seen.message;
  if (message.empty() && is_bad(verdict_of(how))) {
    message = rank.why;
  }
  const bool is_told = is_bad(verdict_of(how)) && how != rank_outcome::ended;
  if (is_told) {
    into.message += fmt::format(
        "{}rank {}: {}", into.message.empty() ? "" : "\n", rank.rank, message);
  } else if (how == rank_outcome::skip && into.message.empty()) {
    into.message = message;
  }
}

std::vector<ranked_case> cases_of(const std::vector<rank_record>& records,
                                  const std::vector<judged_rank>& ranks) {
  std::vector<ranked_case> cases;
  for (const judged_rank& rank : ranks) {
    const auto& seen = records[static_cast<std::size_t>(rank.rank)].cases;
    for (const rank_case& each : seen) {
      add_to_case(case_named(cases, each, ranks.size()), each, rank);
    }
  }
  for (ranked_case& each : cases) {
    each.worst = rank_outcome::skip;
    for (const std::string& text : each.of_ranks) {
      const auto* const found = std::find(std::begin(rank_outcome_names),
                                          std::end(rank_outcome_names), text);
      const auto how =
          static_cast<rank_outcome>(found - std::begin(rank_outcome_names));
      if (is_heavier(how, each.worst)) {
        each.worst = how;
      }
    }
  }
  return cases;
}

/// The failure of the test is also that of a case.
void blame_last_case(ranks_verdict& into, rank_outcome worst) {
  const bool is_blamed = std::any_of(
      into.cases.begin(), into.cases.end(),
      [](const ranked_case& each) { return is_bad(verdict_of(each.worst)); });
  if (!is_bad(into.judged.how) || into.cases.empty()) {
    return;
  }
  if (!is_blamed) {
    into.cases.back().worst = worst;
    into.cases.back().message = into.judged.why;
  }
  for (ranked_case& each : into.cases) {
    if (is_bad(verdict_of(each.worst)) && each.message.empty()) {
      each.message = into.judged.why;
    }
  }
}

}  // namespace

std::string_view text_of(rank_outcome outcome) {
  return rank_outcome_names[static_cast<int>(outcome)];
}

ranks_verdict judge_ranks(const std::vector<rank_record>& ranks,
                          const ranks_end& end) {
  ranks_verdict result;
  std::vector<judged_rank> judged;
  rank_outcome worst = rank_outcome::skip;
  for (const rank_record& each : ranks) {
    judged.push_back(judge_rank(static_cast<int>(judged.size()), each, end));
    const judged_rank& last = judged.back();
    result.of_ranks.emplace_back(text_of(last.how));
    if (is_heavier(last.how, worst)) {
      worst = last.how;
    }
  }
  result.judged = verdict_on(judged, worst);
  if (!is_bad(result.judged.how) && !end.was_stopped && end.status != 0) {
    result.judged = {verdict::fail,
                     fmt::format("all ranks ended well, but {} ended with "
                                 "status {}",
                                 end.starter, end.status),
                     failure_site::program};
    worst = rank_outcome::fail;
  }
  for (const judged_rank& each : judged) {
    const bool is_telling =
        is_bad(verdict_of(each.how)) &&
        (each.how != rank_outcome::ended || worst == rank_outcome::ended);
    if (is_telling) {
      result.failed.push_back(each.rank);
    }
  }
  result.cases = cases_of(ranks, judged);
  blame_last_case(result, worst);
  return result;
}

}  // namespace parallel_testing::launcher
