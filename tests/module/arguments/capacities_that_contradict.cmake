# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_declare_capacity(gpu 4)
  parallel_declare_capacity(gpu IDS 0 1)
  return()
endif()

configure(RESULT fails)
expect_stderr([[
CMake Error at <case>:4 (parallel_declare_capacity):
  parallel_declare_capacity(gpu): contradicts an earlier declaration

    earlier: units;4
    in: <case>
    now: ids;1;0;1
]])
