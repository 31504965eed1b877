# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What a program printed, without what differs between versions of CMake, build
# tools and directories. Everything else stays, blanks and indentation as well:
# - Directories of the case are <source>, <build>, <work>; its file is <case>.
#   The tree under test is <ParallelTesting>.
# - A paragraph that CMake wrapped is one line. CMake wraps unindented text of
#   errors and warnings only, and prints it with two blanks before it.
# - An error or a warning is where the project calls ParallelTesting. Functions
#   of the modules, their lines and the rest of the call stack are left out.
# - Of a test that prints its environment only what a case asks for is kept; it
#   comes last, in alphabetical order.
# - What each run of ctest draws is <run id>, <ctest id>, <launcher id>,
#   <test id>, <number>, <pid>, <temp>.
# - CMake 4.4 counts failed tests only if there are some.
# - Lines that the program prints by itself are left out: _own_lines_<program>.
# - Builds and ctest do several things at a time: what each edge of a build
#   printed is in alphabetical order, what tests printed is in their order.

# What a list cannot hold as it is.
string(ASCII 1 _semicolon)
string(ASCII 2 _opening)
string(ASCII 3 _closing)
string(ASCII 4 _backslash)
string(ASCII 5 _blank_line)

string(JOIN "|" _own_lines_cmake
  "-- (The [A-Z]+ compiler identification|Detecting|Check for|Looking for"
  "Performing Test|Found |Could NOT find |Configuring (done|incomplete)"
  "Generating (done|incomplete)|Build files have been written to"
  "Install|Up-to-date: |Set (runtime path|non-toolchain portion))"
  "Not searching for unused variables|See also "
  "This warning is for project developers[.]"
  "This error is for project developers[.]"
  "CMake Generate step failed[.]|The --no-warn-unused-cli option is deprecated"
  "suppress it[.]$|to suppress it[.]$|-Wno-error=[a-z]+ to suppress it[.]$"
)
string(JOIN "|" _own_lines_build
  "${_own_lines_cmake}"
  "(/[^ ]*/)?cmake -S|ninja: |: && |cd .* && |(/[^ ]*/)?c[+][+] "
  "g?make(.[0-9]+.)?: |Consolidate compiler generated|Scanning dependencies"
)
string(JOIN "|" _own_lines_ctest
  "Internal ctest changing into directory|(UpdateCTest|Parse )Config"
  " (Add coverage exclude|SetCTestConfiguration)|Test project |test [0-9]+$"
  "(Con|Done con)structing a list of tests|Updating test list for fixtures"
  "Added [0-9]+ tests to meet|Checking test dependency graph| *Start +[0-9]+:"
  "Total Test time|The following tests (passed|FAILED|did not run):$|\t"
  "Label Time Summary:$|[^ ]+ +=.* sec[*]proc|Errors while running CTest$"
  "Output from these tests are in: |Use \"--rerun-failed "
  "The stop time has been passed[.]"
  "${_blank_line}$"
)

# Sets `out` to the text as it is compared. Of lines that tests print those that
# match `kept_lines` are kept; without it, all but our variables.
function(printed_text out program text kept_lines)
  string(REPLACE ";" "${_semicolon}" text "${text}")
  string(REPLACE "[" "${_opening}" text "${text}")
  string(REPLACE "]" "${_closing}" text "${text}")
  string(REPLACE "\\" "${_backslash}" text "${text}")
  # As before CMake 4.4.
  string(REGEX REPLACE "CMake (Error|Warning) [(]deprecated[)] at "
    "CMake Deprecation \\1 at " text "${text}")
  string(REPLACE "CMake Warning (author)" "CMake Warning (dev)" text "${text}")
  string(REGEX REPLACE "\n$" "" text "${text}")
  if(text STREQUAL "")
    set(text "${_blank_line}")
  endif()
  string(REGEX REPLACE "^\n" "${_blank_line}\n" text "${text}")
  string(REPLACE "\n\n" "\n${_blank_line}\n" text "${text}")
  string(REPLACE "\n\n" "\n${_blank_line}\n" text "${text}")
  string(REPLACE "\n" ";" lines "${text}")
  if(program STREQUAL "build")
    _lines_of_build(lines)
  elseif(program STREQUAL "ctest")
    _lines_of_ctest(lines)
  else()
    _without_own_lines(lines "${program}")
    _join_messages(lines)
  endif()
  set(text "")
  foreach(line IN LISTS lines)
    string(APPEND text "${line}\n")
  endforeach()
  string(REPLACE "${_blank_line}" "" text "${text}")
  string(REPLACE "${_backslash}" "\\" text "${text}")
  string(REPLACE "${_closing}" "]" text "${text}")
  string(REPLACE "${_opening}" "[" text "${text}")
  string(REPLACE "${_semicolon}" ";" text "${text}")
  _hide_paths(text)
  _hide_ids(text)
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

