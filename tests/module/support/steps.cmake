# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What a case can do and expect. `work`, `source`, `build` are its
# directories.
set(support "${CMAKE_CURRENT_LIST_DIR}")
include("${support}/messages.cmake")
include("${support}/expectations.cmake")
set(generator Ninja)
# What CMake is told of the compiler.
set(compiler "")

# Runs a command. RESULT is what it must end with, a code or `fails`. What it
# prints belongs to expect_stdout() and expect_stderr(); PRINTER names the
# program whose own lines messages.cmake leaves out, LINES a regular expression
# for what is kept of what tests print. With READ the case judges stdout itself.
# Sets `output` and `errors`.
function(run)
  cmake_parse_arguments(PARSE_ARGV 0 run
    "READ" "RESULT;DIRECTORY;PRINTER;LINES" "COMMAND")
  if(NOT "${run_UNPARSED_ARGUMENTS}" STREQUAL "")
    message(FATAL_ERROR "unknown argument: ${run_UNPARSED_ARGUMENTS}")
  endif()
  if("${run_RESULT}" STREQUAL "")
    set(run_RESULT 0)
  endif()
  if("${run_DIRECTORY}" STREQUAL "")
    set(run_DIRECTORY "${work}")
  endif()
  execute_process(
    COMMAND ${run_COMMAND}
    WORKING_DIRECTORY "${run_DIRECTORY}"
    RESULT_VARIABLE result
    OUTPUT_VARIABLE output
    ERROR_VARIABLE errors
  )
  if(run_RESULT STREQUAL "fails" AND NOT result STREQUAL "0")
    set(run_RESULT "${result}")
  endif()
  if(NOT result STREQUAL run_RESULT)
    list(JOIN run_COMMAND " " command)
    message(FATAL_ERROR "result is ${result}, not ${run_RESULT}\n"
      "  command: ${command}\n  stdout:\n${output}\n  stderr:\n${errors}")
  endif()
  if(NOT run_READ)
    add_printed(stdout "${run_PRINTER}" "${output}" "${run_LINES}")
  endif()
  add_printed(stderr "${run_PRINTER}" "${errors}" "")
  set(output "${output}" PARENT_SCOPE)
  set(errors "${errors}" PARENT_SCOPE)
endfunction()

# Copies what CMake knows of the compiler into a new build tree, from the build
# tree whose CMAKE_PLATFORM_INFO_DIR is `known_compiler`. Otherwise CMake starts
# the compiler several times in each case to find it out.
function(_use_known_compiler)
  set(copies "${build}/CMakeFiles/${CMAKE_VERSION}")
  if(NOT EXISTS "${copies}")
    file(
      COPY
        "${known_compiler}/CMakeCXXCompiler.cmake"
        "${known_compiler}/CMakeSystem.cmake"
      DESTINATION "${copies}"
    )
  endif()
endfunction()

# Writes the project of the case, unless it is there, and configures it.
# OPTIONS are given to cmake; further arguments to run().
function(configure)
  cmake_parse_arguments(PARSE_ARGV 0 configure "" "" "OPTIONS")
  if(NOT EXISTS "${source}/CMakeLists.txt")
    file(WRITE "${source}/CMakeLists.txt"
      "cmake_minimum_required(VERSION 3.25)\n"
      "project(case LANGUAGES CXX)\n"
      "set(CASE_SUPPORT_DIR \"${support}\")\n"
      "include(\"${support}/project.cmake\")\n"
      "set(IN_PROJECT TRUE)\n"
      "include(\"${case}\")\n"
    )
  endif()
  set(known "")
  if(NOT "${known_compiler}" STREQUAL "")
    _use_known_compiler()
    # Without it CMake removes the copies.
    set(known -DCMAKE_PLATFORM_INFO_INITIALIZED=1)
  endif()
  run(
    COMMAND
      "${CMAKE_COMMAND}" -S "${source}" -B "${build}" -G "${generator}"
      ${known} ${compiler}
      "-DPARALLEL_TESTING_MODULE_DIR=${module_dir}" --no-warn-unused-cli
      ${configure_OPTIONS}
    PRINTER cmake
    ${configure_UNPARSED_ARGUMENTS}
  )
  set(errors "${errors}" PARENT_SCOPE)
