# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_declare_labels("two words")
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:3 (parallel_declare_labels):
  parallel_declare_labels: 'two words' cannot be a label: a label has 1 to 100 of A-Z a-z 0-9 _ . -
]])
