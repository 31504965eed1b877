// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/unit_verdict.hpp"

#include "base/format.hpp"
#include "base/frameworks.hpp"

namespace parallel_testing {

namespace {

/// The results of the cases of this process, as far as they explain its exit
/// code.
struct tally {
  std::size_t run = 0;
  bool has_failed = false;
  bool all_skipped = true;
  std::vector<std::size_t> left;
};

tally count(const observed_process& seen) {
  tally result;
  for (const std::size_t at : seen.assigned) {
    const std::optional<verdict> how = seen.verdicts[at];
    if (!how) {
      result.left.push_back(at);
      continue;
    }
    ++result.run;
    result.has_failed = result.has_failed || how == verdict::fail;
    result.all_skipped = result.all_skipped && how == verdict::skip;
  }
  return result;
}

bool is_explained(const observed_process& seen, const tally& cases) {
  if (seen.end.how == process_end::kind::signal) {
    return false;
  }
  if (seen.end.number == 0 || cases.has_failed) {
    return true;
  }
  return cases.all_skipped &&
         seen.end.number == framework_row_of(seen.kind).all_skipped;
}

unit_verdict lose(const std::vector<std::size_t>& cases, verdict how,
                  const std::string& why) {
  unit_verdict result;
  for (const std::size_t at : cases) {
    result.lost.push_back({at, how, why});
  }
  return result;
}

/// The verdict when no case began.
unit_verdict judge_without_case(const observed_process& seen,
                                const tally& cases) {
  const bool is_quiet =
      seen.end.how == process_end::kind::exit && seen.end.number == 0;
  if (is_quiet) {
    return lose(cases.left, verdict::not_run,
                "the program ended without running it");
  }
  return lose({cases.left.front()}, verdict::crash,
              "the program ended before the case began, " + to_text(seen.end));
}

}  // namespace

unit_verdict judge(const observed_process& seen) {
  const tally cases = count(seen);
  if (seen.is_refused) {
    return lose(cases.left, verdict::not_run, "it was not started");
  }
  if (seen.is_put_off) {
    return {};
  }
  if (seen.running) {
    return lose({*seen.running}, verdict::crash, to_text(seen.end));
  }
  if (cases.run == 0) {
    return judge_without_case(seen, cases);
  }
  unit_verdict result;
  if (seen.is_in_round) {
    result.failure =
        fmt::format("the program ended while its test framework still ran, {}",
                    to_text(seen.end));
  } else if (!is_explained(seen, cases)) {
    result.failure = fmt::format("the program ended outside its cases, {}",
                                 to_text(seen.end));
  }
  return result;
}

int unit_status(const std::vector<std::optional<verdict>>& verdicts,
                skips skipped_cases) {
  std::size_t skipped = 0;
  for (const std::optional<verdict> how : verdicts) {
    if (how == verdict::skip) {
      ++skipped;
    } else if (how != verdict::pass) {
      return 1;
    }
  }
  if (skipped > 0 && skipped_cases == skips::are_failures) {
    return 1;
  }
  return skipped == verdicts.size() ? skipped_status : 0;
}

}  // namespace parallel_testing
