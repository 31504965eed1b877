# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(
    NAME smoke COMMAND true LAUNCHER OFF MARKERS slow isolate:tmp)
  return()
endif()

configure(RESULT 1 STDERR
  "parallel_add_test(smoke): has markers for the launcher, but LAUNCHER OFF"
  "markers: slow;isolate:tmp"
)
