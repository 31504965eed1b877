# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The marker would be gone without a word.
if(IN_PROJECT)
  parallel_declare_labels(${LABEL})
  return()
endif()

foreach(label IN ITEMS ports database)
  configure(OPTIONS "-DLABEL=${label}" RESULT 1)
endforeach()
expect_stderr([[
CMake Error at <case>:4 (parallel_declare_labels):
  parallel_declare_labels: 'ports' cannot be a label: it is a marker
CMake Error at <case>:4 (parallel_declare_labels):
  parallel_declare_labels: 'database' cannot be a label: it is a marker
]])
