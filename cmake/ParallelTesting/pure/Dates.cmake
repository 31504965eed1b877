# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Dates of the calendar. Pure.
include_guard(GLOBAL)

# Sets `out` to whether `text` is a day in the form <year>-<month>-<day>.
function(_parallel_is_date out text)
  set(${out} FALSE PARENT_SCOPE)
  if(NOT "${text}" MATCHES
     "^([0-9][0-9][0-9][0-9])-([0-9][0-9])-([0-9][0-9])$")
    return()
  endif()
  set(year "${CMAKE_MATCH_1}")
  set(month "${CMAKE_MATCH_2}")
  set(day "${CMAKE_MATCH_3}")
  # A number with a leading zero would be octal.
  foreach(name IN ITEMS year month day)
    string(REGEX REPLACE "^0+" "" ${name} "${${name}}")
  endforeach()
  if(year STREQUAL "" OR month STREQUAL "" OR day STREQUAL "" OR month GREATER 12)
    return()
  endif()
  set(lengths 0 31 28 31 30 31 30 31 31 30 31 30 31)
  list(GET lengths ${month} length)
  math(EXPR of_four "${year} % 4")
  math(EXPR of_hundred "${year} % 100")
  math(EXPR of_four_hundred "${year} % 400")
  if(month EQUAL 2 AND of_four EQUAL 0
     AND (NOT of_hundred EQUAL 0 OR of_four_hundred EQUAL 0))
    set(length 29)
  endif()
  if(NOT day GREATER length)
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()
