# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  # Adds an executable with an adapter, whose only case runs `script`.
  function(add_case_fake target framework script)
    string(CONCAT script
      "if test -n \"$PARALLEL_TESTING_MANIFEST\"; then\n"
      "printf 'parallel_manifest(1 ${framework})\\n"
      "parallel_case([=[${target}]=] [=[x]=] 7 [=[]=] [=[]=])\\n"
      "parallel_names([=[${target}]=])\\nparallel_manifest_end(1)\\n' "
      "> \"$PARALLEL_TESTING_MANIFEST\"\nexit 0\nfi\n${script}\n"
    )
    string(REGEX REPLACE " .*" "" adapter "${framework}")
    add_fake(${target} ${adapter} "${script}")
    parallel_discover_tests(${target} ${ARGN})
  endfunction()
  string(CONCAT skip
    "echo \"parallel-testing: skipped (skip \${PARALLEL_TESTING_TEST%%:*})\"")
  add_case_fake(fails_1 "catch2 3.4.0" "exit 4")
  add_case_fake(fails_2 "googletest" "echo '[  SKIPPED ] x'; exit 1")
  add_case_fake(fails_3 "googletest"
    "echo 'parallel-testing: skipped (skip 0123456789ab)'; exit 1")
  add_case_fake(skips_1 "googletest" "${skip}; exit 0")
  add_case_fake(skips_2 "catch2 3.7.1" "${skip}; exit 4")
  # Names that a list cannot hold reach the test whole.
  add_case_fake("odd" "googletest"
    "test \"\${PARALLEL_TESTING_TEST#*:*:}\" = '%5Ba%3Bb%5D%5Codd'"
    TEST_PREFIX [==[[a;b]\]==])
  add_case_fake(strict "googletest"
    "case \"\$PARALLEL_TESTING_TEST\" in *:s:strict) exit 0; esac; exit 1"
    SKIP_IS_FAILURE)
  add_case_fake(reinterpreted "googletest"
    "case \"\$PARALLEL_TESTING_TEST\" in *:rw:reinterpreted) exit 0; esac"
    PROPERTIES SKIP_RETURN_CODE 1 LABELS WILL_FAIL WILL_FAIL ON)
  return()
endif()

configure()
build()
run_ctest(ARGS -R ^fails RESULT 8)
expect_stdout([[
#1 fails_1: ***Failed
#2 fails_2: ***Failed
#3 fails_3: ***Failed
0% tests passed, 3 tests failed out of 3
]])
run_ctest(ARGS -R ^skips)
expect_stdout([[
#4 skips_1: ***Skipped
#5 skips_2: ***Skipped
100% tests passed, 0 tests failed out of 2
]])
run_ctest(ARGS -R "odd|strict")
expect_stdout([[
#6 [a;b]\odd: Passed
#7 strict: Passed
100% tests passed, 0 tests failed out of 2
]])
# The flag of WILL_FAIL, and the exit code 0 that it turns round.
run_ctest(ARGS -R reinterpreted RESULT 8)
expect_stdout([[
#8 reinterpreted: ***Failed
0% tests passed, 1 tests failed out of 1
]])
# What only lists shows nothing of it.
load_tests()
expect_property(fails_1 SKIP_REGULAR_EXPRESSION "")
expect_property(fails_1 ENVIRONMENT "")
