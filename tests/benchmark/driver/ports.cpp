// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <string>

#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

double collisions(const scratch_directory& scratch, const std::string& kind) {
  const cost ended = run(
      scratch.as_test({place::programs + "/port_churn", kind, "8", "5000"}));
  return std::stod(ended.output);
}

std::string counts(const series& measured) {
  return fmt::format("{:.0f}..{:.0f}", measured.least(), measured.greatest());
}

}  // namespace

rows measure_ports(int rounds) {
  const scratch_directory scratch;
  const pair_of_series measured = alternate(
      rounds, [&] { return collisions(scratch, "ours"); },
      [&] { return collisions(scratch, "peer"); });
  return {{"ports that were not free, of 40,000 in 8 processes under churn",
           counts(measured.ours), counts(measured.other) + " bind(0) and close",
           "", "0", measured.ours.greatest() == 0}};
}

}  // namespace parallel_testing::benchmark