endfunction()

# Builds. Both streams are stdout, because build tools disagree on where they
# print what a command of theirs printed. KEEP_GOING builds what does not need
# what failed.
function(build)
  cmake_parse_arguments(PARSE_ARGV 0 build "KEEP_GOING" "CONFIG;TARGET" "")
  set(options "")
  foreach(option IN ITEMS CONFIG TARGET)
    if(build_${option})
      string(TOLOWER "--${option}" name)
      list(APPEND options ${name} ${build_${option}})
    endif()
  endforeach()
  if(build_KEEP_GOING AND generator MATCHES "Ninja")
    list(APPEND options -- -k 0)
  elseif(build_KEEP_GOING)
    list(APPEND options -- -k)
  endif()
  run(
    COMMAND sh -c "exec \"$@\" 2>&1" sh
      "${CMAKE_COMMAND}" --build "${build}" ${options}
    PRINTER build
    ${build_UNPARSED_ARGUMENTS}
  )
  set(output "${output}" PARENT_SCOPE)
endfunction()

# Runs ctest in the build directory with the arguments ARGS.
function(run_ctest)
  cmake_parse_arguments(PARSE_ARGV 0 ctest "" "" "ARGS")
  run(
    COMMAND "${CMAKE_CTEST_COMMAND}" ${ctest_ARGS}
    DIRECTORY "${build}"
    PRINTER ctest
    ${ctest_UNPARSED_ARGUMENTS}
  )
  set(output "${output}" PARENT_SCOPE)
  set(errors "${errors}" PARENT_SCOPE)
endfunction()

# Loads the registration as ctest sees it, for the functions below.
macro(load_tests)
  run_ctest(READ ARGS --show-only=json-v1 ${ARGN})
  set(json "${output}")
endmacro()

# The names of all tests, in order.
function(expect_tests)
  string(JSON count LENGTH "${json}" tests)
  set(index 0)
  while(index LESS count)
    string(JSON name GET "${json}" tests ${index} name)
    list(GET ARGN ${index} expected)
    if(NOT name STREQUAL expected)
      message(FATAL_ERROR "test ${index} is '${name}', not '${expected}'\n${json}")
    endif()
    math(EXPR index "${index} + 1")
  endwhile()
  list(LENGTH ARGN expected)
  if(NOT count EQUAL expected)
    message(FATAL_ERROR "there are ${count} tests, not ${expected}\n${json}")
  endif()
endfunction()

# Sets `out` to the JSON object of a test.
function(get_test out test)
  string(JSON count LENGTH "${json}" tests)
  set(index 0)
  while(index LESS count)
    string(JSON name GET "${json}" tests ${index} name)
    if(name STREQUAL test)
      string(JSON object GET "${json}" tests ${index})
      set(${out} "${object}" PARENT_SCOPE)
      return()
    endif()
    math(EXPR index "${index} + 1")
  endwhile()
  message(FATAL_ERROR "there is no test '${test}'\n${json}")
endfunction()

# Sets `out` to a value inside a JSON object, or to the items of an array.
function(get_items out object)
  string(JSON type TYPE "${object}" ${ARGN})
  if(NOT type STREQUAL "ARRAY")
    string(JSON value GET "${object}" ${ARGN})
    set(${out} "${value}" PARENT_SCOPE)
    return()
  endif()
  set(items "")
  string(JSON count LENGTH "${object}" ${ARGN})
  set(index 0)
  while(index LESS count)
    string(JSON item GET "${object}" ${ARGN} ${index})
    list(APPEND items "${item}")
    math(EXPR index "${index} + 1")
  endwhile()
  set(${out} "${items}" PARENT_SCOPE)
endfunction()

