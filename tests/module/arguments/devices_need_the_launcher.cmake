# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(NAME solver COMMAND true MARKERS gpu:share:50 LAUNCHER OFF)
  parallel_add_test(NAME own COMMAND true MARKERS resource:gpu:50 LAUNCHER OFF)
  parallel_declare_capacity(gpu AUTO)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error:
  parallel_add_test(solver): LAUNCHER is OFF, but the launcher sets the variables by which the test finds its devices

    remedy: leave LAUNCHER OFF out, or write resource:gpu:<per cent> and read allocations_of("gpu") in the test
]])
