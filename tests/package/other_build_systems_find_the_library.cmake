# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# pkg-config and CPS describe the installed library, also where it was moved to.
if(IN_PROJECT)
  return()
endif()

file(MAKE_DIRECTORY "${work}")
file(CREATE_LINK "${installed}" "${work}/moved" SYMBOLIC)
set(prefix "${work}/moved")
file(GLOB_RECURSE described "${prefix}/*/parallel_testing.cps")
file(READ "${described}" cps)
file(READ "${project_source}/cmake/ParallelTesting/pure/Version.cmake" version)
string(REGEX MATCH "_parallel_version ([0-9.]+)" version "${version}")
set(version "${CMAKE_MATCH_1}")
string(JSON found GET "${cps}" version)
expect_equal("${found}" "${version}")
# Not the name of the CMake package, which newer versions of CMake would then
# read this file for.
string(JSON found GET "${cps}" name)
expect_equal("${found}" parallel_testing)
string(JSON directory GET "${cps}" cps_path)
cmake_path(GET described PARENT_PATH found)
string(REPLACE "@prefix@" "${prefix}" directory "${directory}")
expect_equal("${found}" "${directory}")
foreach(field IN ITEMS "location" "includes;0")
  string(JSON found GET "${cps}" components runtime ${field})
  string(REPLACE "@prefix@" "${prefix}" found "${found}")
  if(NOT EXISTS "${found}")
    message(FATAL_ERROR "${field}: there is no ${found}")
  endif()
endforeach()

find_program(pkg_config NAMES pkg-config pkgconf)
if(NOT pkg_config)
  message("Skipped: there is no pkg-config")
  return()
endif()
file(WRITE "${work}/worker.cpp" [[
#include <parallel_testing/parallel_testing.hpp>
int main() { return parallel_testing::this_worker().is_parallel() ? 1 : 0; }
]])
file(GLOB_RECURSE described "${prefix}/*/parallel-testing.pc")
cmake_path(GET described PARENT_PATH directory)
set(ENV{PKG_CONFIG_PATH} "${directory}")
function(ask out)
  execute_process(
    COMMAND "${pkg_config}" ${ARGN} parallel-testing
    OUTPUT_VARIABLE answer
    OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY
  )
  set(${out} "${answer}" PARENT_SCOPE)
endfunction()
ask(found --modversion)
expect_equal("${found}" "${version}")
ask(adapters --variable=adapters)
if(NOT EXISTS "${adapters}/googletest_adapter.cpp")
  message(FATAL_ERROR "there are no adapters in '${adapters}'")
endif()
ask(flags --cflags --libs)
separate_arguments(flags UNIX_COMMAND "${flags}")
separate_arguments(compiler_flags UNIX_COMMAND "${compiler_flags}")
execute_process(
  COMMAND
    "${compiler_path}" -std=c++17 ${compiler_flags} -o "${work}/worker"
    "${work}/worker.cpp" ${flags}
  COMMAND_ERROR_IS_FATAL ANY
)
execute_process(COMMAND "${work}/worker" COMMAND_ERROR_IS_FATAL ANY)
