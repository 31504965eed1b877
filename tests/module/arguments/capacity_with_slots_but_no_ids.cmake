# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_declare_capacity(databases 4 SLOTS 2)
  return()
endif()

configure(RESULT fails STDERR
  "parallel_declare_capacity(databases): SLOTS needs IDS")
