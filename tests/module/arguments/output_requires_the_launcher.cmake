# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(NAME prices COMMAND prices OUTPUT tap LAUNCHER OFF)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:3 (parallel_add_test):
  parallel_add_test(prices): LAUNCHER is OFF, but OUTPUT requires the launcher

    remedy: pass LAUNCHER ON
]])
