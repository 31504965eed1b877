// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/case_reasons.hpp"

#include "results/verdict.hpp"

namespace parallel_testing::run_command {
namespace {

std::string first_line(const std::string& text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string::npos) {
    return "";
  }
  return text.substr(start, text.find_first_of("\r\n", start) - start);
}

}  // namespace

void case_reasons::on_event(const tools::event& logged) {
  if (const auto* begun = logged.body.get_if<tools::process_start>()) {
    const auto parent = roots_.find(begun->parent_pid);
    const std::int64_t root =
        parent == roots_.end() ? logged.pid : parent->second;
    roots_[logged.pid] = root;
    members_[root].push_back(logged.pid);
    if (root == logged.pid) {
      holders_[logged.worker] = root;
    }
    return;
  }
  // A program under the launcher does not log its start.
  const auto holder = holders_.find(logged.worker);
  const std::int64_t test =
      holder == holders_.end() ? logged.pid : holder->second;
  if (const auto* end = logged.body.get_if<tools::case_finish>()) {
    if (end->outcome != tools::verdict::pass) {
      note(logged.pid, test, end->outcome, end->message);
    }
  } else if (const auto* bad = logged.body.get_if<tools::case_failure>()) {
    note(bad->process, test, tools::verdict::fail, bad->message);
  } else if (const auto* left = logged.body.get_if<tools::case_left>()) {
    if (left->leak == "fail") {
      note(left->process, test, tools::verdict::fail,
           tools::left_text(tools::programs_left(
               {{left->orphan, left->command, left->treatment}})));
    }
  } else if (const auto* crash = logged.body.get_if<tools::case_crash>()) {
    note(crash->process, test, tools::verdict::fail, crash->message);
  } else if (const auto* lost = logged.body.get_if<tools::case_missing>()) {
    note(lost->process, test, tools::verdict::fail, lost->message);
  }
}

void case_reasons::note(std::int64_t pid, std::int64_t test, tools::verdict how,
                        const std::string& message) {
  const auto known = roots_.find(pid);
  const std::int64_t root = known == roots_.end() ? test : known->second;
  const std::string text = first_line(message);
  if (members_.count(root) != 0 && !text.empty()) {
    reasons_[root].push_back({how, root == pid, text});
  }
}

std::string case_reasons::take(const std::vector<std::int64_t>& pids,
                               tools::verdict outcome) {
  const tools::verdict wanted = outcome == tools::verdict::skip
                                    ? tools::verdict::skip
                                    : tools::verdict::fail;
  reason best;
  for (const std::int64_t pid : pids) {
    const auto known = reasons_.extract(pid);
    for (const std::int64_t member : members_[pid]) {
      roots_.erase(member);
    }
    members_.erase(pid);
    if (!known) {
      continue;
    }
    for (const reason& each : known.mapped()) {
      const bool is_better = best.text.empty() || (each.is_own && !best.is_own);
      if (each.how == wanted && is_better) {
        best = each;
      }
    }
  }
  return best.text;
}

std::string with_reason(const std::string& of_ctest, std::string_view reason) {
  if (reason.empty()) {
    return of_ctest;
  }
  const bool says_nothing =
      of_ctest.empty() || of_ctest == "Failed" || of_ctest == "Skipped";
  return says_nothing ? std::string(reason)
                      : of_ctest + ": " + std::string(reason);
}

}  // namespace parallel_testing::run_command
