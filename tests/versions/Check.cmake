# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs the tests of a build of this folder and compares each outcome with what
# must come out. A case that is missing, or one more, is an error as well. Of the
# forked cases, which share tests, those must fail that fail alone.
#
#   cmake -D BUILD=<folder> [-D CONFIG=<name>] [-D CATCH2=ON]
#     [-D WITHOUT_TYPE_NAMES=ON] -P Check.cmake
set(expected
  "Versions.HasADirectory=run"
  "Versions.HasAPort=run"
  "Versions.HasAWorker=run"
  "Versions.IsAlone=run"
  "Versions.Fails=fail"
  "Versions.Crashes=fail"
  "Versions.Leaves=fail"
  "Versions.Skips=notrun"
  "Versions.Never=disabled"
  "all/sized.IsPositive/1=run"
  "all/sized.IsPositive/2=run"
)
if(WITHOUT_TYPE_NAMES)
  list(APPEND expected "typed/0.StartsEmpty=run" "typed/1.StartsEmpty=run")
else()
  list(
    APPEND expected
    "typed.StartsEmpty(int)=run" "typed.StartsEmpty(char)=run"
  )
endif()
if(CATCH2)
  list(APPEND expected
    "has a directory=run"
    "is alone=run"
    "has a port=run"
    "fails, as expected=fail"
    "crashes=fail"
    "leaves=fail"
  )
endif()

set(junit "${BUILD}/junit.xml")
file(REMOVE "${junit}")
execute_process(
  COMMAND
    "${CMAKE_CTEST_COMMAND}" --test-dir "${BUILD}" -C "${CONFIG}" -j8
    --output-junit "${junit}"
  OUTPUT_VARIABLE output
  ERROR_VARIABLE output
  RESULT_VARIABLE code
)
if(NOT code EQUAL 8 OR NOT EXISTS "${junit}")
  message(FATAL_ERROR "ctest ended with ${code}, not with 8:\n${output}")
endif()
file(READ "${junit}" text)
# < and > are written as parentheses: a list cannot have the semicolon of &lt;.
string(REPLACE "&lt;" "(" text "${text}")
string(REPLACE "&gt;" ")" text "${text}")
string(REGEX MATCHALL "<testcase [^>]*>" cases "${text}")
set(found "")
foreach(case IN LISTS cases)
  if(NOT case MATCHES "name=\"([^\"]*)\".* status=\"([^\"]*)\"")
    message(FATAL_ERROR "no name and status in ${case}")
  endif()
  set(name "${CMAKE_MATCH_1}")
  set(status "${CMAKE_MATCH_2}")
  if(name MATCHES "^forked[.]")
    continue()
  endif()
  list(APPEND found "${name}=${status}")
endforeach()
set(forked "${expected}")
list(FILTER forked INCLUDE REGEX "=fail$")
list(TRANSFORM forked REPLACE "=fail$" "")
file(STRINGS "${BUILD}/Testing/Temporary/LastTest.log" ends
  REGEX "^parallel-testing: (failed|crashed): forked[.]")
set(ended "")
foreach(end IN LISTS ends)
  string(REGEX REPLACE "^[^.]*[.](.*) [(].*$" "\\1" name "${end}")
  string(REGEX REPLACE ", (exit code|signal) [^,]*$" "" name "${name}")
  list(APPEND ended "${name}")
endforeach()
list(SORT forked)
list(SORT ended)
if(NOT ended STREQUAL forked)
  message(FATAL_ERROR
    "forked, these failed: ${ended}, instead of: ${forked}\n${output}")
endif()
list(SORT expected)
list(SORT found)
if(NOT found STREQUAL expected)
  list(JOIN found "\n  " shown)
  list(JOIN expected "\n  " wanted)
  message(FATAL_ERROR
    "these outcomes:\n  ${shown}\ninstead of:\n  ${wanted}\n${output}"
  )
endif()
