# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/configure/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/LaunchedTests.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/ProjectChecks.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Dates.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Markers.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Quoting.cmake")

#[===[.rst:
.. command:: parallel_quarantine

  Lets test cases fail for a limited time without failing the run::

    parallel_quarantine(<target> <glob>...
      UNTIL <year>-<month>-<day>
      OWNER <name>
      REASON <text>
    )
    parallel_quarantine(TESTS <name>...
      UNTIL <year>-<month>-<day>
      OWNER <name>
      REASON <text>
    )

  The second form names tests that :command:`parallel_add_test` added in this
  directory. The cases run as before, under the launcher, and have the label
  ``quarantine``. If one of them fails, crashes or exceeds its time limit, CTest
  shows it as skipped, its output states the owner, the date and the reason, and
  ``parallel-testing run`` and all reports show it as quarantined, never as
  passed. After the date the failure counts again, with the same words. Without
  the launcher, such as under a memory checker, a failure counts as always.

  The globs are those of :command:`parallel_mark_tests`. A glob that matches no
  case is an error of the build. With ``DIST``, each of these cases has its own
  process. If several calls match a case, the last one applies.

  The launcher judges a test of ``parallel_add_test()`` by its exit code and
  ``WILL_FAIL``. A failure that only ``PASS_REGULAR_EXPRESSION`` or
  ``FAIL_REGULAR_EXPRESSION`` finds counts as always.

  ``UNTIL``
    The last day on which a failure does not count, in UTC. Required.
  ``OWNER``
    The person or team that repairs the test. Required.
  ``REASON``
    What is known about the failure, for example the number of an issue.
    Required.

  .. code-block:: cmake

    parallel_quarantine(
      orders_test "Orders.Export*"
      UNTIL 2027-03-01 OWNER "storage team" REASON "loses a file, issue 1234"
    )
#]===]
function(parallel_quarantine target)
  _parallel_begin_call(1 globs ANY "" "UNTIL;OWNER;REASON" "")
  set(example "which tests are in quarantine, for example \"Orders.*\"")
  if(target STREQUAL "TESTS")
    set(call parallel_quarantine)
    set(example "the name of a test after TESTS")
  endif()
  _parallel_require_globs(
    "${call}" "${globs}"
    "write ${example}"
    UNTIL OWNER REASON
  )
  foreach(keyword IN ITEMS UNTIL OWNER REASON)
    if("${arg_${keyword}}" MATCHES "^[ \t]*$")
      message(FATAL_ERROR
        "${call}: ${keyword} is required: a quarantine has an end, an owner "
        "and a reason\n"
        "  for example: UNTIL 2027-03-01 OWNER \"storage team\" REASON "
        "\"issue 1234\""
      )
    endif()
  endforeach()
  _parallel_is_date(is_date "${arg_UNTIL}")
  if(NOT is_date)
    message(FATAL_ERROR
      "${call}: UNTIL '${arg_UNTIL}' is not a date\n"
      "  form: <year>-<month>-<day>, for example 2027-03-01"
    )
  endif()
  set(value "${arg_UNTIL}")
  foreach(text IN ITEMS "${arg_OWNER}" "${arg_REASON}")
    _parallel_escape_marker(text)
    string(REPLACE ":" "%3A" text "${text}")
    string(REPLACE "\n" "%0A" text "${text}")
    string(REPLACE "\r" "%0D" text "${text}")
    string(APPEND value ":${text}")
  endforeach()
  if(target STREQUAL "TESTS")
    _parallel_quarantine_tests("${call}" "${globs}" "${value}")
    return()
  endif()
  _parallel_require_executable(target "${call}" "${target}" PRE_TEST)
  _parallel_remember_marked_target("${call}" "${target}")
  foreach(glob IN LISTS globs)
    _parallel_from_item(glob)
    set(code "parallel_quarantined(")
    foreach(item IN ITEMS "${glob}" "${CMAKE_CURRENT_LIST_FILE}" "${value}")
      _parallel_quote(item "${item}")
      string(APPEND code " ${item}")
    endforeach()
    set_property(
      TARGET ${target} APPEND_STRING PROPERTY PARALLEL_TESTING_MARKS
      "${code})\n"
    )
  endforeach()
endfunction()

# Only the launcher can report a failure as a skip.
function(_parallel_quarantine_tests call names value)
  foreach(name IN LISTS names)
    _parallel_from_item(name)
    _parallel_launched_key(key "${name}")
    get_property(
      is_launched GLOBAL PROPERTY PARALLEL_TESTING_LAUNCHES_${key})
    if(NOT is_launched)
      message(FATAL_ERROR
        "${call}: '${name}' is not a test that the launcher runs; name a test "
        "that parallel_add_test() has added in this directory, without "
        "LAUNCHER OFF"
      )
    endif()
    set_property(
      TEST "${name}" APPEND PROPERTY
      ENVIRONMENT "PARALLEL_TESTING_QUARANTINE=${value}"
    )
    set_property(TEST "${name}" APPEND PROPERTY LABELS quarantine)
  endforeach()
endfunction()
