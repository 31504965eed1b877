# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  # Other words of markers need an argument there.
  parallel_declare_labels(memory)
  parallel_declare_labels(serial)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:5 (parallel_declare_labels):
  parallel_declare_labels: 'serial' cannot be a label: it is a marker
]])
