# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/configure/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/CapacityFiles.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/FixtureRepeats.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/LaunchedTests.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/LockReach.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/MpiStarter.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Markers.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/MarkTests.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/ProjectChecks.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Quoting.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/RunScript.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/TestPreparation.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/TestProperties.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/TestingEnabled.cmake")

#[===[.rst:
.. command:: parallel_add_test

  Adds one test, like ``add_test()``, with markers::

    parallel_add_test(NAME <name> COMMAND <command> [<argument>...]
      [MARKERS <marker>...]
      [LAUNCHER ON|OFF] [ISOLATE_FIXED_PORTS]
      [OUTPUT tap|junit]
      [WORKING_DIRECTORY <directory>]
      [CONFIGURATIONS <configuration>...]
      [COMMAND_EXPAND_LISTS]
      [BUILD_DEPENDS <target or file>...]
      [PROPERTIES (<name> <value>)...]
    )

  ``MARKERS``
    What the test needs. Default: nothing.
  ``LAUNCHER``
    Whether the launcher runs the command. The launcher gives it a worker id, a
    temporary directory and its ports, holds its locks, and ends the processes
    that it leaves behind. Default: the variable ``PARALLEL_TESTING_LAUNCHER``,
    then ``ON``.
  ``ISOLATE_FIXED_PORTS``
    With a marker ``port:<number>``, the test gets a private network instead of
    waiting for the port, if the system supports that.
  ``OUTPUT``
    The command reports several cases: ``tap`` on its standard output (Test
    Anything Protocol), or as a ``junit`` document in the file that the variable
    ``XML_OUTPUT_FILE`` and the text ``{OUTPUT}`` in an argument name, or on its
    standard output. The cases appear in reports and in the JUnit file of
    ``parallel-testing run``. The test passes only if all planned cases ran, none
    failed and the exit code is 0; a plan that is missing or does not match, a
    bail out, a subtest that contradicts its test point, or a document that is
    cut short, lacks cases that it declares or counts failures that no case has,
    is a failure that no property hides. Number the test points, in ascending
    order. Without numbers, a line that begins with ``ok`` may be output: unless
    it is ``ok - <description>`` or has a directive, it is a failure.
    ctest shows the output when the command has ended. Requires the launcher.
  ``PROPERTIES``
    Test properties. List properties such as ``LABELS`` are added to those of
    markers; markers override ``TIMEOUT`` and ``PROCESSORS``. A name that nearly
    is one of CMake's is an error; any other name is a property of the project.

  The other keywords are those of ``add_test()``; ``BUILD_DEPENDS`` has no effect
  before CMake 4.4. The result is an ordinary test:
  ``set_tests_properties()`` may follow. With a marker ``mpi:<count>``, the command
  runs as this many processes of MPI; with several counts, there is a test
  ``<name> [<count> ranks]`` for each of them, and ``BUILD_DEPENDS`` takes targets
  alone, from CMake 4.5 on.

  .. code-block:: cmake

    parallel_add_test(
      NAME smoke COMMAND python3 smoke.py MARKERS port:8080 timeout:30
    )
#]===]
function(parallel_add_test)
  set(policy "")
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 4.5)
    cmake_policy(GET CMP0224 policy PARENT_SCOPE)
  endif()
  _parallel_begin_call(0 "" ANY
    "COMMAND_EXPAND_LISTS;ISOLATE_FIXED_PORTS"
    "LAUNCHER;NAME;OUTPUT;WORKING_DIRECTORY"
    "BUILD_DEPENDS;COMMAND;CONFIGURATIONS;MARKERS;PROPERTIES"
  )
  _parallel_repeat_fixtures(arg_PROPERTIES "${policy}")
  _parallel_require_arguments("${call}" NAME COMMAND)
  if(arg_ISOLATE_FIXED_PORTS)
    _parallel_isolate_fixed_ports(arg_MARKERS "${arg_MARKERS}")
  endif()
  if(PARALLEL_TESTING_PINNING AND NOT "${arg_LAUNCHER}" STREQUAL "OFF")
    _parallel_pin_threads(arg_MARKERS "${arg_MARKERS}")
  endif()
  _parallel_lock_reach(reach)
  _parallel_widen_locks(arg_MARKERS "${arg_MARKERS}" ${reach})
  _parallel_require_choice("${call}" LAUNCHER ON OFF)
  _parallel_require_choice("${call}" OUTPUT tap junit)

  _parallel_rank_counts(counts "${arg_MARKERS}")
  if(counts STREQUAL "")
    _parallel_add_plain_test("${call}" "${arg_NAME}" "${arg_MARKERS}")
  else()
    _parallel_require_mpi("${call}" "${arg_COMMAND}")
    list(LENGTH counts number)
    foreach(count IN LISTS counts)
      set(name "${arg_NAME}")
      if(number GREATER 1)
        _parallel_rank_name(name "${arg_NAME}" ${count})
      endif()
      list(TRANSFORM arg_MARKERS REPLACE "^mpi:.*" "mpi:${count}")
      _parallel_add_plain_test("${call}" "${name}" "${arg_MARKERS}")
    endforeach()
  endif()
  _parallel_expect_testing()
  _parallel_use_run_script()
endfunction()

