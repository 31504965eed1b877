# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  if(WRONG_CHOICE)
    parallel_declare_capacity(gpu AUTO WITHOUT_DEVICE skip)
  endif()
  parallel_declare_capacity(gpu IDS 0 1 WITHOUT_DEVICE SKIP)
  return()
endif()

configure(RESULT 1)
configure(RESULT 1 OPTIONS -DWRONG_CHOICE=ON)
expect_stderr([[
CMake Error at <case>:6 (parallel_declare_capacity):
  parallel_declare_capacity(gpu): VENDOR, WITHOUT_DEVICE and UNMARKED_TESTS require 'gpu AUTO'
CMake Error at <case>:4 (parallel_declare_capacity):
  parallel_declare_capacity(gpu): WITHOUT_DEVICE cannot be 'skip', did you mean 'SKIP'?

    allowed: SKIP | FAIL
]])