macro(_without_own_lines lines program)
  if(NOT "${program}" STREQUAL "")
    list(FILTER ${lines} EXCLUDE REGEX "^(${_own_lines_${program}})")
  endif()
endmacro()

function(_hide_paths variable)
  set(text "${${variable}}")
  foreach(pair IN ITEMS
    "case_file=<case>" "case=<case>" "build=<build>" "source=<source>"
    "work=<work>" "support=<support>" "module_dir=<modules>"
    "launcher=<launcher>" "CMAKE_CTEST_COMMAND=<ctest>"
    "CMAKE_COMMAND=<cmake>" "project_build=<build of ParallelTesting>"
    "project_source=<ParallelTesting>"
  )
    string(REGEX MATCH "^(.*)=(.*)$" pair "${pair}")
    set(name "${CMAKE_MATCH_2}")
    set(path "${${CMAKE_MATCH_1}}")
    if(NOT "${path}" STREQUAL "")
      string(REPLACE "${path}" "${name}" text "${text}")
    endif()
  endforeach()
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

function(_hide_ids variable)
  set(text "${${variable}}")
  string(REPEAT "[0-9a-f]" 12 digits)
  string(REGEX REPLACE "(PARALLEL_TESTING_TEST=|[(]timeout )${digits}"
    "\\1<test id>" text "${text}")
  string(REGEX REPLACE
    "(PARALLEL_TESTING_CTEST=)[0-9]+[.][0-9]+" "\\1<ctest id>" text "${text}")
  string(REGEX REPLACE "(SHUFFLE=|_PORT_[0-9]+=|_WORKER=gw)[0-9]+" "\\1<number>"
    text "${text}")
  string(REGEX REPLACE "/[^ :>\n]*/pt-[0-9]+/[^ >\n]*" "<temp>" text "${text}")
  string(REGEX REPLACE "(\n[0-9]+:   )[0-9]+ " "\\1<pid> " text "${text}")
  string(REGEX REPLACE "(PARALLEL_TESTING_SUPERVISED=)[0-9]+ [0-9]+[.][0-9]+"
    "\\1<launcher id>" text "${text}")
  string(REPEAT "[0-9a-f]" 32 digits)
  string(REGEX REPLACE
    "(PARALLEL_TESTING_RUN_ID=|/runs/)${digits}" "\\1<run id>" text "${text}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Joins the paragraphs of errors and warnings, and names their place.
function(_join_messages variable)
  set(result "")
  set(kind text)
  # The last line is not part of any message.
  foreach(line IN LISTS ${variable} ITEMS "${_closing}end")
    if(NOT kind STREQUAL "text" AND line MATCHES "^  [^ ]")
      # CMake puts two blanks after a sentence, unless the line ends there.
      string(REGEX REPLACE "([.!?])  " "\\1 " line "${line}")
    endif()
    if(kind STREQUAL "paragraph" AND line MATCHES "^  ([^ ].*)$")
      string(APPEND body " ${CMAKE_MATCH_1}")
    elseif(kind STREQUAL "stack" AND line MATCHES "^  ([^ ].*)$")
      if(_is_internal)
        set(place "${CMAKE_MATCH_1}")
        _note_internal_place()
      endif()
    elseif(NOT kind STREQUAL "text" AND line MATCHES "^(  )?${_blank_line}?$")
      # Versions of CMake differ in how they print an empty paragraph.
      if(NOT kind STREQUAL "blank")
        list(APPEND body "${_blank_line}")
      endif()
      set(kind blank)
    elseif(NOT kind STREQUAL "text" AND line MATCHES "^  ")
      list(APPEND body "${line}")
      set(kind indented)
      if(line MATCHES "^  [^ ]")
        set(kind paragraph)
      endif()
    elseif(NOT kind STREQUAL "text" AND line MATCHES "^Call Stack ")
      set(kind stack)
    else()
      if(NOT kind STREQUAL "text")
        _end_of_message()
      endif()
      set(kind text)
      if(line MATCHES "^(CMake [A-Z].*) (at|in) (.*):$")
        set(head "${CMAKE_MATCH_1}")
        set(kind message)
        set(body "")
        set(place "${CMAKE_MATCH_3}")
        _note_internal_place()
      elseif(NOT line STREQUAL "${_closing}end")
        list(APPEND result "${line}")
      endif()
    endif()
  endforeach()
  set(${variable} "${result}" PARENT_SCOPE)
endfunction()

# Sets `_is_internal` if `place` is in the modules or in what they generate.
macro(_note_internal_place)
  set(_is_internal FALSE)
  if(place MATCHES "^[^/]*parallel_testing/|:DEFERRED|^tools/RequirePackages"
     OR place MATCHES "cmake/ParallelTesting(/[A-Za-z0-9/]+)?[.]cmake:")
    set(_is_internal TRUE)
  endif()
endmacro()

macro(_end_of_message)
  if(_is_internal)
    list(APPEND result "${head}:")
  else()
    list(APPEND result "${head} at ${place}:")
  endif()
  string(REGEX REPLACE "(;${_blank_line})+$" "" body "${body}")
  string(APPEND result ";${body}")
endmacro()

# A line of progress begins what the next command printed.
function(_lines_of_build variable)
  set(progress "${_opening}( *[0-9]+%|[0-9]+/[0-9]+)${_closing}")
  set(parts "")
  set(part "")
  foreach(line IN LISTS ${variable} ITEMS "${_opening}1/1${_closing} end")
    if(line MATCHES "^(${progress} |FAILED: )")
      if(NOT part STREQUAL "")
        _without_own_lines(part build)
        _join_messages(part)
        list(JOIN part "\n" part)
        if(NOT part STREQUAL "")
          list(APPEND parts "${part}")
        endif()
      endif()
      set(part "")
    else()
      list(APPEND part "${line}")
    endif()
  endforeach()
  list(SORT parts)
  string(REPLACE "\n" ";" parts "${parts}")
  set(${variable} "${parts}" PARENT_SCOPE)
endfunction()

# A number begins what a test printed, and what ctest prints of how it runs it:
# the command, which may have several lines, its environment, and more.
function(_lines_of_ctest variable)
  set(numbers "")
  set(rest "")
  set(kind rest)
  set(begun "")
  set(end " *[0-9]+/[0-9]+ Test +#([0-9]+): ")
  foreach(line IN LISTS ${variable})
    # Names of tests may have several lines.
    string(PREPEND line "${begun}")
    set(begun "")
    if(line MATCHES "^${end}" AND NOT line MATCHES " sec *$")
      set(begun "${line}\n")
    elseif(line MATCHES "^([0-9]+): ?(.*)$")
      set(number ${CMAKE_MATCH_1})
      set(line "${CMAKE_MATCH_2}")
      if(line STREQUAL "")
        set(line "${_blank_line}")
      endif()
      list(APPEND numbers ${number})
      if(line MATCHES "^Test command:")
        set(kind command)
      elseif(line MATCHES "^Environment variables:")
        set(kind environment)
      elseif(line MATCHES "^(Working Directory:|Test timeout [a-z]+ to )")
        set(kind printed)
      elseif(NOT kind STREQUAL "environment" OR NOT line MATCHES "^ [A-Z]")
        set(kind printed)
        list(APPEND lines_of_${number} "${line}")
      endif()
    elseif(line MATCHES "^${end}(.*) +[0-9.]+ sec *$")
      set(number ${CMAKE_MATCH_1})
      list(APPEND numbers ${number})
      string(REGEX REPLACE " [.]+ *" ": " end_of_${number}
        "#${number} ${CMAKE_MATCH_2}")
      string(REGEX REPLACE "(Timeout) \\(SIG[A-Z0-9]+\\)" "\\1"
        end_of_${number} "${end_of_${number}}")
      string(STRIP "${end_of_${number}}" end_of_${number})
      set(kind rest)
    elseif(line MATCHES "^Could not find executable ")
      set(kind command)
    elseif(NOT kind STREQUAL "command" OR line MATCHES "^[0-9]+% ")
      set(kind rest)
      string(REGEX REPLACE "^100% tests passed out of"
        "100% tests passed, 0 tests failed out of" line "${line}")
      list(APPEND rest "${line}")
    endif()
  endforeach()
  list(REMOVE_DUPLICATES numbers)
  list(SORT numbers COMPARE NATURAL)
  set(result "")
  foreach(number IN LISTS numbers)
    _join_messages(lines_of_${number})
    set(variables "${lines_of_${number}}")
    list(FILTER variables INCLUDE REGEX "^(PARALLEL_TESTING|CTEST)_[A-Z_0-9]+=")
    list(FILTER lines_of_${number} EXCLUDE REGEX
      "^(PARALLEL_TESTING|CTEST)_[A-Z_0-9]+=")
    if("${kept_lines}" STREQUAL "")
      set(variables "")
    else()
      list(SORT variables)
      list(APPEND lines_of_${number} ${variables})
      list(FILTER lines_of_${number} INCLUDE REGEX "${kept_lines}")
    endif()
    list(TRANSFORM lines_of_${number} PREPEND "${number}: ")
    list(APPEND result ${lines_of_${number}} ${end_of_${number}})
  endforeach()
  _without_own_lines(rest ctest)
  _join_messages(rest)
  list(APPEND result ${rest})
  set(${variable} "${result}" PARENT_SCOPE)
endfunction()
