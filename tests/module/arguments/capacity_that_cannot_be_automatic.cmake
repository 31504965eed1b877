# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_declare_capacity(databases AUTO)
  return()
endif()

configure(RESULT fails)
expect_stderr([[
CMake Error at <case>:3 (parallel_declare_capacity):
  parallel_declare_capacity(databases): AUTO is for memory, workers and gpu only; write a number
]])