# Rejects an MPI test that cannot be started. `command` is its command.
function(_parallel_require_mpi call command)
  _parallel_mpi_starter(starter)
  if(starter STREQUAL "")
    message(FATAL_ERROR
      "${call}: the marker mpi requires MPIEXEC_EXECUTABLE\n"
      "  remedy: call find_package(MPI) before"
    )
  endif()
  list(GET command 0 program)
  _parallel_starts_copies(starts_copies "${program}")
  if(starts_copies)
    message(FATAL_ERROR
      "${call}: COMMAND starts the ranks itself, and so does the marker mpi\n"
      "  program: ${program}\n"
      "  remedy: remove the program and its arguments from COMMAND"
    )
  endif()
endfunction()

# Adds the test `name`. Reads the variables arg_<keyword> of the caller.
function(_parallel_add_plain_test call name markers)
  string(COMPARE EQUAL "${name}" "${arg_NAME}" is_given)
  set(arg_NAME "${name}")
  set(arg_MARKERS "${markers}")
  _parallel_require_markers(markers "${call}" "${arg_MARKERS}")

  # Generates quoted code, because arguments may be empty or contain semicolons.
  _parallel_quote(name "${arg_NAME}")
  _parallel_quote_items(command arg_COMMAND)
  set(code "add_test(NAME ${name} COMMAND${command}")
  if(NOT "${arg_CONFIGURATIONS}" STREQUAL "")
    _parallel_quote_items(configurations arg_CONFIGURATIONS)
    string(APPEND code " CONFIGURATIONS${configurations}")
  endif()
  if(NOT "${arg_WORKING_DIRECTORY}" STREQUAL "")
    _parallel_quote(directory "${arg_WORKING_DIRECTORY}")
    string(APPEND code " WORKING_DIRECTORY ${directory}")
  endif()
  if(arg_COMMAND_EXPAND_LISTS)
    string(APPEND code " COMMAND_EXPAND_LISTS")
  endif()
  _parallel_wants_launcher(launches "${call}" "${arg_LAUNCHER}" ON)
  if(launches)
    _parallel_use_launcher()
  endif()
  _parallel_build_depends(
    depends "${arg_NAME}" ${is_given} arg_BUILD_DEPENDS ${launches})
  string(APPEND code "${depends}")
  cmake_language(EVAL CODE "${code})")

  _parallel_set_properties("${arg_NAME}" arg_PROPERTIES)
  _parallel_remember_fixtures(arg_PROPERTIES)
  _parallel_set_properties("${arg_NAME}" markers_properties)
  _parallel_set_groups("${call}" "${arg_NAME}" "${arg_MARKERS}" markers)
  _parallel_launch_plain_test("${call}" "${arg_NAME}" "${arg_MARKERS}"
    "${arg_LAUNCHER}" ${markers_supervised} "${markers_isolations}"
    "${arg_OUTPUT}")
  _parallel_remember_markers("${arg_NAME}" "${arg_MARKERS}")
endfunction()

# Records which file gave a test its markers, for `parallel-testing explain`.
function(_parallel_remember_markers name markers)
  if("${markers}" STREQUAL "")
    return()
  endif()
  set(code "parallel_added_test(")
  foreach(value IN ITEMS "${name}" "${CMAKE_CURRENT_LIST_FILE}" "${markers}")
    _parallel_quote(value "${value}")
    string(APPEND code " ${value}")
  endforeach()
  set_property(
    GLOBAL APPEND_STRING PROPERTY PARALLEL_TESTING_ADDED "${code})\n")
endfunction()

# Leaves to ctest what depends on other tests and on the machine. Reads what
# _parallel_read_markers() has set with the prefix `prefix`:
# <prefix>_properties, <prefix>_requests, <prefix>_reads, <prefix>_writes.
function(_parallel_set_groups call name markers prefix)
  _parallel_ordering(bound ${prefix})
  if("${${prefix}_requests}${${prefix}_reads}${bound}" STREQUAL "|")
    return()
  endif()
  if(NOT bound STREQUAL "|" AND bound MATCHES "^(.*)[|](.*)$")
    string(HEX "${name}" key)
    set_property(
      GLOBAL APPEND_STRING PROPERTY PARALLEL_TESTING_BOUND
      "_parallel_bound_test(_${key} \"${CMAKE_MATCH_1}\" \"${CMAKE_MATCH_2}\")\n"
    )
  endif()
  foreach(list IN ITEMS requests reads writes)
    list(JOIN ${prefix}_${list} "," ${list})
  endforeach()
  set_property(
    TEST "${name}" PROPERTY PARALLEL_TESTING_GROUPS
    "${requests}|${reads}|${writes}"
  )
  set_property(GLOBAL PROPERTY PARALLEL_TESTING_INTERCEPT TRUE)
  set_property(GLOBAL APPEND PROPERTY PARALLEL_TESTING_READS ${${prefix}_reads})
  _parallel_remember_requests("${call}" "${markers}")
endfunction()

# Gives the test `name` the properties in the list variable `pairs`. Appends to
# lists.
function(_parallel_set_properties name pairs)
  _parallel_test_properties(known)
  set(key "")
  foreach(item IN LISTS ${pairs})
    if(key STREQUAL "")
      set(key "${item}")
      continue()
    endif()
    _parallel_from_item(item)
    if(key IN_LIST known_lists)
      set_property(TEST "${name}" APPEND PROPERTY ${key} "${item}")
    else()
      set_property(TEST "${name}" PROPERTY ${key} "${item}")
    endif()
    set(key "")
  endforeach()
endfunction()
