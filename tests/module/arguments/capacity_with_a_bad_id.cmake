# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_declare_capacity(gpu IDS 0 GPU-1)
  return()
endif()

configure(RESULT fails)
expect_stderr([[
CMake Error at <case>:3 (parallel_declare_capacity):
  parallel_declare_capacity(gpu): an id consists of a-z, 0-9 and _, not 'GPU-1'
]])
