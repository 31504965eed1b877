# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs the executable so that a manifest comes to be.

# Writes the manifest of the executable to the file `manifest`. Sets `failure`
# to why that did not work, or to nothing.
function(_parallel_list_cases manifest)
  set(directory "${option_working_directory}")
  if(directory STREQUAL "")
    set(directory "${option_current_binary_dir}")
  endif()
  if(NOT IS_DIRECTORY "${directory}")
    set(failure
      "the working directory does not exist\n  directory: ${directory}"
      PARENT_SCOPE
    )
    return()
  endif()
  set(failure "")
  set(accepted_result "")
  if(option_adapter)
    _parallel_ask_adapter("${manifest}")
  else()
    include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/frameworks/GoogleTest.cmake")
    include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/frameworks/Catch2.cmake")
    if(option_framework STREQUAL "googletest")
      _parallel_list_googletest("${manifest}")
    elseif(option_framework STREQUAL "catch2")
      _parallel_list_catch2("${manifest}")
    else()
      _parallel_list_any("${manifest}")
    endif()
  endif()
  set(failure "${failure}" PARENT_SCOPE)
endfunction()

# Tries the frameworks one after the other.
function(_parallel_list_any manifest)
  _parallel_list_googletest("${manifest}")
  set(first_failure "${failure}")
  if(NOT found)
    _parallel_identify_catch2()
    if(failure STREQUAL "" AND NOT version STREQUAL "")
      _parallel_list_catch2("${manifest}")
    elseif(NOT first_failure STREQUAL "")
      set(failure "${first_failure}")
    else()
      string(CONCAT failure
        "the executable lists its cases neither as GoogleTest nor as Catch2 "
        "does\n"
        "  executable: ${option_executable}\n"
        "  remedy: link ParallelTesting::gtest_main or "
        "ParallelTesting::catch2_main, or register it with parallel_add_test()"
      )
    endif()
  endif()
  set(failure "${failure}" PARENT_SCOPE)
endfunction()

# Checks what only Catch2 knows about the options. Sets `problems`.
function(_parallel_check_catch2_options)
  include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/frameworks/Catch2.cmake")
  _parallel_check_reporter()
  set(problems "${problem}" PARENT_SCOPE)
endfunction()

# Asks an executable that contains an adapter: it writes the manifest itself.
function(_parallel_ask_adapter manifest)
  set(ENV{PARALLEL_TESTING_MANIFEST} "${manifest}")
  set(words "")
  if(option_no_pretty_types)
    list(APPEND words no_pretty_types)
  endif()
  if(option_no_pretty_values)
    list(APPEND words no_pretty_values)
  endif()
  if(option_tags_are_not_markers)
    list(APPEND words tags_are_not_markers)
  endif()
  list(JOIN words "," words)
  set(ENV{PARALLEL_TESTING_MANIFEST_OPTIONS} "${words}")
  _parallel_hand_over_plan("${manifest}")
  set(ENV{PARALLEL_TESTING_MANIFEST_SOURCES} "${base}_sources.txt")
  set(arguments "")
  if(option_adapter STREQUAL "googletest"
     AND NOT option_test_filter STREQUAL "")
    _parallel_append_item(arguments "--gtest_filter=${option_test_filter}")
    list(APPEND arguments --gtest_also_run_disabled_tests)
  endif()
  if(option_adapter STREQUAL "catch2")
    set(arguments "${option_test_spec}")
  endif()
  _parallel_run_listing(${arguments})
  unset(ENV{PARALLEL_TESTING_MANIFEST})
  file(REMOVE "${manifest}.plan")
  if(failure STREQUAL "" AND NOT EXISTS "${manifest}")
    set(failure
      "the executable ended without writing its list of cases\n"
      "  executable: ${option_executable}\n"
      "  remedy: main() must reach the framework before it returns, whatever "
      "its arguments and environment"
    )
    string(CONCAT failure ${failure})
    _parallel_append_output(failure "${output}")
  endif()
  set(failure "${failure}" PARENT_SCOPE)
endfunction()

