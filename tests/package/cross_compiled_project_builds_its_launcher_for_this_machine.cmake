# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The compiler and the linker of this machine are fakes: the launcher that they
# build prints its arguments.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")
# What is known of it belongs to a build that is not cross-compiled.
set(known_compiler "")

write_project("
if(NOT CMAKE_CROSSCOMPILING)
  message(FATAL_ERROR \"the project is not cross-compiled\")
endif()
add_subdirectory(\"${project_source}\" parallel_testing EXCLUDE_FROM_ALL)
include(ParallelTesting)
parallel_add_test(NAME emulated COMMAND emulator test)
")
file(WRITE "${work}/fake" [[#!/bin/sh
# <fake> <compiler> <arguments>: sources that CMake tries are really compiled.
case " $* $PWD/ " in
*/CMakeFiles/CMakeScratch/* | *CMakeTmp*) exec "$@" ;;
esac
while [ $# -gt 1 ]; do
  if [ "$1" = -o ]; then out=$2; fi
  shift
done
printf '#!/bin/sh\necho "fake: $*"\n' >"$out" && chmod +x "$out"
]])
file(CHMOD "${work}/fake" PERMISSIONS OWNER_READ OWNER_EXECUTE)

configure(OPTIONS -DCMAKE_SYSTEM_NAME=Linux)
set(ENV{CMAKE_CXX_COMPILER_LAUNCHER} "${work}/fake")
set(ENV{CMAKE_CXX_LINKER_LAUNCHER} "${work}/fake")
# A toolchain of the other machine does not reach the launcher.
set(ENV{CXX} /no/such/compiler)
build()
run_ctest(ARGS -V LINES "fake")
expect_stdout([[
loading initial cache file <build>/parallel_testing/lib/launcher/settings.cmake
1: fake: --name=emulated -- emulator test
#1 emulated: Passed
100% tests passed, 0 tests failed out of 1
]])
