# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# tests/unit mirrors the sources: `tests/unit/<folder>/<name>_test.cpp` tests
# the source `<name>` of that folder of lib/src, lib/launcher, lib/stacks or
# tools, or an aspect of it: `launch_leak_test.cpp` is about `launch.cpp`. ROOT
# is the source tree.
cmake_policy(VERSION 3.25...4.0)

# Tests of what several sources do together.
set(exceptions
  # Programs that use the public headers wrongly do not compile.
  lib/markers/compile_fail
  # All writers of the report get the same hostile names and texts.
  tools/commands/report/hostile
  # A recorded run goes through observer, display and conclusion.
  tools/commands/run/golden
)

# Whether `folder` has a source that a test `name` may be named after.
function(find_subject result name folder)
  set(${result} FALSE PARENT_SCOPE)
  file(GLOB sources "${ROOT}/${folder}/*.cpp" "${ROOT}/${folder}/*.hpp")
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM subject)
    string(FIND "${name}_" "${subject}_" at)
    if(at EQUAL 0)
      set(${result} TRUE PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

set(problems "")
file(GLOB_RECURSE tests RELATIVE "${ROOT}/tests/unit"
  "${ROOT}/tests/unit/*_test.cpp")
if(tests STREQUAL "")
  string(APPEND problems "tests/unit: there are no tests\n")
endif()
set(unused ${exceptions})
foreach(test IN LISTS tests)
  string(REGEX REPLACE "_test.cpp$" "" subject "${test}")
  if(subject IN_LIST exceptions)
    list(REMOVE_ITEM unused "${subject}")
    continue()
  endif()
  cmake_path(GET subject PARENT_PATH folder)
  cmake_path(GET subject FILENAME name)
  if(NOT folder MATCHES "^lib/launcher")
    string(REGEX REPLACE "^lib/" "lib/src/" folder "${folder}")
  endif()
  find_subject(is_found "${name}" "${folder}")
  if(NOT is_found AND folder STREQUAL "lib/src/stacks")
    find_subject(is_found "${name}" lib/stacks)
  endif()
  if(NOT is_found)
    string(APPEND problems
      "tests/unit/${test}: ${folder} has no source of this name; name the test "
      "after the source that it tests, in the folder of that source\n"
    )
  endif()
endforeach()
foreach(subject IN LISTS unused)
  string(APPEND problems
    "tests/documents/UnitTree.cmake: there is no ${subject}_test.cpp\n"
  )
endforeach()

if(NOT problems STREQUAL "")
  message(FATAL_ERROR "${problems}")
endif()