# Runs the executable with the given arguments. Sets `output` (stdout),
# `errors` (stderr), `result` and `failure`. Any result but 0 is a failure,
# unless it matches the caller's variable `accepted_result`.
function(_parallel_run_listing)
  set(program "")
  _parallel_append_item(program "${option_executable}")
  set(given "")
  set(index 0)
  while(index LESS ARGC)
    _parallel_append_item(given "${ARGV${index}}")
    math(EXPR index "${index} + 1")
  endwhile()
  _parallel_quote_items(
    command option_launcher program given option_discovery_extra_args)
  cmake_language(EVAL CODE "
    execute_process(
      COMMAND${command}
      WORKING_DIRECTORY \"\${directory}\"
      TIMEOUT \${option_discovery_timeout}
      RESULT_VARIABLE result
      OUTPUT_VARIABLE output
      ERROR_VARIABLE errors
    )"
  )
  set(output "${output}" PARENT_SCOPE)
  set(errors "${errors}" PARENT_SCOPE)
  set(failure "" PARENT_SCOPE)
  set(result "${result}" PARENT_SCOPE)
  if(result STREQUAL "0" OR (NOT "${accepted_result}" STREQUAL ""
     AND result MATCHES "${accepted_result}"))
    return()
  endif()
  list(JOIN given " " arguments)
  _parallel_from_item(arguments)
  set(launcher "")
  foreach(item IN LISTS option_launcher)
    _parallel_from_item(item)
    string(APPEND launcher "${item} ")
  endforeach()
  if(result MATCHES "[Tt]imeout")
    set(reason "no answer within ${option_discovery_timeout} seconds")
    set(remedy "raise DISCOVERY_TIMEOUT, or find out what it waits for")
  elseif(result MATCHES "^-?[0-9]+$")
    set(reason "exit code ${result}")
    set(remedy "run the command by hand")
  else()
    set(reason "${result}")
    set(remedy "run the command by hand")
  endif()
  if(option_crosscompiling)
    string(CONCAT remedy
      "the target is cross-compiled: set its CROSSCOMPILING_EMULATOR, or use "
      "DISCOVERY_MODE PRE_TEST and run ctest where the executable can run"
    )
  endif()
  string(CONCAT text
    "listing the test cases failed: ${reason}\n"
    "  command: ${launcher}${option_executable} ${arguments}\n"
    "  directory: ${directory}\n"
    "  remedy: ${remedy}"
  )
  _parallel_append_output(text "${output}${errors}")
  set(failure "${text}" PARENT_SCOPE)
endfunction()

# Appends the end of what a program printed to the message in `variable`.
function(_parallel_append_output variable output)
  string(STRIP "${output}" output)
  string(LENGTH "${output}" length)
  if(length GREATER 4000)
    math(EXPR start "${length} - 4000")
    string(SUBSTRING "${output}" ${start} -1 output)
    string(PREPEND output "...")
  endif()
  if(output STREQUAL "")
    set(output "(none)")
  endif()
  string(REPLACE "\n" "\n    " output "${output}")
  set(${variable} "${${variable}}\n  output:\n    ${output}" PARENT_SCOPE)
endfunction()

# Puts DL_PATHS and DL_FRAMEWORK_PATHS before the search paths of the listing.
function(_parallel_set_library_paths)
  _parallel_library_variables()
  foreach(kind IN ITEMS paths framework_paths)
    set(variable "${library_${kind}_variable}")
    if(option_dl_${kind} STREQUAL "" OR variable STREQUAL "")
      continue()
    endif()
    cmake_path(CONVERT "$ENV{${variable}}" TO_CMAKE_PATH_LIST present)
    set(paths ${option_dl_${kind}} ${present})
    cmake_path(CONVERT "${paths}" TO_NATIVE_PATH_LIST paths)
    set(ENV{${variable}} "${paths}")
  endforeach()
endfunction()

# Sets the names of the variables in which this system looks for libraries.
macro(_parallel_library_variables)
  set(library_framework_paths_variable "")
  if(CMAKE_HOST_WIN32)
    set(library_paths_variable PATH)
  elseif(CMAKE_HOST_APPLE)
    set(library_paths_variable DYLD_LIBRARY_PATH)
    set(library_framework_paths_variable DYLD_FRAMEWORK_PATH)
  else()
    set(library_paths_variable LD_LIBRARY_PATH)
  endif()
endmacro()
