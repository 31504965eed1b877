// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <string>
#include <vector>

#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

using words = std::vector<std::string>;

double compile(const words& options, const words& includes) {
  command wanted{{place::compiler, "-std=c++17", "-I", place::headers,
                  place::sources + "/samples/compiling/compiled_file.cpp"},
                 {}};
  for (const words& more : {options, includes}) {
    wanted.words.insert(wanted.words.end(), more.begin(), more.end());
  }
  return run(wanted).cpu_s;
}

row compare(const std::string& what, const words& options,
            const words& includes, int rounds) {
  const words plain = {"-DFIRST_INCLUDE=<gtest/gtest.h>"};
  const pair_of_series measured = alternate(
      rounds, [&] { return compile(options, includes); },
      [&] { return compile(options, plain); });
  series percent = measured.combined(
      [](double ours, double other) { return (ours / other - 1) * 100; });
  constexpr double most_percent = 5;
  return {what,
          to_text(measured.ours, 1, " s"),
          to_text(measured.other, 1, " s") + " without",
          to_text(percent, 1, " % more"),
          "5 % more",
          percent.median() <= most_percent};
}

}  // namespace

rows measure_compiling(int rounds) {
  const words fixture = {"-DFIRST_INCLUDE=<parallel_testing/gtest.hpp>"};
  const words runtime = {
      "-DFIRST_INCLUDE=<gtest/gtest.h>",
      "-DSECOND_INCLUDE=<parallel_testing/parallel_testing.hpp>"};
  const words syntax = {"-fsyntax-only"};
  const words object = {"-c", "-o", "/dev/null"};
  return {compare("checking a file with gtest.hpp", syntax, fixture, rounds),
          compare("checking a file with parallel_testing.hpp", syntax, runtime,
                  rounds),
          compare("compiling a file with gtest.hpp", object, fixture, rounds),
          compare("compiling a file with parallel_testing.hpp", object, runtime,
                  rounds)};
}

}  // namespace parallel_testing::benchmark
