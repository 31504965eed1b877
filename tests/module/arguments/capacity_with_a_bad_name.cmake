# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_declare_capacity(GPU 4)
  return()
endif()

configure(RESULT fails)
expect_stderr([[
CMake Error at <case>:3 (parallel_declare_capacity):
  parallel_declare_capacity(GPU): a name consists of a-z, 0-9 and _, and starts neither with a digit nor with parallel_testing
]])
