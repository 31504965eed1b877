# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs one case: cmake -Dcase=<file> -Dwork=<directory> -P run_case.cmake
#
# A case is one file that is read twice: inside its project, where IN_PROJECT
# is set, and here, where it states what must happen and all that is printed.
cmake_minimum_required(VERSION 3.25...4.0)
include("${CMAKE_CURRENT_LIST_DIR}/steps.cmake")

# Nothing of the run that this case is a test of may reach the case.
execute_process(COMMAND "${CMAKE_COMMAND}" -E environment OUTPUT_VARIABLE all)
string(REGEX MATCHALL "(^|\n)(PARALLEL_TESTING|CTEST|GTEST)_[A-Z_0-9]+" names
  "${all}")
foreach(name IN LISTS names ITEMS MAKEFLAGS MAKELEVEL CLICOLOR_FORCE)
  string(STRIP "${name}" name)
  unset(ENV{${name}})
endforeach()

# Two cases at once keep two processors busier than two sources of one do; in
# turn, targets with the same adapter get its object from ccache.
set(ENV{CMAKE_BUILD_PARALLEL_LEVEL} 1)

file(REMOVE_RECURSE "${work}")
file(MAKE_DIRECTORY "${work}")
set(source "${work}/source")
set(build "${work}/build")
set(IN_PROJECT FALSE)
set(case_file "${case}")
include("${case}")
expect_nothing_more()
