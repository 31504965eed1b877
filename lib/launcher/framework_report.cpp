// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "framework_report.hpp"

#include "base/format.hpp"
#include "base/frameworks.hpp"

namespace parallel_testing::launcher {

namespace {

constexpr std::string_view adapter_remedy =
    "link an adapter such as ParallelTesting::gtest_main, which reports how "
    "each test ends";

judged_test broken(verdict how, std::string why) {
  return {how, std::move(why), failure_site::program};
}

}  // namespace

judged_test judge_without_report(int status) {
  if (status != 0) {
    return {verdict::fail};
  }
  return broken(
      verdict::not_run,
      fmt::format("nothing proves that the test ran: with these arguments its "
                  "framework does not write a report that can be read; remove "
                  "the reporter option, or {}",
                  adapter_remedy));
}

judged_test judge_report(adapter::framework kind,
                         const std::optional<framework_report>& report,
                         int status, std::size_t cases) {
  if (!report || !report->is_complete) {
    return broken(verdict::fail,
                  fmt::format("the program ended with status {} before its "
                              "framework had written its report; {}",
                              status, adapter_remedy));
  }
  if (report->has_crashed) {
    return broken(verdict::crash,
                  fmt::format("the test crashed: {}", report->reason));
  }
  if (report->failed_around) {
    return {verdict::fail, report->reason, failure_site::around};
  }
  if (report->failed > 0) {
    return {verdict::fail, report->reason};
  }
  if (report->cases != cases) {
    return broken(
        report->cases < cases ? verdict::not_run : verdict::fail,
        fmt::format("the program was started for {} and ran {}; pass argc and "
                    "argv of main() on to the test framework, or {}",
                    cases == 1
                        ? "one test"
                        : fmt::format("{} tests of the same name", cases),
                    report->cases, adapter_remedy));
  }
  const bool is_skipped = report->skipped >= cases;
  const bool is_end_of_skipped =
      is_skipped && status == framework_row_of(kind).all_skipped;
  if (status != 0 && !is_end_of_skipped) {
    return broken(
        verdict::fail,
        fmt::format("the test was {}, but the program ended with status {}",
                    is_skipped ? "skipped" : "passed", status));
  }
  if (is_skipped) {
    return {verdict::skip, report->reason};
  }
  return {};
}

}  // namespace parallel_testing::launcher
