// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/watch/scratch_tree.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "cli/output_file.hpp"
#include "ctest/failed_tests.hpp"

namespace parallel_testing::suggest_command {
namespace {

namespace fs = std::filesystem;

/// A bracket argument of CMake.
std::string bracketed(std::string_view text) {
  std::string equals = "==";
  while (text.find("]" + equals) != std::string_view::npos) {
    equals += '=';
  }
  // A line break after the opening bracket does not belong to the text.
  const bool loses_line = text.starts_with('\n');
  return fmt::format("[{0}[{2}{1}]{0}]", equals, text, loses_line ? "\n" : "");
}

constexpr std::string_view helpers = R"cmake(
# Sets `out` to code that adds the test of the calling add_test() unchanged.
# ctest numbers a test of another configuration, and does not list it: it gets
# the name of a program that does not exist.
function(_pt_watch_plain out count program)
  set(code "__add_test(")
  if(program STREQUAL "NOT_AVAILABLE")
    string(APPEND code "\"\${ARGV0}\" \"not available without -C\"")
  elseif(count GREATER 0)
    math(EXPR last "${count} - 1")
    foreach(index RANGE ${last})
      string(APPEND code " \"\${ARGV${index}}\"")
    endforeach()
  endif()
  set(${out} "${code})" PARENT_SCOPE)
endfunction()

# Sets `out` to code that adds the test of the calling add_test(), with the
# launcher before its command.
function(_pt_watch_command out number start count program)
  set(key "${number}_${start}")
  set(watch "\"--observe=\${_pt_watch_record_${key}}\"")
  string(APPEND watch " \"--observe-test=\${_pt_watch_name_${key}}\"")
  set(code "__add_test(\"\${_pt_watch_name_${key}}\"")
  if(_pt_watch_launcher STREQUAL "")
    string(APPEND code " \"\${ARGV1}\"")
  elseif(DEFINED _parallel_launcher AND program STREQUAL _parallel_launcher)
    string(APPEND code " \"\${ARGV1}\" ${watch}")
  else()
    string(APPEND code " \"\${_pt_watch_launcher}\" ${watch} --")
    string(APPEND code " \"\${_pt_watch_program_${number}}\"")
  endif()
  math(EXPR last "${count} - 1")
  if(last GREATER 1)
    foreach(index RANGE 2 ${last})
      string(APPEND code " \"\${ARGV${index}}\"")
    endforeach()
  endif()
  if(DEFINED _pt_watch_argument_${key})
    string(APPEND code " \"\${_pt_watch_argument_${key}}\"")
  endif()
  set(${out} "${code})" PARENT_SCOPE)
endfunction()
)cmake";

/// Replaces the commands that add tests and set their properties.
/// ParallelTesting does so also, and so may a project: their `_add_test` then
/// is this function, and `__add_test` is still the command of ctest.
constexpr std::string_view replacements = R"cmake(
function(add_test)
  get_property(number GLOBAL PROPERTY _pt_watch_number)
  math(EXPR number "${number} + 1")
  # ctest ignores some tests, and does not count them.
  if(ARGC LESS 2 OR NOT DEFINED _pt_watch_name_${number}
     OR NOT "${ARGV0}" STREQUAL "${_pt_watch_name_${number}}")
    _pt_watch_plain(code ${ARGC} "${ARGV1}")
    cmake_language(EVAL CODE "${code}")
    return()
  endif()
  set_property(GLOBAL PROPERTY _pt_watch_number ${number})
  if("${_pt_watch_program_${number}}" STREQUAL "")
    _pt_watch_plain(code ${ARGC} "${ARGV1}")
    cmake_language(EVAL CODE "${code}")
    return()
  endif()
  foreach(start RANGE 1 ${_pt_watch_starts_${number}})
    _pt_watch_command(code ${number} ${start} ${ARGC} "${ARGV1}")
    cmake_language(EVAL CODE "${code}")
    if(DEFINED _pt_watch_lock_${number})
      __set_tests_properties("${_pt_watch_name_${number}_${start}}"
        PROPERTIES RESOURCE_LOCK "${_pt_watch_lock_${number}}")
    endif()
  endforeach()
endfunction()
function(set_tests_properties)
  set(code "__set_tests_properties(")
  set(is_name TRUE)
  set(index 0)
  while(index LESS ARGC)
    if("${ARGV${index}}" STREQUAL "PROPERTIES")
      set(is_name FALSE)
    endif()
    if(is_name AND DEFINED "_pt_watch_split_${ARGV${index}}")
      set(number "${_pt_watch_split_${ARGV${index}}}")
      foreach(start RANGE 1 ${_pt_watch_starts_${number}})
        string(APPEND code " \"\${_pt_watch_name_${number}_${start}}\"")
      endforeach()
    else()
      string(APPEND code " \"\${ARGV${index}}\"")
    endif()
    math(EXPR index "${index} + 1")
  endwhile()
  cmake_language(EVAL CODE "${code})")
endfunction()
)cmake";

