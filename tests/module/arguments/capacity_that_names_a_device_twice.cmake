# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_declare_capacity(gpu IDS 0 1 0)
  return()
endif()

configure(RESULT fails)
expect_stderr([[
CMake Error at <case>:3 (parallel_declare_capacity):
  parallel_declare_capacity(gpu): IDS names '0' twice

    remedy: name each device once; SLOTS sets how many tests share one
]])
