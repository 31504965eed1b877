# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_coverage(NAME coverage TARGETS any FAIL_UNDER 90 lib=101)
  return()
endif()

configure(RESULT fails)
expect_stderr([[
CMake Error at <case>:3 (parallel_add_coverage):
  parallel_add_coverage(coverage): FAIL_UNDER cannot be 'lib=101'

    allowed: a number from 0 to 100, or <directory>=<number>
]])
