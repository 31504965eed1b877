// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/prove.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <set>
#include <string_view>
#include <utility>

#include "base/machine.hpp"
#include "cli/output_file.hpp"
#include "cli/terminal.hpp"
#include "commands/run/settings.hpp"
#include "commands/suggest/watch/launcher.hpp"
#include "commands/suggest/watch/scratch_tree.hpp"
#include "commands/suggest/watch/watching.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"
#include "remedies/cmake_text.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::suggest_command {
namespace {

namespace fs = std::filesystem;

constexpr int proof_rounds = 5;
constexpr const char* proof_jobs = "8";
constexpr double nanoseconds = 1e9;

/// Puts the launcher before the command of each test with an isolation, or adds
/// the isolation to the options of the launcher that is there.
constexpr std::string_view replacement = R"cmake(
function(add_test)
  set(extra "${_pt_prove_of_${ARGV0}}")
  set(code "__add_test(\"\${ARGV0}\"")
  set(is_option FALSE)
  if(NOT "${extra}" STREQUAL "" AND NOT "${ARGV1}" STREQUAL "NOT_AVAILABLE")
    if(DEFINED _parallel_launcher AND "${ARGV1}" STREQUAL "${_parallel_launcher}")
      set(is_option TRUE)
    else()
      string(APPEND code " \"\${_pt_prove_launcher}\" \"--name=\${ARGV0}\""
        " \"--markers=leak:allow,\${extra}\""
        " \"--keep=\${_pt_prove_build}\" \"--keep=\${_pt_prove_source}\" --")
    endif()
  endif()
  math(EXPR last "${ARGC} - 1")
  set(has_markers FALSE)
  foreach(index RANGE 1 ${last})
    set(added "")
    if(is_option AND "${ARGV${index}}" MATCHES "^--markers=.")
      set(added ",\${extra}")
      set(has_markers TRUE)
    elseif(is_option AND "${ARGV${index}}" STREQUAL "--")
      set(is_option FALSE)
      if(NOT has_markers)
        string(APPEND code " \"--markers=\${extra}\"")
      endif()
      string(APPEND code
        " \"--keep=\${_pt_prove_build}\" \"--keep=\${_pt_prove_source}\"")
    endif()
    string(APPEND code " \"\${ARGV${index}}${added}\"")
  endforeach()
  cmake_language(EVAL CODE "${code})")
endfunction()
)cmake";

/// As in scratch_script(): ParallelTesting also replaces add_test(), and its
/// `_add_test` then is the function above.
constexpr std::string_view saved_command =
    "function(_add_test)\nendfunction()\n";

bool is_isolation(tools::remedy_kind kind) {
  return kind == tools::remedy_kind::isolate_tmp ||
         kind == tools::remedy_kind::isolate_network ||
         kind == tools::remedy_kind::isolate_ipc;
}

void set_variable(std::string& into, const std::string& name,
                  const std::string& value) {
  into += tools::call(
      "set", {tools::quoted_argument(name), tools::quoted_argument(value)});
}

/// Why a test may end differently although its suggestions are applied.
std::string reason_for(const tools::observation& of,
                       const tools::sharing& found,
                       const tools::remedy_plan& plan,
                       const std::string& name) {
  const auto is_it = [&](std::size_t at) {
    return of.tests[at].ctest_name == name || of.tests[at].name == name;
  };
  if (std::any_of(found.uncertain.begin(), found.uncertain.end(), is_it)) {
    return "it was not watched to its end, or did not pass when it was watched";
  }
  const auto uses = [&](const tools::shared_resource& resource) {
    return std::any_of(resource.roles.begin(), resource.roles.end(),
                       [&](const tools::role& role) {
                         return std::any_of(role.tests.begin(),
                                            role.tests.end(), is_it);
                       });
  };
  for (const std::size_t at : plan.unhelped) {
    if (uses(found.shared[at])) {
      return fmt::format("no suggestion helps about {}", found.shared[at].name);
    }
  }
  for (const tools::shared_resource& each : found.shared) {
    const auto weak =
        std::find_if(each.conflicts.begin(), each.conflicts.end(),
                     [](const tools::role_conflict& conflict) {
                       return conflict.rank == tools::strength::weak;
                     });
    if (weak != each.conflicts.end() && uses(each)) {
      return fmt::format("it may disturb others about {}: {}", each.name,
                         weak->evidence);
    }
  }
  return "watching cannot see why: it may depend on time, load or memory; "
         "`parallel-testing stress` looks for that, and the marker no_parallel "
         "helps";
}

/// A line that names what, and how many tests more there are.
std::string named(const std::string& first, std::size_t count) {
  return count == 1
             ? cli::one_line(first)
             : fmt::format("{} and {} more", cli::one_line(first), count - 1);
}

}  // namespace

proof_round round_of(const run_command::finished_run& over) {
  if (over.result.end == tools::run_end::interrupted) {
    throw interruption{over.exit_code};
  }
  proof_round round;
  std::int64_t first = 0;
  std::int64_t last = 0;
  for (const tools::test_result& each : over.result.tests) {
    const tools::attempt& attempt = each.decisive();
    const std::string& name = each.unit.empty() ? each.name : each.unit;
    const tools::verdict outcome = each.compared_outcome();
    const auto [known, is_new] = round.verdicts.emplace(name, outcome);
    if (!is_new && tools::is_bad(outcome)) {
      known->second = outcome;
    }
    if (attempt.start_ns > 0) {
      first = first == 0 ? attempt.start_ns : std::min(first, attempt.start_ns);
      last = std::max(last, attempt.start_ns + attempt.duration_ns);
    }
  }
  round.seconds = static_cast<double>(last - first) / nanoseconds;
  return round;
}

