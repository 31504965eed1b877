// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "benchmarks.hpp"
#include "command.hpp"
#include "schedule.hpp"
#include "shapes.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

constexpr int jobs = 4;
enum class registration { ours, stock };

std::string seconds(int ms) {
  return fmt::format("{}.{:03}", ms / 1000, ms % 1000);
}

std::string ours(const std::string& name, const sleeper& test) {
  std::string markers;
  for (const std::string& lock : test.locks) markers += " lock:" + lock;
  if (!test.reads.empty()) markers += " lock:" + test.reads + ":shared";
  if (!test.capacity.empty()) markers += " resource:" + test.capacity;
  if (test.is_serial) markers += " no_parallel";
  return fmt::format("parallel_add_test(NAME {} COMMAND sleep {} MARKERS{})\n",
                     name, seconds(test.ms), markers);
}

/// The same with what CTest has by itself: it knows no readers.
std::string stock(const std::string& name, const sleeper& test) {
  std::vector<std::string> locks = test.locks;
  if (!test.reads.empty()) locks.push_back(test.reads);
  std::string text = fmt::format("add_test(NAME {} COMMAND sleep {})\n", name,
                                 seconds(test.ms));
  const std::string set =
      fmt::format("set_tests_properties({} PROPERTIES", name);
  if (!locks.empty()) {
    text +=
        fmt::format("{} RESOURCE_LOCK \"{}\")\n", set, fmt::join(locks, ";"));
  }
  if (!test.capacity.empty()) {
    text += fmt::format("{} RESOURCE_GROUPS {}:1)\n", set, test.capacity);
  }
  if (test.is_serial) text += set + " RUN_SERIAL TRUE)\n";
  return text;
}

std::string project_of(const shape& of, registration kind) {
  std::string text =
      "cmake_minimum_required(VERSION 3.25)\nproject(order NONE)\n"
      "enable_testing()\n";
  if (kind == registration::ours) {
    text += fmt::format("list(APPEND CMAKE_MODULE_PATH [[{}/../../cmake]])\n",
                        place::sources);
    text += "include(ParallelTesting)\n";
    if (of.capacity > 0) {
      text +=
          fmt::format("parallel_declare_capacity(licences {})\n", of.capacity);
    }
  } else if (of.capacity > 0) {
    text += "set(CTEST_RESOURCE_SPEC_FILE ${CMAKE_SOURCE_DIR}/spec.json)\n";
  }
  int number = 0;
  for (const sleeper& test : of.tests) {
    const std::string name = fmt::format("t{}", ++number);
    text += kind == registration::ours ? ours(name, test) : stock(name, test);
  }
  return text;
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path);
  if (!(file << text)) {
    throw std::runtime_error("cannot write " + path.string());
  }
}

/// Configured, and run once so that CTest has seen the times.
std::string make_suite(const shape& of, registration kind) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(place::build) / "order" /
                          (kind == registration::ours ? "ours" : "stock") /
                          of.name;
  fs::remove_all(folder);
  fs::create_directories(folder / "source");
  write(folder / "source/CMakeLists.txt", project_of(of, kind));
  write(folder / "source/spec.json",
        fmt::format("{{\"version\":{{\"major\":1,\"minor\":0}},\"local\":[{{"
                    "\"licences\":[{{\"id\":\"0\",\"slots\":{}}}]}}]}}",
                    of.capacity));
  const std::string build = (folder / "build").string();
  (void)run(
      {{place::cmake, "-S", (folder / "source").string(), "-B", build}, {}});
  (void)run({{place::ctest, fmt::format("-j{}", jobs)}, {}, build});
  return build;
}

double makespan(const std::string& build) {
  return run({{place::ctest, fmt::format("-j{}", jobs)}, {}, build}).wall_s;
}

row measure(const shape& of, int rounds) {
  const std::string ours = make_suite(of, registration::ours);
  const std::string stock = make_suite(of, registration::stock);
  const pair_of_series measured = alternate(
      rounds, [&] { return makespan(ours); }, [&] { return makespan(stock); });
  const double bound = lower_bound_ms(of, jobs) / 1000.0;
  const double best = best_found_ms(of, jobs) / 1000.0;
  constexpr double most = 1.05;
  row result{
      fmt::format("order: {}, {} tests at -j{}, bound {:.2f} s, best {:.2f} s",
                  of.name, of.tests.size(), jobs, bound, best),
      to_text(measured.ours, 1 / bound, " times the bound"),
      to_text(measured.other, 1 / bound, "") + " CTest by itself",
      to_text(measured.other_by_ours(), 1, " times less")};
  if (best <= most * bound) {
    result.target = "1.05 times the bound";
    result.is_met = measured.ours.median() <= most * bound;
  }
  return result;
}

}  // namespace

rows measure_order(int rounds) {
  rows result;
  for (const shape& each : all_shapes()) {
    result.push_back(measure(each, rounds));
  }
  return result;
}

}  // namespace parallel_testing::benchmark
