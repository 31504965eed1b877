// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/test_verdict.hpp"

#include "base/format.hpp"
#include "base/frameworks.hpp"

namespace parallel_testing {

namespace {

std::string ended(std::optional<int> status) {
  const char* const text = "the program ended";
  return status ? fmt::format("{} with status {}", text, *status) : text;
}

judged_test broken(verdict how, std::string why) {
  return {how, std::move(why), failure_site::program};
}

/// Whether `status` is the exit code of a program whose cases were all skipped.
bool is_end_of_skipped(adapter::framework kind, int status) {
  return status == 0 || status == framework_row_of(kind).all_skipped;
}

}  // namespace

judged_test judge_test(const seen_cases& seen, adapter::framework kind,
                       std::optional<int> status) {
  if (!seen.running.empty()) {
    return broken(verdict::crash,
                  fmt::format("{} in the middle of the test '{}'",
                              ended(status), seen.running));
  }
  if (seen.is_in_round) {
    return broken(seen.ended > 0 ? verdict::fail : verdict::not_run,
                  ended(status) + " while the test framework still ran");
  }
  if (seen.is_awaited) {
    return broken(
        verdict::not_run,
        fmt::format("{} before the test framework ran '{}'; call {} in main()",
                    ended(status), seen.expected,
                    framework_row_of(kind).start));
  }
  if (seen.expects_one && seen.ended == 0) {
    return broken(verdict::not_run, fmt::format("{} without running '{}'",
                                                ended(status), seen.expected));
  }
  if (seen.failed_around) {
    return {verdict::fail, seen.reason, failure_site::around};
  }
  if (seen.has_failed) {
    return {verdict::fail, seen.reason};
  }
  const bool is_skipped = seen.ended > 0 && seen.all_skipped;
  if (!seen.expects_one || !status) {
    return {is_skipped ? verdict::skip : verdict::pass, seen.reason};
  }
  if (is_skipped && is_end_of_skipped(kind, *status)) {
    return {verdict::skip, seen.reason};
  }
  if (*status != 0) {
    return broken(verdict::fail,
                  fmt::format("the test was {}, but the program ended with "
                              "status {}",
                              is_skipped ? "skipped" : "passed", *status));
  }
  return {};
}

}  // namespace parallel_testing
