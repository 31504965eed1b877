// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/debug/scratch_tests.hpp"

#include <fmt/format.h>

#include <string_view>

#include "remedies/cmake_text.hpp"

namespace parallel_testing::debug_command {
namespace {

/// ParallelTesting replaces add_test(), and so may a project: `_add_test` then
/// is this function. It is defined twice, so that `__add_test` is the command
/// of ctest in any case. ctest numbers a test of another configuration, and
/// does not list it: it gets the name of a program that does not exist.
constexpr std::string_view add_test = R"cmake(
function(add_test)
  set(code "__add_test(\"\${ARGV0}\"")
  set(is_chosen FALSE)
  if("${ARGV0}" STREQUAL "${_pt_debug_name}")
    get_property(count GLOBAL PROPERTY _pt_debug_count)
    math(EXPR count "${count} + 1")
    set_property(GLOBAL PROPERTY _pt_debug_count ${count})
    if(count EQUAL _pt_debug_same_named)
      set(is_chosen TRUE)
    endif()
  endif()
  if("${ARGV1}" STREQUAL "NOT_AVAILABLE")
    set(is_chosen FALSE)
    string(APPEND code " \"not available without -C\"")
  elseif(ARGC GREATER 1 AND (NOT is_chosen OR (DEFINED _parallel_launcher
         AND "${ARGV1}" STREQUAL "${_parallel_launcher}")))
    math(EXPR last "${ARGC} - 1")
    foreach(index RANGE 1 ${last})
      string(APPEND code " \"\${ARGV${index}}\"")
      if(is_chosen AND "${ARGV${index}}" STREQUAL "--")
        set_property(GLOBAL PROPERTY _pt_debug_is_launched TRUE)
        break()
      endif()
    endforeach()
  endif()
  if(is_chosen)
    foreach(index RANGE 1 ${_pt_debug_words})
      string(APPEND code " \"\${_pt_debug_word_${index}}\"")
    endforeach()
  endif()
  cmake_language(EVAL CODE "${code})")
endfunction()
)cmake";

constexpr std::string_view deeper = R"cmake(
function(_add_test)
endfunction()
)cmake";

/// The launcher enforces the limits of its tests itself. For any other test,
/// the variable would be a new one.
constexpr std::string_view after_tests = R"cmake(
set_tests_properties("${_pt_debug_name}" PROPERTIES TIMEOUT 10000000)
get_property(_pt_debug_is_launched GLOBAL PROPERTY _pt_debug_is_launched)
if(_pt_debug_is_launched)
  set_tests_properties("${_pt_debug_name}" PROPERTIES
    ENVIRONMENT PARALLEL_TESTING_TIMEOUT=)
endif()
if(NOT "$ENV{PARALLEL_TESTING_RUN_DIR}" STREQUAL "")
  foreach(_pt_debug_variable IN ITEMS
      PARALLEL_TESTING_COVERAGE GCOV_PREFIX LLVM_PROFILE_FILE)
    if(DEFINED ENV{${_pt_debug_variable}})
      string(REPLACE "$ENV{PARALLEL_TESTING_RUN_DIR}"
        "${_pt_debug_run_directory}" _pt_debug_value
        "$ENV{${_pt_debug_variable}}")
      set(ENV{${_pt_debug_variable}} "${_pt_debug_value}")
    endif()
  endforeach()
  set(ENV{PARALLEL_TESTING_RUN_DIR} "${_pt_debug_run_directory}")
endif()
)cmake";

void add_variable(std::string& into, const std::string& name,
                  std::string_view value) {
  into += fmt::format("set({} {})\n", name, tools::quoted_argument(value));
}

}  // namespace

std::string scratch_tests(const std::string& build,
                          const std::string& run_directory,
                          const replaced_command& replaced) {
  std::string text = "cmake_policy(PUSH)\ncmake_policy(VERSION 3.25...4.0)\n";
  text += add_test;
  text += deeper;
  text += add_test;
  text += "set_property(GLOBAL PROPERTY _pt_debug_count 0)\n";
  text += "cmake_policy(POP)\n";
  add_variable(text, "_pt_debug_name", replaced.name);
  add_variable(text, "_pt_debug_same_named",
               std::to_string(replaced.same_named));
  add_variable(text, "_pt_debug_run_directory", run_directory);
  add_variable(text, "_pt_debug_words", std::to_string(replaced.words.size()));
  for (std::size_t at = 0; at < replaced.words.size(); ++at) {
    add_variable(text, fmt::format("_pt_debug_word_{}", at + 1),
                 replaced.words[at]);
  }
  text += fmt::format("subdirs({})\n", tools::quoted_argument(build));
  // Without words, the tests are only listed.
  return replaced.words.empty() ? text : text.append(after_tests);
}

}  // namespace parallel_testing::debug_command
