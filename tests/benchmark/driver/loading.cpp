// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <stdexcept>

#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

/// Processor seconds of listing the tests of one folder.
double loading(const std::string& folder) {
  const cost listing = run({{place::ctest, "-N"}, {}, folder});
  if (listing.output.find("Total Tests: 20000") == std::string::npos) {
    throw std::runtime_error(
        fmt::format("'{}' does not have 20,000 tests", folder));
  }
  return listing.cpu_s;
}

}  // namespace

rows measure_loading(int rounds) {
  const pair_of_series measured = alternate(
      rounds, [] { return loading(place::samples + "/loading"); },
      [] { return loading(place::samples + "/loading_peer"); });
  constexpr double most_seconds = 1.5;
  return {{"ctest -N, 20,000 cases, a tenth marked with two properties",
           to_text(measured.ours, 1, " s"),
           to_text(measured.other, 1, " s") +
               " gtest_discover_tests, three properties each",
           to_text(measured.other_by_ours(), 1, " times less"), "1.5 s",
           measured.ours.median() <= most_seconds}};
}

}  // namespace parallel_testing::benchmark
