// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "ranks/rank_journal.hpp"
#include "verdicts/test_verdict.hpp"

// The verdict on all ranks of a test together. Pure.
namespace parallel_testing::launcher {

enum class rank_outcome {
  pass,
  skip,
  fail,
  crash,
  running,  ///< the launcher stopped the test
  ended,    ///< by the program that started the ranks, after another one failed
  not_run,
};

std::string_view text_of(rank_outcome outcome);

/// A case, or the whole test, as all ranks together ran it.
struct ranked_case {
  rank_case as_seen;  ///< by the first rank that ran it; duration: the longest
  rank_outcome worst = rank_outcome::pass;
  std::vector<std::string> of_ranks;  ///< the text of the outcome of each
  std::string message;
};

struct ranks_verdict {
  judged_test judged;
  std::vector<std::string> of_ranks;  ///< the text of the outcome of each
  /// Those whose output helps to understand a failure.
  std::vector<int> failed;
  std::vector<ranked_case> cases;
};

/// What is known apart from the records of the ranks.
struct ranks_end {
  /// Exit code of the program that started the ranks; of no meaning when the
  /// test was stopped.
  int status = 0;
  bool was_stopped = false;  ///< at its timeout, or interrupted
  bool has_adapter = false;  ///< whose verdict every rank records
  std::string test;          ///< name
  std::string starter;       ///< that program
};

ranks_verdict judge_ranks(const std::vector<rank_record>& ranks,
                          const ranks_end& end);

}  // namespace parallel_testing::launcher