proof judge(const tools::observation& of, const tools::sharing& found,
            const tools::remedy_plan& plan, proof_round serial,
            std::vector<proof_round> rounds) {
  proof result;
  for (const auto& [name, outcome] : serial.verdicts) {
    if (tools::is_bad(outcome)) {
      result.failing.push_back(name);
    }
    unproven_test test{name, outcome, 0, outcome, ""};
    for (const proof_round& round : rounds) {
      const auto seen = round.verdicts.find(name);
      const tools::verdict now =
          seen == round.verdicts.end() ? tools::verdict::not_run : seen->second;
      if (now != outcome) {
        ++test.rounds;
        test.example = now;
      }
    }
    if (test.rounds > 0) {
      test.why = tools::is_bad(outcome)
                     ? "it does not pass in the serial run either"
                     : reason_for(of, found, plan, name);
      result.unproven.push_back(std::move(test));
    }
  }
  result.serial = std::move(serial);
  result.rounds = std::move(rounds);
  return result;
}

proof_tree proof_tree_of(const tools::observation& of,
                         const tools::sharing& found,
                         const tools::remedy_plan& plan,
                         const std::string& launcher,
                         const std::string& folder) {
  // The code of CMake alone does everything but the isolations, for which it
  // has locks instead. Its paths are absolute if no root is known.
  tools::remedy_plan without_isolation = plan;
  auto& suggestions = without_isolation.suggestions;
  suggestions.erase(
      std::remove_if(suggestions.begin(), suggestions.end(),
                     [](const auto& each) { return is_isolation(each.kind); }),
      suggestions.end());
  tools::observation rootless = of;
  rootless.build.clear();
  rootless.source.clear();
  proof_tree result;
  result.suggestions =
      tools::stock_cmake_of(rootless, found, without_isolation);

  std::map<std::string, std::string> isolations;
  for (const tools::suggestion& each : plan.suggestions) {
    for (const std::size_t test : each.tests) {
      if (!is_isolation(each.kind)) {
        break;
      }
      std::string& markers = isolations[of.tests[test].ctest_name];
      markers += (markers.empty() ? "" : ",") + each.marker;
    }
  }
  std::string& text = result.script;
  if (!isolations.empty()) {
    text = "cmake_policy(PUSH)\ncmake_policy(VERSION 3.25...4.0)\n";
    text.append(replacement).append(saved_command).append(replacement);
    text += "cmake_policy(POP)\n";
    set_variable(text, "_pt_prove_launcher", launcher);
    set_variable(text, "_pt_prove_build", of.build);
    set_variable(text, "_pt_prove_source", of.source);
    for (const auto& [name, markers] : isolations) {
      set_variable(text, "_pt_prove_of_" + name, markers);
    }
  }
  text += tools::call("subdirs", {tools::quoted_argument(of.build)});
  set_variable(text, "suggestions_folder", folder);
  text += tools::call("include",
                      {tools::quoted_argument(folder + "/suggestions.cmake")});
  return result;
}

std::string text_of(const proof& of) {
  std::string text =
      fmt::format("serially {:.1f} s; with the suggestions, -j{}",
                  of.serial.seconds, proof_jobs);
  for (const proof_round& each : of.rounds) {
    text += fmt::format(" {:.1f} s", each.seconds);
  }
  text += "\n";
  if (of.holds()) {
    text +=
        fmt::format("{} tests ended in {} random orders as in the serial run\n",
                    of.serial.verdicts.size(), of.rounds.size());
  } else {
    text += fmt::format("{} of {} tests ended differently:\n",
                        of.unproven.size(), of.serial.verdicts.size());
  }
  for (const unproven_test& each : of.unproven) {
    text += fmt::format("  {}: {} serially, {} in {} of {} rounds\n    {}\n",
                        cli::one_line(each.name), tools::to_text(each.serial),
                        tools::to_text(each.example), each.rounds,
                        of.rounds.size(), each.why);
  }
  if (!of.failing.empty()) {
    text += fmt::format("{} test{} not pass in the serial run either: {}\n",
                        of.failing.size(),
                        of.failing.size() == 1 ? " does" : "s do",
                        named(of.failing.front(), of.failing.size()));
  }
  return text;
}

proof prove(const cli::invocation& given, const tools::observation& of,
            const tools::sharing& found, const tools::remedy_plan& plan,
            const std::vector<std::string>& arguments) {
  const std::string tree = tools::build_tree_of(of.build);
  const std::string ctest = tools::ctest_of(tree);
  const scratch_tree scratch(of.build, ctest);
  const run_command::quiet_run how{scratch.path(), ctest, arguments};
  const auto report = [&](const std::string& text) {
    given.err << "parallel-testing suggest: " << text << std::endl;
  };
  report("running the tests serially, unchanged");
  scratch.set_script(
      tools::call("subdirs", {tools::quoted_argument(of.build)}));
  proof_round serial = round_of(run_command::run_quietly(given, how, "0"));

  std::vector<proof_round> rounds;
  for (int number = 1; number <= proof_rounds; ++number) {
    report(
        fmt::format("running them with the suggestions, -j{}, round {} of {}",
                    proof_jobs, number, proof_rounds));
    // Private directories are new in each round.
    const std::string folder = scratch.file(fmt::format("round-{}", number));
    fs::create_directory(folder);
    const proof_tree files =
        proof_tree_of(of, found, plan, find_launcher(tree), folder);
    cli::write_file(folder + "/suggestions.cmake", files.suggestions);
    scratch.set_script(files.script);
    rounds.push_back(round_of(run_command::run_quietly(
        given, how, proof_jobs, run_command::random_seed())));
  }
  return judge(of, found, plan, std::move(serial), std::move(rounds));
}

}  // namespace parallel_testing::suggest_command
