# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How many tests ran at once, from the order in which ctest said that it
# started them and that they ended: its own account, which no slow machine
# makes look less parallel than it was.

# Sets `out` to the most that tests whose names match `regex` took together at
# one time, of what each takes: 1, or the NUMBER of an argument
# `<name regex>=NUMBER`.
function(most_at_once out regex)
  string(REGEX MATCHALL "(Start +[0-9]+: [^\n]+|Test +#[0-9]+: [A-Za-z0-9_]+)"
    lines "${output}")
  set(now 0)
  set(most 0)
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^.*: *" "" name "${line}")
    if(NOT name MATCHES "${regex}")
      continue()
    endif()
    set(takes 1)
    foreach(other IN LISTS ARGN)
      string(REGEX MATCH "^(.*)=([0-9]+)$" other "${other}")
      if(name MATCHES "${CMAKE_MATCH_1}")
        string(REGEX REPLACE "^.*=" "" takes "${other}")
      endif()
    endforeach()
    if(line MATCHES "^Start")
      math(EXPR now "${now} + ${takes}")
    else()
      math(EXPR now "${now} - ${takes}")
    endif()
    if(now GREATER most)
      set(most ${now})
    endif()
  endforeach()
  if(NOT now EQUAL 0)
    message(FATAL_ERROR "starts and ends do not match:\n${output}")
  endif()
  set(${out} ${most} PARENT_SCOPE)
endfunction()

function(expect_most_at_once expected regex)
  most_at_once(found "${regex}" ${ARGN})
  if(NOT found EQUAL expected)
    message(FATAL_ERROR
      "at most ${found} of '${regex}' ran at once, not ${expected}\n${output}")
  endif()
endfunction()

function(expect_no_more_at_once limit regex)
  most_at_once(found "${regex}" ${ARGN})
  if(found GREATER limit)
    message(FATAL_ERROR
      "${found} of '${regex}' ran at once, more than ${limit}\n${output}")
  endif()
endfunction()
