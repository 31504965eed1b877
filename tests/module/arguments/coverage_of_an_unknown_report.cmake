# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_coverage(NAME coverage TARGETS any FORMATS term htm)
  return()
endif()

configure(RESULT fails)
expect_stderr([[
CMake Error at <case>:3 (parallel_add_coverage):
  parallel_add_coverage(coverage): FORMATS cannot be 'htm', did you mean 'html'?

    allowed: term | html | xml | json | lcov
]])