/// A definition saves the command before it with one more underscore. So
/// `__add_test` becomes the command of ctest, and a second definition of the
/// functions above makes `_add_test` the first of them.
constexpr std::string_view deeper = R"cmake(
function(_add_test)
endfunction()
function(_set_tests_properties)
endfunction()
)cmake";

void add_variable(std::string& into, const std::string& name,
                  std::string_view value) {
  into += fmt::format("set({} {})\n", name, bracketed(value));
}

/// Whether its cases are started one by one.
bool is_split(const planned_test& test) {
  return test.starts.size() > 1 || test.starts.front().name != test.name;
}

void add_test(std::string& into, std::size_t number, const planned_test& test) {
  add_variable(into, fmt::format("_pt_watch_name_{}", number), test.name);
  add_variable(into, fmt::format("_pt_watch_program_{}", number), test.program);
  if (!test.lock.empty()) {
    add_variable(into, fmt::format("_pt_watch_lock_{}", number), test.lock);
  }
  if (is_split(test)) {
    add_variable(into, bracketed("_pt_watch_split_" + test.name),
                 std::to_string(number));
  }
  add_variable(into, fmt::format("_pt_watch_starts_{}", number),
               std::to_string(test.starts.size()));
  for (std::size_t at = 0; at < test.starts.size(); ++at) {
    const planned_start& start = test.starts[at];
    const std::string key = fmt::format("{}_{}", number, at + 1);
    add_variable(into, "_pt_watch_name_" + key, start.name);
    add_variable(into, "_pt_watch_record_" + key, start.record);
    if (!start.argument.empty()) {
      add_variable(into, "_pt_watch_argument_" + key, start.argument);
    }
  }
}

[[noreturn]] void fail_to_make(const std::string& path,
                               const std::error_code& problem) {
  throw cli::failure(
      cli::exit_environment,
      fmt::format("cannot create the directory '{}': {}; free some space, or "
                  "set TMPDIR to another directory",
                  path, problem.message()));
}

/// What ctest reads besides the tests.
void copy_settings(const std::string& build, const std::string& tree) {
  if (const auto text = tools::read_file(build + "/DartConfiguration.tcl")) {
    cli::write_file(tree + "/DartConfiguration.tcl",
                    scratch_configuration(*text));
  }
  std::error_code problem;
  for (const char* name : {"CTestCustom.cmake", "CTestCustom.ctest"}) {
    const std::string file = build + "/" + name;
    if (fs::exists(file, problem)) {
      cli::write_file(tree + "/" + name,
                      fmt::format("include({})\n", bracketed(file)));
    }
  }
  // For --rerun-failed.
  if (const auto failed = tools::read_file(tools::failed_tests_file(build))) {
    fs::create_directories(tree + "/Testing/Temporary", problem);
    cli::write_file(tools::failed_tests_file(tree), *failed);
  }
}

}  // namespace

std::string scratch_script(const std::string& build,
                           const std::string& launcher,
                           const std::vector<planned_test>& plan) {
  std::string text = "cmake_policy(PUSH)\ncmake_policy(VERSION 3.25...4.0)\n";
  text += helpers;
  text += replacements;
  text += deeper;
  text += replacements;
  text += "set_property(GLOBAL PROPERTY _pt_watch_number 0)\n";
  text += "cmake_policy(POP)\n";
  add_variable(text, "_pt_watch_launcher", launcher);
  for (std::size_t at = 0; at < plan.size(); ++at) {
    add_test(text, at + 1, plan[at]);
  }
  text += fmt::format("subdirs({})\n", bracketed(build));
  // Also one test at a time, ctest starts tests with a higher COST first.
  for (const planned_test& each : plan) {
    for (const planned_start& start : each.starts) {
      if (each.has_cost) {
        text += fmt::format("__set_tests_properties({} PROPERTIES COST 0)\n",
                            bracketed(start.name));
      }
    }
  }
  return text;
}

std::string scratch_configuration(const std::string& text) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = std::string_view(text).substr(at, end - at);
    if (!line.starts_with("BuildDirectory:") &&
        !line.starts_with("SourceDirectory:") &&
        !line.starts_with("CostDataFile:")) {
      kept.append(line).append("\n");
    }
    at = end + 1;
  }
  return kept;
}

scratch_tree::scratch_tree(const std::string& build, const std::string& ctest) {
  std::string pattern =
      (fs::temp_directory_path() / "parallel-testing-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    fail_to_make(pattern, {errno, std::generic_category()});
  }
  path_ = pattern;
  std::error_code problem;
  fs::create_directory(path(), problem);
  fs::create_directory(file("records"), problem);
  if (problem) {
    fail_to_make(path_, problem);
  }
  cli::write_file(path() + "/CMakeCache.txt",
                  fmt::format("CMAKE_CTEST_COMMAND:INTERNAL={}\n", ctest));
  copy_settings(build, path());
}

scratch_tree::~scratch_tree() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void scratch_tree::set_script(const std::string& text) const {
  cli::write_file(path() + "/CTestTestfile.cmake", text);
}

}  // namespace parallel_testing::suggest_command
