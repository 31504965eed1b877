// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <string>
#include <utility>

#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

constexpr const char* calls_per_round = "1000";

struct measured_call {
  std::string name;
  std::string shown;
  double most_ms = 0;      ///< 0: no target
  std::string other = "";  ///< a call that does less, or nothing
};

/// Milliseconds of one call, in a process that makes many.
double duration(const scratch_directory& scratch, const std::string& name) {
  const cost ended = run(scratch.as_test(
      {place::programs + "/runtime_calls", name, calls_per_round}));
  constexpr double ns_per_ms = 1e6;
  return std::stod(ended.output) / ns_per_ms;
}

row measure(const scratch_directory& scratch, const measured_call& wanted,
            int rounds) {
  const bool has_other = !wanted.other.empty();
  const pair_of_series measured = alternate(
      rounds, [&] { return duration(scratch, wanted.name); },
      [&] { return has_other ? duration(scratch, wanted.other) : 0; });
  row result{wanted.shown, to_text(measured.ours, 1, " ms")};
  if (has_other) {
    result.other = to_text(measured.other, 1, " ms") + " " + wanted.other;
    result.comparison = to_text(measured.ours_less_other(), 1, " ms more");
  }
  if (wanted.most_ms > 0) {
    result.target = to_text({{wanted.most_ms}}, 1, " ms");
    result.is_met = measured.ours.median() <= wanted.most_ms;
  }
  return result;
}

}  // namespace

rows measure_calls(int rounds) {
  const scratch_directory scratch;
  rows result;
  for (const measured_call& wanted : std::initializer_list<measured_call>{
           {"reserve_port", "reserve_port()", 0.1, "bind_to_any_port"},
           {"listen_on_free_port", "listen_on_free_port()", 0,
            "bind_to_any_port"},
           {"temp_dir", "temp_dir, made and removed", 0.2, "make_directory"},
           {"worker_slot", "taking a worker slot", 0.1, "lock_a_file"},
           {"this_worker", "this_worker() again", 0.1},
           {"unique_resource_name", "unique_resource_name()"},
           {"named_lock", "named_lock, taken and released", 0,
            "lock_a_file"}}) {
    result.push_back(measure(scratch, wanted, rounds));
  }
  return result;
}

}  // namespace parallel_testing::benchmark
