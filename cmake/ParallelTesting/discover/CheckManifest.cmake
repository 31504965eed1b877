# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Checks the text of a manifest before it is read as code. A manifest is
#   parallel_manifest(<version> <framework> [<framework version>])
#   parallel_file(<source file of the following cases>)
#   parallel_case(<name> <selector> <line> <markers> <flags> [<framework name>])
#   parallel_problem(<file> <line> <text>)
#   parallel_names(<all names>)
#   parallel_marked(<the following calls, for all cases that have markers>)
#     parallel_file(<source file>)
#     parallel_marked_case(<name> <line> <markers> <selector>)
#     parallel_marked_member(
#       <name of a case of a unit> <line> <markers> [<framework name>])
#     parallel_marked_unit(<@ and name> <markers>)
#     parallel_shared_case(<name> <number of cases with this name in its test>)
#     parallel_matched_mark(<index of a parallel_mark() of the options>)
#     parallel_mark_by_shown_name(<that index> <framework name of a case>)
#     parallel_ambiguous_mark(<that index> <framework name> <shown name>)
#     parallel_problem(<file> <line> <text>)
#   parallel_manifest_end(<number of cases> [<bytes of parallel_marked()>])
#
# Blanks separate flags. `unit` marks a test whose cases run in one process; its
# selector is the position of their list in <base>_units.txt. `cases:<n>` marks
# a test that runs n cases because the selector of each also selects the others.
#
# A writer that adds the second number guarantees unique names. If no case is
# marked, the number is 0 and the manifest does not call parallel_marked().
#
# Reads option_*.

# Checks, without running it, whether the file is a complete manifest. Sets
#   <prefix>_failure            why it is not one, or empty
#   <prefix>_is_empty           TRUE if the only problem is that it has no cases
#   <prefix>_framework, <prefix>_framework_version, <prefix>_case_count
#   <prefix>_marked_is_known    whether the manifest has a parallel_marked()
#   <prefix>_marked_code        that call
function(_parallel_check_manifest prefix manifest)
  file(SIZE "${manifest}" size)
  set(offset 0)
  if(size GREATER 60)
    math(EXPR offset "${size} - 60")
  endif()
  file(READ "${manifest}" head LIMIT 200)
  file(READ "${manifest}" tail OFFSET ${offset})
  string(REGEX MATCH
    "^parallel_manifest\\(([0-9]+) ([a-z0-9_]+) ?([^\n)]*)\\)\n" head "${head}")
  set(version "${CMAKE_MATCH_1}")
  set(framework "${CMAKE_MATCH_2}")
  set(${prefix}_framework_version "${CMAKE_MATCH_3}" PARENT_SCOPE)
  set(${prefix}_framework "${framework}" PARENT_SCOPE)
  set(failure "")
  _parallel_frameworks(frameworks)
  set(${prefix}_marked_is_known FALSE PARENT_SCOPE)
  if(head STREQUAL "")
    set(failure "the manifest does not start with parallel_manifest()")
  elseif(NOT version EQUAL 1)
    set(failure "the manifest has version ${version}, but only 1 is supported")
  elseif(NOT framework IN_LIST frameworks)
    set(failure "the manifest has an unknown framework: ${framework}")
  elseif(NOT tail MATCHES
         "\n(parallel_manifest_end\\(([0-9]+) ?([0-9]*)\\)\n)$")
    _parallel_count_calls(count "${manifest}" parallel_case)
    set(failure "the manifest is truncated after ${count} cases")
  else()
    set(${prefix}_case_count "${CMAKE_MATCH_2}" PARENT_SCOPE)
    if(NOT "${CMAKE_MATCH_3}" STREQUAL "")
      set(${prefix}_marked_is_known TRUE PARENT_SCOPE)
      string(LENGTH "${CMAKE_MATCH_1}" length)
      math(EXPR offset "${size} - ${length} - ${CMAKE_MATCH_3}")
      file(READ "${manifest}" code OFFSET ${offset} LIMIT ${CMAKE_MATCH_3})
      set(${prefix}_marked_code "${code}" PARENT_SCOPE)
    endif()
    if(CMAKE_MATCH_2 EQUAL 0 AND NOT option_allow_empty)
      _parallel_count_calls(count "${manifest}" parallel_problem)
      if(count EQUAL 0)
        set(${prefix}_is_empty TRUE PARENT_SCOPE)
        string(CONCAT failure
          "no test case was found\n"
          "  executable: ${option_executable}\n"
          "  remedy: link the sources that contain the tests, check TEST_FILTER "
          "and TEST_SPEC, or pass ALLOW_EMPTY"
        )
      endif()
    endif()
  endif()
  set(${prefix}_failure "${failure}" PARENT_SCOPE)
endfunction()

# Sets `out` to the number of calls of `command` in the manifest.
function(_parallel_count_calls out manifest command)
  file(READ "${manifest}" content)
  string(REGEX MATCHALL "\n${command}\\(" calls "${content}")
  list(LENGTH calls count)
  set(${out} ${count} PARENT_SCOPE)
endfunction()
