# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What a case expects to be printed, as a whole. With UPDATE_GOLDEN set in the
# environment a case is rewritten instead: look at the difference.

# Adds to what was printed on a stream.
function(add_printed stream program text lines)
  if(NOT text STREQUAL "")
    printed_text(text "${program}" "${text}" "${lines}")
    set_property(GLOBAL APPEND_STRING PROPERTY printed_${stream} "${text}")
  endif()
endfunction()

# All that was printed on a stream since the last expectation for it. A case has
# the text in a bracket argument, outside of functions and loops.
function(expect_stdout text)
  _expect_printed(stdout "${text}")
endfunction()

function(expect_stderr text)
  _expect_printed(stderr "${text}")
endfunction()

# At the end of a case. A case is rewritten only now, because its project
# depends on it.
function(expect_nothing_more)
  foreach(stream IN ITEMS stdout stderr)
    get_property(printed GLOBAL PROPERTY printed_${stream})
    if(DEFINED ENV{UPDATE_GOLDEN})
      _expectation(call ${stream} "${printed}")
      set_property(GLOBAL APPEND_STRING PROPERTY case_after "${call}")
    elseif(NOT "${printed}" STREQUAL "")
      _report_printed(${stream} "" "${printed}")
    endif()
  endforeach()
  if(DEFINED ENV{UPDATE_GOLDEN})
    _case_text(before after)
    file(READ "${case_file}" old)
    if(NOT old STREQUAL "${before}${after}")
      file(WRITE "${case_file}" "${before}${after}")
    endif()
  endif()
endfunction()

function(_expect_printed stream expected)
  get_property(printed GLOBAL PROPERTY printed_${stream})
  set_property(GLOBAL PROPERTY printed_${stream} "")
  if(DEFINED ENV{UPDATE_GOLDEN})
    _rewrite_expectation(${stream} "${expected}" "${printed}")
  elseif(NOT "x${printed}" STREQUAL "x${expected}")
    _report_printed(${stream} "${expected}" "${printed}")
  endif()
endfunction()

function(_report_printed stream expected printed)
  file(WRITE "${work}/expected" "${expected}")
  file(WRITE "${work}/printed" "${printed}")
  execute_process(
    COMMAND diff -u expected printed
    WORKING_DIRECTORY "${work}"
    OUTPUT_VARIABLE difference
    ERROR_QUIET
  )
  string(REPLACE "\n" "\n  " printed "\n${printed}")
  string(REPLACE "\n" "\n  " difference "\n${difference}")
  message(FATAL_ERROR
    "${case_file}: ${stream} is not what the case expects\n"
    "  printed:${printed}\n  difference:${difference}\n"
    "  remedy: UPDATE_GOLDEN=1 ctest -R <test> writes what is printed now")
endfunction()

# Sets `out` to the call that expects a text; an expectation of nothing is none.
function(_expectation out stream text)
  set(level "")
  while(text MATCHES "]${level}]")
    string(APPEND level "=")
  endwhile()
  set(call "expect_${stream}([${level}[\n${text}]${level}])\n")
  if(text STREQUAL "")
    set(call "")
  endif()
  set(${out} "${call}" PARENT_SCOPE)
endfunction()

# Sets the text of the case up to the last expectation, and the rest.
function(_case_text before after)
  get_property(is_read GLOBAL PROPERTY case_before SET)
  if(NOT is_read)
    file(READ "${case_file}" text)
    get_property(added GLOBAL PROPERTY case_after)
    set_property(GLOBAL PROPERTY case_before "")
    set_property(GLOBAL PROPERTY case_after "${text}${added}")
  endif()
  foreach(part IN ITEMS before after)
    get_property(text GLOBAL PROPERTY case_${part})
    set(${${part}} "${text}" PARENT_SCOPE)
  endforeach()
endfunction()

# Cases run from top to bottom: the call is the next one that has the old text.
function(_rewrite_expectation stream old new)
  _case_text(before after)
  foreach(level IN ITEMS "" "=" "==" "===")
    set(call "expect_${stream}([${level}[\n${old}]${level}])\n")
    string(FIND "${after}" "${call}" at)
    if(NOT at LESS 0)
      break()
    endif()
  endforeach()
  if(at LESS 0)
    message(FATAL_ERROR "${case_file} has no expectation to rewrite:\n${old}")
  endif()
  string(SUBSTRING "${after}" 0 ${at} kept)
  string(LENGTH "${call}" length)
  math(EXPR end "${at} + ${length}")
  string(SUBSTRING "${after}" ${end} -1 after)
  _expectation(call ${stream} "${new}")
  set_property(GLOBAL PROPERTY case_before "${before}${kept}${call}")
  set_property(GLOBAL PROPERTY case_after "${after}")
endfunction()
