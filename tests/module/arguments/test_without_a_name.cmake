# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(COMMAND true)
  return()
endif()

configure(RESULT 1 STDERR
  "parallel_add_test: NAME is required"
)
