# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_coverage(TARGETS "[a" "b]")
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:3 (parallel_add_coverage):
  parallel_add_coverage: an argument has an unbalanced square bracket or a backslash at the end, which a CMake list cannot hold

    argument: [a
]])
