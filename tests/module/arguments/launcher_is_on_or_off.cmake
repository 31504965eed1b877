# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(NAME smoke COMMAND true LAUNCHER yes)
  return()
endif()

configure(RESULT 1 STDERR
  "parallel_add_test(smoke): LAUNCHER cannot be 'yes'" "allowed: ON | OFF")
