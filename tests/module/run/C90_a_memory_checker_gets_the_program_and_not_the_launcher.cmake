# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  include(CTest)
  add_fake(tool none "echo ran with \"$1\"\n")
  parallel_add_test(NAME plain COMMAND tool "a b" MARKERS supervised)
  parallel_add_test(NAME alone COMMAND tool "c d" MARKERS isolate:tmp)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[supervised]=] [=[]=])")
  parallel_discover_tests(orders_test LAUNCHER ON)
  return()
endif()

# ctest knows a checker by its name.
file(WRITE "${work}/fake_valgrind" [=[#!/bin/sh
while :; do
  case "$1" in
    --log-file=*) : > "${1#*=}" ;;
    -*) ;;
    *) break ;;
  esac
  shift
done
echo "checks $(basename "$1")"
for option in $VALGRIND_OPTS; do
  echo "option $option"
  test -f "${option#--suppressions=}"
done
exec "$@"
]=])
file(CHMOD "${work}/fake_valgrind" PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE)
configure(OPTIONS
  "-DCASE_LAUNCHER=${launcher}" "-DMEMORYCHECK_COMMAND=${work}/fake_valgrind")
build()

function(expect_checked)
  foreach(text IN ITEMS "checks tool" "ran with a b" "ran with c d"
    "checks orders_test")
    string(FIND "${output}" "${text}" at)
    if(at LESS 0)
      message(FATAL_ERROR "not printed: ${text}\n${output}")
    endif()
  endforeach()
  if(output MATCHES "checks parallel-?_?testing")
    message(FATAL_ERROR "the launcher is checked\n${output}")
  endif()
endfunction()

foreach(arguments IN ITEMS "-T;memcheck" "-T;MemCheck"
  "-M;Experimental;-T;MemCheck" "--test-action;memcheck"
  "-D;ExperimentalMemCheck")
  run_ctest(READ ARGS ${arguments} -VV)
  expect_checked()
  if(NOT work MATCHES " "
     AND NOT output MATCHES "option --suppressions=[^\n]*/valgrind[.]supp")
    message(FATAL_ERROR "what is kept to the end is not suppressed\n${output}")
  endif()
endforeach()
expect_stderr([[
ParallelTesting: warning: the memory checker runs the programs of the tests instead of the launcher, so launched tests get no worker, directory or ports from it, and it does not end the processes that they leave behind
ParallelTesting: warning: this machine cannot isolate: tmp. Tests that request it take turns.
  the memory checker runs the tests
ParallelTesting: warning: the memory checker runs the programs of the tests instead of the launcher, so launched tests get no worker, directory or ports from it, and it does not end the processes that they leave behind
ParallelTesting: warning: this machine cannot isolate: tmp. Tests that request it take turns.
  the memory checker runs the tests
ParallelTesting: warning: the memory checker runs the programs of the tests instead of the launcher, so launched tests get no worker, directory or ports from it, and it does not end the processes that they leave behind
ParallelTesting: warning: this machine cannot isolate: tmp. Tests that request it take turns.
  the memory checker runs the tests
ParallelTesting: warning: the memory checker runs the programs of the tests instead of the launcher, so launched tests get no worker, directory or ports from it, and it does not end the processes that they leave behind
ParallelTesting: warning: this machine cannot isolate: tmp. Tests that request it take turns.
  the memory checker runs the tests
ParallelTesting: warning: the memory checker runs the programs of the tests instead of the launcher, so launched tests get no worker, directory or ports from it, and it does not end the processes that they leave behind
ParallelTesting: warning: this machine cannot isolate: tmp. Tests that request it take turns.
  the memory checker runs the tests
]])

# In a script both steps are one process.
file(WRITE "${work}/script.cmake"
  "set(CTEST_SOURCE_DIRECTORY [==[${source}]==])\n"
  "set(CTEST_BINARY_DIRECTORY [==[${build}]==])\n"
  "set(CTEST_MEMORYCHECK_COMMAND [==[${work}/fake_valgrind]==])\n"
  "ctest_start(Experimental)\n"
  "ctest_test(INCLUDE alone)\nctest_memcheck()\nctest_test(INCLUDE plain)\n")
run_ctest(READ ARGS -S "${work}/script.cmake" -VV)
expect_stderr([[
ParallelTesting: warning: the memory checker runs the programs of the tests instead of the launcher, so launched tests get no worker, directory or ports from it, and it does not end the processes that they leave behind
ParallelTesting: warning: this machine cannot isolate: tmp. Tests that request it take turns.
  the memory checker runs the tests
]])
expect_checked()
string(REGEX MATCHALL "parallel-testing-launcher[^\n]*--name=" launched "${output}")
list(LENGTH launched count)
if(count LESS 2)
  message(FATAL_ERROR "ctest_test() runs without the launcher\n${output}")
endif()

# Tests that are only run have their launcher.
run_ctest(READ ARGS -V -R plain)
if(NOT output MATCHES "parallel-testing-launcher[^\n]*--name=plain")
  message(FATAL_ERROR "no launcher\n${output}")
endif()
