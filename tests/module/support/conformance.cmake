# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Compares what a call registers here with what the function registers that the
# call was renamed from. A case of conformance has one build with the tests of
# both: those below theirs/ and those below ours/, from the same calls.

# In the project: writes and adds the directories theirs/ and ours/. Each call is
# one item of the list: its keywords, without the target. `sources` are compiled
# once; `library` is what the executables link.
function(add_calls_of_both function sources library)
  add_library(cases OBJECT ${sources})
  target_link_libraries(cases PUBLIC ${library})
  foreach(side IN ITEMS theirs ours)
    set(command ${function})
    set(more "")
    if(side STREQUAL "ours")
      set(command parallel_discover_tests)
      set(more " LAUNCHER OFF")
    endif()
    set(code
      "add_executable(cases_${side})\n"
      "target_link_libraries(cases_${side} PRIVATE cases)\n"
    )
    foreach(keywords IN LISTS ARGN)
      list(APPEND code "${command}(cases_${side}${more} ${keywords})\n")
    endforeach()
    string(CONCAT code ${code})
    string(REPLACE "@side@" "${side}" code "${code}")
    # Here a report is called like its test, with the prefix of the test.
    set(report "report.")
    if(side STREQUAL "ours")
      set(report "")
    endif()
    string(REPLACE "@report@" "${report}" code "${code}")
    file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/${side}/CMakeLists.txt" "${code}")
    file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/${side}/elsewhere")
    add_subdirectory(${side})
  endforeach()
endfunction()

# In the project: has ctest write the lists names_theirs and names_ours.
function(write_lists_of_both)
  foreach(side IN ITEMS theirs ours)
    set(script "${CMAKE_CURRENT_BINARY_DIR}/${side}_names.cmake")
    file(WRITE "${script}"
      "file(WRITE \"\${CMAKE_CURRENT_LIST_DIR}/${side}.txt\" "
      "\"\${names_${side}}\")\n")
    set_property(DIRECTORY ${side} APPEND PROPERTY
      TEST_INCLUDE_FILES "${script}")
  endforeach()
endfunction()

# The lists have the same names.
function(expect_lists_of_both)
  file(READ "${build}/theirs.txt" theirs)
  file(READ "${build}/ours.txt" ours)
  if(theirs STREQUAL "")
    message(FATAL_ERROR "the list of the other side is empty")
  endif()
  expect_equal("${ours}" "${theirs}")
endfunction()

# Sets `out` to the keywords that `function` of a CMake module parses.
function(keywords_of out module function)
  file(READ "${module}" text)
  string(FIND "${text}" "\nfunction(${function} " begin)
  string(SUBSTRING "${text}" ${begin} -1 text)
  # The parsing is the first that the function does.
  string(FIND "${text}" "if(NOT " end)
  string(SUBSTRING "${text}" 0 ${end} text)
  string(FIND "${text}" ")" begin)
  string(SUBSTRING "${text}" ${begin} -1 text)
  string(REGEX MATCHALL "[A-Z][A-Z]+[A-Z_]*" keywords "${text}")
  list(REMOVE_ITEM keywords ARGN PARSE_ARGV)
  set(${out} "${keywords}" PARENT_SCOPE)
endfunction()

# Every keyword has a call that uses it: a new one needs one.
function(expect_all_keywords calls)
  string(REGEX MATCHALL "[A-Z][A-Z]+[A-Z_]*" used "${calls}")
  foreach(keyword IN LISTS ARGN)
    if(NOT keyword IN_LIST used)
      message(FATAL_ERROR "no call has the keyword ${keyword}")
    endif()
  endforeach()
endfunction()

# Sets `out` to what ctest knows of the tests of one side, a line for each value,
# without the names of `ignored` properties. ctest sets properties of all tests of
# one name, so that it may know but one side at a time.
function(describe_side out side ignored)
  run(
    READ COMMAND "${CMAKE_CTEST_COMMAND}" --show-only=json-v1
    DIRECTORY "${build}/${side}"
  )
  set(json "${output}")
  string(JSON count LENGTH "${json}" tests)
  set(text "")
  set(index 0)
  while(index LESS count)
    string(JSON test GET "${json}" tests ${index})
    math(EXPR index "${index} + 1")
    string(JSON command GET "${test}" command)
    string(JSON name GET "${test}" name)
    string(REGEX REPLACE "\n[ \t]*" " " command "${command}")
    # Catch2 2 and 3 give an option and its value as one argument.
    string(REGEX REPLACE
      "\"(--reporter|--out) " "\"\\1\", \"" command "${command}")
    string(APPEND text "${name}\n  command ${command}\n")
    set(lines "")
    string(JSON properties LENGTH "${test}" properties)
    set(at 0)
    while(at LESS properties)
      string(JSON property GET "${test}" properties ${at} name)
      string(JSON value GET "${test}" properties ${at} value)
      math(EXPR at "${at} + 1")
      if(NOT property IN_LIST ignored)
        string(REPLACE ";" "<semicolon>" value "${value}")
        list(APPEND lines "  ${property} ${value}\n")
      endif()
    endwhile()
    list(SORT lines)
    string(CONCAT lines ${lines})
    string(APPEND text "${lines}")
  endwhile()
  string(REGEX REPLACE "/${side}([/\"\n])" "/side\\1" text "${text}")
  string(REPLACE "cases_${side}" "cases" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Both sides have the same tests. `minimum` is how many there are at least.
function(expect_conformance minimum ignored)
  describe_side(theirs theirs "${ignored}")
  describe_side(ours ours "${ignored}")
  string(REGEX MATCHALL "\n  command " tests "${theirs}")
  list(LENGTH tests count)
  if(count LESS minimum)
    message(FATAL_ERROR "there are ${count} tests, not ${minimum}\n${theirs}")
  endif()
  if(NOT "x${theirs}" STREQUAL "x${ours}")
    file(WRITE "${work}/theirs.txt" "${theirs}")
    file(WRITE "${work}/ours.txt" "${ours}")
    execute_process(
      COMMAND diff "${work}/theirs.txt" "${work}/ours.txt" OUTPUT_VARIABLE diff)
    message(FATAL_ERROR "theirs and ours differ:\n${diff}")
  endif()
endfunction()
