# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(
    NAME smoke COMMAND true LAUNCHER OFF MARKERS slow isolate:tmp)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:3 (parallel_add_test):
  parallel_add_test(smoke): LAUNCHER is OFF, but markers require the launcher

    markers: slow;isolate:tmp
]])