# A property of a test: text, a number, or the items of a list; nothing when
# the test must not have it.
function(expect_property test property)
  get_test(object "${test}")
  set(value "")
  string(JSON count LENGTH "${object}" properties)
  set(index 0)
  while(index LESS count)
    string(JSON name GET "${object}" properties ${index} name)
    if(name STREQUAL property)
      get_items(value "${object}" properties ${index} value)
    endif()
    math(EXPR index "${index} + 1")
  endwhile()
  if(NOT value STREQUAL "${ARGN}")
    message(FATAL_ERROR
      "${property} of '${test}' is '${value}', not '${ARGN}'\n${object}")
  endif()
endfunction()

# A property of a test as JSON on one line.
function(expect_json_property test property expected)
  get_test(object "${test}")
  set(value "")
  string(JSON count LENGTH "${object}" properties)
  set(index 0)
  while(index LESS count)
    string(JSON name GET "${object}" properties ${index} name)
    if(name STREQUAL property)
      string(JSON value GET "${object}" properties ${index} value)
    endif()
    math(EXPR index "${index} + 1")
  endwhile()
  string(REGEX REPLACE ",[ \n]+" ", " value "${value}")
  string(REGEX REPLACE "\n *" "" value "${value}")
  string(REGEX REPLACE "^\\[ *(.*[^ ]) *]$" "[\\1]" value "${value}")
  if(NOT "x${value}" STREQUAL "x${expected}")
    message(FATAL_ERROR
      "${property} of '${test}' is '${value}', not '${expected}'\n${object}")
  endif()
endfunction()

# The arguments of the command of a test, behind the executable.
function(expect_arguments test)
  get_test(object "${test}")
  string(JSON count LENGTH "${object}" command)
  list(LENGTH ARGN expected)
  math(EXPR given "${count} - 1")
  set(index 0)
  while(index LESS given AND index LESS expected)
    list(GET ARGN ${index} wanted)
    math(EXPR index "${index} + 1")
    string(JSON argument GET "${object}" command ${index})
    if(NOT argument STREQUAL wanted)
      message(FATAL_ERROR
        "argument ${index} is '${argument}', not '${wanted}'\n${object}")
    endif()
  endwhile()
  if(NOT given EQUAL expected)
    message(FATAL_ERROR "${given} arguments, not ${expected}\n${object}")
  endif()
endfunction()

# Where editors are told that the test is.
function(expect_location test file line)
  get_test(object "${test}")
  string(JSON node GET "${object}" backtrace)
  string(JSON node GET "${json}" backtraceGraph nodes ${node})
  string(JSON index GET "${node}" file)
  string(JSON found_file GET "${json}" backtraceGraph files ${index})
  string(JSON found_line GET "${node}" line)
  if(NOT "${found_file}:${found_line}" STREQUAL "${file}:${line}")
    message(FATAL_ERROR
      "'${test}' is at ${found_file}:${found_line}, not ${file}:${line}")
  endif()
endfunction()

function(expect_equal actual expected)
  if(NOT "x${actual}" STREQUAL "x${expected}")
    message(FATAL_ERROR "'${actual}' is not '${expected}'")
  endif()
endfunction()

# For what a case judges itself.
function(expect_text text)
  foreach(part IN LISTS ARGN)
    string(FIND "${text}" "${part}" at)
    if(at LESS 0)
      message(FATAL_ERROR "'${part}' is not in:\n${text}")
    endif()
  endforeach()
endfunction()

function(expect_no_text text)
  foreach(part IN LISTS ARGN)
    string(FIND "${text}" "${part}" at)
    if(NOT at LESS 0)
      message(FATAL_ERROR "'${part}' is in:\n${text}")
    endif()
  endforeach()
endfunction()

# For a build with READ, in which compilers print what they like.
function(expect_no_messages)
  expect_no_text("${output}"
    "CMake Error" "CMake Warning" "note: parallel_" "warning: parallel_")
endfunction()

# Of any number of tests, if `count` is "".
function(expect_all_passed count)
  string(REPLACE "tests passed, 0 tests failed out" "tests passed out"
    printed "${output}")
  if(count STREQUAL "")
    expect_text("${printed}" "100% tests passed out of ")
  else()
    expect_text("${printed}" "100% tests passed out of ${count}\n")
  endif()
endfunction()
