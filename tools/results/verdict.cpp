// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/verdict.hpp"

#include <fmt/format.h>
#include <string.h>

#include <string_view>
#include <utility>

namespace parallel_testing::tools {
namespace {

/// Whether the test succeeded but left processes behind.
bool is_only_leak(const launch_finish& finish) {
  return finish.end == launch_end::exit && finish.code == 0 && finish.left > 0;
}

bool has_value(const listed_test* test, const char* property,
               std::int64_t code) {
  return test != nullptr && !test->items(property).empty() &&
         test->items(property).front() == std::to_string(code);
}

}  // namespace

bool is_unit(const process& given) {
  return given.test.empty();
}

const std::string& name_in_unit(const test_case& given) {
  return given.shown_name.empty() ? given.test : given.shown_name;
}

verdict verdict_of_case(const test_case& given) {
  return given.outcome.value_or(verdict::crash);
}

std::string first_of(const std::string& preferred, const std::string& other) {
  return preferred.empty() ? other : preferred;
}

verdict joined(verdict of_ctest, const test_case& given) {
  if (!given.outcome) {
    return of_ctest == verdict::fail ? verdict::crash : of_ctest;
  }
  if (given.outcome == verdict::skip && of_ctest == verdict::pass) {
    return verdict::skip;
  }
  // The program may have ended itself by a signal, so that no property of the
  // test could turn its failure into a pass.
  if (given.outcome == verdict::fail &&
      (of_ctest == verdict::crash || of_ctest == verdict::skip)) {
    return verdict::fail;
  }
  return of_ctest;
}

int badness(verdict of_copy) {
  switch (of_copy) {
    case verdict::skip:  // only if all copies were skipped
      return 0;
    case verdict::pass:
      return 1;
    case verdict::crash:  // another copy may have ended it after its own
                          // failure
      return 2;
    default:
      return 3;
  }
}

std::optional<std::string> key_of(const hold& held) {
  constexpr std::string_view one_protocol = "/tcp";
  const std::string& name = held.resource.name;
  switch (held.resource.kind) {
    case held_kind::lock:
      return name;
    case held_kind::run:
      return "run";
    case held_kind::port:
      if (held.reentrant && name.ends_with(one_protocol)) {
        std::string key = "port:";
        return key.append(name, 0, name.size() - one_protocol.size());
      }
      break;
    case held_kind::worker:
    case held_kind::directory:
    case held_kind::core:
      break;
  }
  return {};
}

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
  // Leak checkers and coverage writers work after the last event.
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

verdict joined(verdict of_ctest, const launch_finish& finish) {
  if (of_ctest != verdict::fail && of_ctest != verdict::crash) {
    return of_ctest;
  }
  if (finish.end == launch_end::timeout) {
    return verdict::timeout;
  }
  if (finish.end == launch_end::signal) {
    return verdict::crash;
  }
  // The launcher ends itself by a signal if its exit code could be mistaken for
  // something other than a failure.
  return is_only_leak(finish) ? verdict::leak : verdict::fail;
}

verdict verdict_of_launch(const launch_finish& finish,
                          const listed_test* test) {
  switch (finish.end) {
    case launch_end::signal:
      return verdict::crash;
    case launch_end::timeout:
      return verdict::timeout;
    case launch_end::interrupted:
      return verdict::not_run;
    case launch_end::exit:
      break;
  }
  if (is_only_leak(finish) && finish.leak == "fail") {
    return verdict::leak;
  }
  if (has_value(test, "SKIP_RETURN_CODE", finish.code)) {
    return verdict::skip;
  }
  // CTest judged the printed output instead of the exit code, and only CTest
  // saw it.
  const bool is_judged_by_output =
      test != nullptr && !test->items("PASS_REGULAR_EXPRESSION").empty();
  if (is_judged_by_output) {
    return verdict::pass;
  }
  const bool is_inverted = test != nullptr && test->is_set("WILL_FAIL");
  return (finish.code == 0) != is_inverted ? verdict::pass : verdict::fail;
}

std::string message_of(const launch_finish& finish) {
  switch (finish.end) {
    case launch_end::signal: {
      const char* const name = ::sigabbrev_np(static_cast<int>(finish.code));
      return name == nullptr ? fmt::format("signal {}", finish.code)
                             : fmt::format("SIG{}", name);
    }
    case launch_end::timeout:
      return "it exceeded its time limit";
    case launch_end::interrupted:
      return "it was stopped before it ended";
    case launch_end::exit:
      break;
  }
  return finish.code == 0 ? "" : fmt::format("exit code {}", finish.code);
}

}  // namespace parallel_testing::tools
