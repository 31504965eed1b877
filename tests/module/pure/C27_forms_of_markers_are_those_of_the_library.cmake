# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The library decides at run time which tags are markers, CMake when they are
# registered: one table says for both what is a marker in full.
include("${module_dir}/ParallelTesting/pure/Markers.cmake")

file(STRINGS "${support}/../../support/marker_forms.txt" lines ENCODING UTF-8)
list(LENGTH lines count)
if(count LESS 100)
  message(FATAL_ERROR "the table has ${count} lines only")
endif()
foreach(line IN LISTS lines)
  string(REGEX MATCH "^(yes|no) (.*)$" line "${line}")
  set(expected "${CMAKE_MATCH_1}")
  set(text "${CMAKE_MATCH_2}")
  _parallel_read_marker(property value "${text}" "")
  set(actual yes)
  if(property MATCHES "^(unknown|malformed)$")
    set(actual no)
  endif()
  expect_equal("${text} ${actual}" "${text} ${expected}")
endforeach()
