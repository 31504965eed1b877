// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/launch_facts.hpp"

#include <fmt/format.h>
#include <string.h>

namespace parallel_testing::io {
namespace {

/// It did its work and left something behind.
bool is_only_leak(const launch_finish& said) {
  return said.end == launch_end::exit && said.code == 0 && said.left > 0;
}

bool has_value(const listed_test* test, const char* property,
               std::int64_t code) {
  return test != nullptr && !test->items(property).empty() &&
         test->items(property).front() == std::to_string(code);
}

}  // namespace

std::vector<std::string> programs_left(
    const std::vector<launch_left>& processes) {
  std::vector<std::string> programs;
  for (const launch_left& each : processes) {
    if (each.treatment == left_treatment::ended) {
      const std::string path = each.command.substr(0, each.command.find(' '));
      programs.push_back(path.substr(path.rfind('/') + 1));
    }
  }
  return programs;
}

std::string left_text(const std::vector<std::string>& programs) {
  std::string text;
  for (const std::string& program : programs) {
    text += (text.empty() ? "left behind: " : ", ") + program;
  }
  return text;
}

std::string held_output_text(std::int64_t duration_ns, std::int64_t own_ns) {
  // Leak checkers and writers of coverage work after the last event.
  constexpr std::int64_t least_ns = 2'000'000'000;
  const std::int64_t held_ns = duration_ns - own_ns;
  if (held_ns < least_ns) {
    return "";
  }
  constexpr double ns_per_second = 1e9;
  return fmt::format(
      "a process that held its output for {:.2f} s after its end",
      static_cast<double>(held_ns) / ns_per_second);
}

verdict joined(verdict of_ctest, const launch_finish& said) {
  if (of_ctest != verdict::fail && of_ctest != verdict::crash) {
    return of_ctest;
  }
  if (said.end == launch_end::timeout) {
    return verdict::timeout;
  }
  if (said.end == launch_end::signal) {
    return verdict::crash;
  }
  // The launcher itself ends by a signal where an exit code could be taken for
  // something else than a failure.
  return is_only_leak(said) ? verdict::leak : verdict::fail;
}

verdict verdict_of_launch(const launch_finish& said, const listed_test* test) {
  switch (said.end) {
    case launch_end::signal:
      return verdict::crash;
    case launch_end::timeout:
      return verdict::timeout;
    case launch_end::interrupted:
      return verdict::not_run;
    case launch_end::exit:
      break;
  }
  if (is_only_leak(said) && said.leak == "fail") {
    return verdict::leak;
  }
  if (has_value(test, "SKIP_RETURN_CODE", said.code)) {
    return verdict::skip;
  }
  // ctest asks what was printed instead of the exit code, and saw that alone.
  const bool is_judged_by_output =
      test != nullptr && !test->items("PASS_REGULAR_EXPRESSION").empty();
  if (is_judged_by_output) {
    return verdict::pass;
  }
  const bool is_inverted = test != nullptr && test->is_set("WILL_FAIL");
  return (said.code == 0) != is_inverted ? verdict::pass : verdict::fail;
}

std::string message_of(const launch_finish& said) {
  switch (said.end) {
    case launch_end::signal: {
      const char* const name = ::sigabbrev_np(static_cast<int>(said.code));
      return name == nullptr ? fmt::format("signal {}", said.code)
                             : fmt::format("SIG{}", name);
    }
    case launch_end::timeout:
      return "it was out of time";
    case launch_end::interrupted:
      return "it was stopped before it ended";
    case launch_end::exit:
      break;
  }
  return said.code == 0 ? "" : fmt::format("exit code {}", said.code);
}

}  // namespace parallel_testing::io
