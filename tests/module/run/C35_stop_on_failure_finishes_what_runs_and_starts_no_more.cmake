# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  # The one that fails waits until the other one has begun, and that one until
  # ctest has seen the first fail: until its child, test or launcher, is gone.
  set(wait "until test -e $1; do sleep 0.01; done")
  string(CONCAT fail
    "${wait}; child=$PPID; "
    "test $PPID != \"\${PARALLEL_TESTING_CTEST%%.*}\" || child=$$; "
    "echo $child >child; mv child failed; exit 1"
  )
  string(CONCAT run
    ": >began; ${wait}; child=$(cat failed); "
    "while kill -0 $child; do sleep 0.01; done 2>/dev/null; : >finished"
  )
  parallel_add_test(NAME failing COMMAND sh -c "${fail}" failing began
    MARKERS timeout:20 PROPERTIES COST 9)
  parallel_add_test(NAME running COMMAND sh -c "${run}" running failed
    MARKERS timeout:20 PROPERTIES COST 9)
  foreach(number RANGE 1 4)
    parallel_add_test(NAME later_${number} COMMAND sh -c ": > later_${number}"
      MARKERS lock:later)
  endforeach()
  return()
endif()

configure()
run_ctest(ARGS -j 2 --stop-on-failure RESULT fails)
expect_stdout([[
#1 failing: ***Failed
#2 running: Passed
50% tests passed, 1 tests failed out of 2
]])
foreach(file IN ITEMS began failed finished)
  if(NOT EXISTS "${build}/${file}")
    message(FATAL_ERROR "no ${file}:\n${output}")
  endif()
endforeach()
file(GLOB later "${build}/later_*")
expect_equal("${later}" "")
