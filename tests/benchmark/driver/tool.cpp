// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <stdexcept>

#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

constexpr double most_ratio = 1.03;

/// Wall-clock seconds of the thousand tests.
double duration(const std::vector<std::string>& program,
                const std::string& sample, const std::string& proof) {
  std::vector<std::string> words = program;
  words.insert(words.end(),
               {"-j", "2", "--test-dir", place::samples + "/" + sample});
  const cost ended = run({words, {}, place::samples});
  if (ended.output.find(proof) == std::string::npos) {
    throw std::runtime_error("not all trivial tests ran:\n" + ended.output);
  }
  return ended.wall_s;
}

row compare(int rounds, const std::string& sample, const std::string& what) {
  const std::vector<std::string> tool = {
      place::build + "/tools/app/parallel-testing", "run", "--ctest",
      place::ctest};
  const pair_of_series measured = alternate(
      rounds, [&] { return duration(tool, sample, "1000 passed"); },
      [&] {
        return duration({place::ctest}, sample,
                        "100% tests passed, 0 tests failed out of 1000");
      });
  const series ratio = measured.ours_by_other();
  return {fmt::format("`parallel-testing run`, 1,000 {}, -j2", what),
          to_text(measured.ours, 1, " s"),
          to_text(measured.other, 1, " s") + " ctest alone",
          to_text(ratio, 1, " times"),
          "1.03 times",
          ratio.median() <= most_ratio};
}

}  // namespace

rows measure_tool(int rounds) {
  return {compare(rounds, "trivial", "commands that do nothing"),
          compare(rounds, "trivial_cases", "cases that do nothing")};
}

}  // namespace parallel_testing::benchmark
