# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(NAME one COMMAND true)
  parallel_add_test(NAME two COMMAND true)
  return()
endif()

configure()
if(CMAKE_VERSION VERSION_LESS 3.29)
  foreach(arguments IN ITEMS "-j;auto" "--parallel;auto" "-jauto")
    run_ctest(ARGS ${arguments} STDERR
      "ParallelTesting: warning: this ctest reads '-j auto' as '-j 1'")
    string(REGEX MATCHALL "warning:" warnings "${errors}")
    expect_equal("${warnings}" "warning:")
  endforeach()
  set(ENV{PARALLEL_TESTING_JOBS} auto)
  run_ctest(ARGS -j auto STDOUT "100% tests passed")
else()
  run_ctest(ARGS -j auto RESULT 1
    STDERR "'-j' given invalid value 'auto'")
endif()
