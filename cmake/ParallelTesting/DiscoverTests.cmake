# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/configure/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/DiscoverOptions.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/DiscoveryFiles.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/FindFrameworks.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/FixtureRepeats.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/LaunchedTests.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Frameworks.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/MarkTests.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/RunScript.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/TestPreparation.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/TestingEnabled.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/VisibleFiles.cmake")

#[===[.rst:
.. command:: parallel_discover_tests

  Registers each test case of an executable as a separate CTest test::

    parallel_discover_tests(<target>
      [MARKERS <marker>...] [MPI <count>...]
      [LAUNCHER ON|OFF] [ISOLATE_FIXED_PORTS]
      [DIST load|loadscope|loadfile|loadgroup] [BATCH <count>|auto]
      [ISOLATED]
      [FRAMEWORK googletest|catch2|doctest|boost_test]
      [EXTRA_ARGS <argument>...]
      [DISCOVERY_EXTRA_ARGS <argument>...]
      [WORKING_DIRECTORY <directory>|PRIVATE
        [VISIBLE_FILES <path>...] [EMPTY_DIRECTORIES <path>...]]
      [TEST_PREFIX <prefix>] [TEST_SUFFIX <suffix>]
      [TEST_FILTER <filter>] [TEST_SPEC <argument>...]
      [NO_PRETTY_TYPES] [NO_PRETTY_VALUES]
      [PROPERTIES (<name> <value>)...]
      [TEST_LIST <variable>]
      [DISCOVERY_MODE POST_BUILD|PRE_TEST] [DISCOVERY_TIMEOUT <seconds>]
      [DISCOVERY_FAILURE error|warn]
      [ALLOW_EMPTY]
      [XML_OUTPUT_DIR <directory>]
      [REPORTER <reporter>] [OUTPUT_DIR <directory>]
      [OUTPUT_PREFIX <prefix>] [OUTPUT_SUFFIX <suffix>]
      [SKIP_IS_FAILURE] [ADD_TAGS_AS_LABELS] [TAGS_ARE_NOT_MARKERS]
      [DL_PATHS <directory>...] [DL_FRAMEWORK_PATHS <directory>...]
    )

  The build lists the cases after each link of the executable. The markers beside
  each test state what it needs. All keywords of ``gtest_discover_tests()`` and
  ``catch_discover_tests()`` keep their meaning, so migrating means renaming the
  call.

  ``MARKERS``
    Markers for all cases of the target. Default: none.
  ``MPI``
    Each case runs as this many processes of MPI, which the program in
    ``MPIEXEC_EXECUTABLE`` of ``find_package(MPI)`` starts. With several counts,
    each case is one test for each of them. The tests are named ``<case> [2
    ranks]``. The same as the marker ``mpi:<count>,<count>...``. Default: the
    cases with that marker. Cannot be combined with ``DIST`` or ``BATCH``.
  ``LAUNCHER``
    Whether the launcher runs the cases. The launcher ends all processes that a
    case leaves behind, gives the case time to clean up before a timeout, and
    does the work of an adapter for an executable without one. Cases marked
    ``supervised`` or ``isolate`` always have it. Default: the variable
    ``PARALLEL_TESTING_LAUNCHER``, then ``OFF`` for an executable with an
    adapter that no ``TEST_LAUNCHER`` or ``CROSSCOMPILING_EMULATOR`` starts, and
    ``ON`` for others. The launcher starts the emulator. When cross-compiling,
    the launcher is one of the machine that compiles: the variable
    ``PARALLEL_TESTING_HOST_LAUNCHER`` names it, or it is installed there, or it
    is built with the sources of ParallelTesting.
  ``ISOLATE_FIXED_PORTS``
    Cases with a marker ``port:<number>`` get a private network instead of
    waiting for the port, if the system supports that. Default: they wait.
  ``DIST``
    Which cases share a process, and thus a CTest test. ``load``: none.
    ``loadscope``: those of one suite, or of one Catch2 fixture class, otherwise of
    the alphabetically first tag that is not a marker.
    ``loadfile``: those of one source file. ``loadgroup``: those with one
    marker ``group:<name>``. Cases that have no such thing in common are separate
    tests. The test is named after the suite, class, tag or group, or after the
    file, relative to the source directory of the project. It needs everything
    that any of its cases needs. ``PROPERTIES`` apply to the test. Needs an
    adapter. Default: ``load``.
  ``BATCH``
    At most this many cases that ``DIST`` leaves separate share a process, if
    they belong to one suite and have the same markers. Useful for thousands of
    cases that take milliseconds. ``auto``: as many as took about half a second
    in the last run before the executable was linked, and 100 of those that have
    not run yet. Needs an adapter. Default: 1.
  ``ISOLATED``
    The cases of each test that ``DIST`` or ``BATCH`` forms do not share a
    process: the program starts once, up to the point at which the framework has
    chosen its cases and set up its global environment, and forks one process for
    each case. A case sees nothing that another one changed, and the program is
    not started again for each case. ``BATCH`` then also puts cases of several
    suites into one test. Each case with ``isolate:`` markers gets its own
    namespaces; cases with ``isolate:pid`` remain separate tests. A program that
    must not be forked, for example because it has threads, starts once for each
    case. Default: they share a process.
  ``FRAMEWORK``
    The framework of an executable that does not link an adapter
    (``ParallelTesting::gtest_main`` or a similar target). Default: the one that
    the executable answers to.
  ``EXTRA_ARGS``
    Arguments added to the command of each case. Default: none.
  ``DISCOVERY_EXTRA_ARGS``
    Arguments added to the command that lists the cases. Default: none.
  ``WORKING_DIRECTORY``
    The directory in which cases and listing run. Default: the current binary
    directory. ``PRIVATE`` gives each running case a private, empty directory; it
    needs an adapter.
  ``VISIBLE_FILES``
    Files and directories, relative to the current source directory, that
    appear under the same name in a private working directory; absolute paths
    and paths that leave the source directory appear under their last part.
    Files of at most 1 MiB, 16 MiB together, are copies: what a case writes to
    them stays in that case. Directories, larger files, executable files and
    those that the user cannot write to are links: a case during which one of
    them changes fails. For a case with an ``isolate:`` marker all are links,
    read-only where the system allows it.
  ``EMPTY_DIRECTORIES``
    Directories, relative to the private working directory, that it has when a
    case starts. They are empty, whatever the directories of the same name
    contain.
  ``TEST_PREFIX``, ``TEST_SUFFIX``
    Put before and after the name of each case. Default: nothing.
  ``TEST_FILTER``
    GoogleTest: registers only cases that match this ``--gtest_filter``. doctest:
    this ``--test-case``. Boost.Test with an adapter: this ``--run_test``.
  ``TEST_SPEC``
    Catch2: registers only cases that match these names, wildcards and tags.
    doctest, and Boost.Test with an adapter: only cases that these arguments
    select.
  ``NO_PRETTY_TYPES``, ``NO_PRETTY_VALUES``
    GoogleTest: keeps indices in the names of typed and parametrised cases. By
    default a case shows its value instead of the index, unless the value prints
    as bytes, as an address, on several lines, or like that of another case. A
    name from the generator of the program always stays.
  ``PROPERTIES``
    Test properties of all cases. List properties such as ``LABELS`` are added to
    those of markers; markers override ``TIMEOUT`` and ``PROCESSORS``. A name that
    nearly is one of CMake's is an error; any other name is a property of the
    project.
  ``TEST_LIST``
    Variable with the names of the tests, for scripts in the directory property
    ``TEST_INCLUDE_FILES``. It lacks names that no CMake list can hold: those with
    an unbalanced square bracket or a backslash at the end. Default:
    ``<target>_TESTS``.
  ``DISCOVERY_MODE``
    ``POST_BUILD`` lists the cases after the link; ``PRE_TEST`` lists them when
    ctest starts and the executable is newer than the list. Default: the variable
    ``PARALLEL_TESTING_DISCOVERY_MODE``, then those of the two functions above,
    then ``POST_BUILD``. An executable that is imported, or created in another
    directory, needs ``PRE_TEST``.
  ``DISCOVERY_TIMEOUT``
    How many seconds the listing may take. Default: 5.
  ``DISCOVERY_FAILURE``
    The effect of a failed listing after the build: an ``error`` of the build, or
    a warning (``warn``). In both cases the test ``<target>_discovery`` fails and
    reports the reason. For an executable without cases, the build only warns;
    with ``PRE_TEST``, only the test fails. Default: the variable
    ``PARALLEL_TESTING_DISCOVERY_FAILURE``, then ``error``.
  ``ALLOW_EMPTY``
    Accepts an executable without cases. By default it is a failing test.
  ``XML_OUTPUT_DIR``
    GoogleTest: writes ``<prefix><suite>.<case><suffix>.xml`` for each case to this
    directory. If a name has characters other than letters, digits and
    ``_ . / -``, or more than 150 characters, these are replaced or cut off, and
    12 digits that depend on the name of the test are appended.
  ``REPORTER``, ``OUTPUT_DIR``, ``OUTPUT_PREFIX``, ``OUTPUT_SUFFIX``
    Catch2 and doctest: the reporter, and one output file for each case, with the
    name of the test, changed in the same way. Boost.Test: the format of its log,
    and the files of the log.
  ``SKIP_IS_FAILURE``
    Counts a case that skips itself as failed. By default it is "Skipped".
  ``ADD_TAGS_AS_LABELS``
    Catch2: turns all tags of a case that are not markers into labels.
    Boost.Test: all its labels.
  ``TAGS_ARE_NOT_MARKERS``
    Catch2, and Boost.Test with its labels: treats all tags as free text, even if they look exactly like markers,
    such as ``[serial]`` or ``[port:8080]``, and refuses none. Markers then come
    from ``MARKERS`` and ``parallel_mark_tests()``. Either all calls for an
    executable have it, or none.
  ``DL_PATHS``, ``DL_FRAMEWORK_PATHS``
    Directories of shared libraries for cases and listing.

  Cases that the framework cannot distinguish, such as GoogleTest tests with the
  same name in unnamed namespaces, become one test that runs all of them. The
  build prints a note with their names.

  If the listing fails, the build fails, and the test ``<target>_discovery`` fails
  and reports the reason. A wrong marker is an error of the build.
  ``docs/migrating.md`` lists the differences from the two functions.

  .. code-block:: cmake

    add_executable(orders_test orders_test.cpp)
    target_link_libraries(orders_test PRIVATE ParallelTesting::gtest_main)
    parallel_discover_tests(orders_test MARKERS unit PROPERTIES TIMEOUT 60)
#]===]
function(parallel_discover_tests target)
  set(policy "")
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 4.5)
    cmake_policy(GET CMP0224 policy PARENT_SCOPE)
  endif()
  _parallel_discover_options(keywords)
  _parallel_begin_call(1 "" ANY
    "${keywords_options}" "${keywords_one}" "${keywords_multi}")
  _parallel_require_choice("${call}" DISCOVERY_MODE POST_BUILD PRE_TEST)
  _parallel_find_discovery_mode("${call}")
  _parallel_require_executable(
    target "${call}" "${target}" ${arg_DISCOVERY_MODE})
  get_target_property(directory ${target} BINARY_DIR)
  if(directory)
    set_property(
      GLOBAL APPEND PROPERTY PARALLEL_TESTING_DIRECTORIES "${directory}")
  endif()
  _parallel_frameworks(frameworks)
  _parallel_require_choice("${call}" FRAMEWORK ${frameworks})
  _parallel_require_choice("${call}" DISCOVERY_FAILURE error warn)
  _parallel_require_seconds("${call}" DISCOVERY_TIMEOUT)
  _parallel_reject_listing("${call}")
  _parallel_require_choice("${call}" LAUNCHER ON OFF)
  _parallel_wants_launcher(arg_USES_LAUNCHER "${call}" "${arg_LAUNCHER}" AUTO)
  _parallel_require_choice("${call}" DIST load loadscope loadfile loadgroup)
  _parallel_require_count("${call}" BATCH auto)
  _parallel_require_units_for_isolation("${call}")
  if(NOT "${arg_MPI}" STREQUAL "")
    list(JOIN arg_MPI "," counts)
    list(APPEND arg_MARKERS "mpi:${counts}")
  endif()
  _parallel_require_markers(markers "${call}" "${arg_MARKERS}")
  _parallel_require_separate_ranks("${call}")
  _parallel_remember_meaning_of_tags("${call}" ${target})
  _parallel_remember_fixtures(arg_PROPERTIES)
  if("${arg_PROPERTIES}" MATCHES "(^|;)FIXTURES_(SETUP|CLEANUP)(;|$)")
    _parallel_repeat_fixtures(arg_PROPERTIES "${policy}")
  endif()
  _parallel_find_frameworks()
  _parallel_discovery_defaults("${call}" ${target})

  # The whole call as text. The same text twice would register all cases twice,
  # which is always a mistake.
  set(text "")
  foreach(keyword IN LISTS keywords_options keywords_one keywords_multi)
    string(APPEND text "${keyword}=${arg_${keyword}}\n")
  endforeach()
  get_property(calls TARGET ${target} PROPERTY PARALLEL_TESTING_CALLS)
  string(SHA1 digest "${text}")
  if(digest IN_LIST calls)
    message(AUTHOR_WARNING
      "${call}: called twice with the same arguments; the second call is "
      "ignored"
    )
    return()
  endif()
  list(APPEND calls ${digest})
  set_property(TARGET ${target} PROPERTY PARALLEL_TESTING_CALLS ${calls})
  set_property(GLOBAL APPEND PROPERTY PARALLEL_TESTING_EXECUTABLES ${target})
  _parallel_prepare_tests(${target})
  list(LENGTH calls number)

  _parallel_expect_testing()
  _parallel_use_run_script()
  _parallel_use_launcher()
  _parallel_output_directory(directory)
  set(base "${directory}/${target}-${number}")
  _parallel_write_visible_files("${call}" "${base}")
  _parallel_remember_runtime_markers(${target})
  _parallel_write_options("${call}" ${target} "${base}")
  _parallel_register_discovery(${target} "${base}")
endfunction()

# Rejects arg_ISOLATED where every case is a separate test. Reads arg_BATCH and
# arg_DIST.
function(_parallel_require_units_for_isolation call)
  if(NOT arg_ISOLATED OR arg_BATCH STREQUAL "auto" OR arg_BATCH GREATER 1
     OR arg_DIST MATCHES "^load.")
    return()
  endif()
  message(FATAL_ERROR
    "${call}: ISOLATED requires BATCH or DIST, which put several cases into "
    "one test\n"
    "  remedy: add BATCH 100"
  )
endfunction()

# Rejects markers of all cases that make them MPI tests, where cases share a
# process. Reads arg_BATCH, arg_DIST and arg_MARKERS.
function(_parallel_require_separate_ranks call)
  if("${arg_MARKERS}" MATCHES "(^|;)mpi:"
     AND (arg_BATCH STREQUAL "auto" OR arg_BATCH GREATER 1
          OR arg_DIST MATCHES "^load."))
    message(FATAL_ERROR
      "${call}: cases that run on several ranks of MPI cannot share a process\n"
      "  remedy: remove DIST and BATCH, or give the marker mpi only to some cases"
    )
  endif()
endfunction()

# Rejects arg_EXTRA_ARGS with an argument for which a program exits with 0
# without running a test: an adapter leaves such questions to the framework.
function(_parallel_reject_listing call)
  foreach(argument IN LISTS arg_EXTRA_ARGS)
    if(argument MATCHES "^--(gtest_list_tests|help|list[-_].*)$")
      message(FATAL_ERROR
        "${call}: EXTRA_ARGS must not contain '${argument}', which runs no tests\n"
        "  remedy: remove it"
      )
    endif()
  endforeach()
endfunction()

# Sets arg_DISCOVERY_MODE if the call of parallel_discover_tests() does not.
function(_parallel_find_discovery_mode call)
  if(NOT arg_DISCOVERY_MODE)
    set(arg_DISCOVERY_MODE POST_BUILD)
    foreach(variable IN ITEMS
      CMAKE_CATCH_DISCOVER_TESTS_DISCOVERY_MODE
      CMAKE_GTEST_DISCOVER_TESTS_DISCOVERY_MODE
      PARALLEL_TESTING_DISCOVERY_MODE
    )
      if(${variable})
        set(arg_DISCOVERY_MODE "${${variable}}")
      endif()
    endforeach()
    _parallel_require_choice("${call}" DISCOVERY_MODE POST_BUILD PRE_TEST)
    set(arg_DISCOVERY_MODE "${arg_DISCOVERY_MODE}" PARENT_SCOPE)
  endif()
endfunction()

# Sets the defaults of a parallel_discover_tests() call: of
# arg_DISCOVERY_FAILURE, arg_DISCOVERY_TIMEOUT and arg_TEST_LIST.
function(_parallel_discovery_defaults call target)
  if(NOT arg_DISCOVERY_FAILURE)
    set(arg_DISCOVERY_FAILURE error)
    if(NOT "${PARALLEL_TESTING_DISCOVERY_FAILURE}" STREQUAL "")
      set(arg_DISCOVERY_FAILURE "${PARALLEL_TESTING_DISCOVERY_FAILURE}")
    endif()
    _parallel_require_choice("${call}" DISCOVERY_FAILURE error warn)
  endif()
  if(NOT arg_DISCOVERY_TIMEOUT)
    set(arg_DISCOVERY_TIMEOUT 5)
  endif()
  if(NOT arg_TEST_LIST)
    set(arg_TEST_LIST "${target}_TESTS")
  endif()
  foreach(keyword IN ITEMS DISCOVERY_FAILURE DISCOVERY_TIMEOUT TEST_LIST)
    set(arg_${keyword} "${arg_${keyword}}" PARENT_SCOPE)
  endforeach()
endfunction()

# Writes the list of files that a private working directory shows, those of
# arg_VISIBLE_FILES and arg_EMPTY_DIRECTORIES, and sets arg_PRIVATE to the path of
# the list. Makes arg_WORKING_DIRECTORY absolute or empty.
function(_parallel_write_visible_files call base)
  _parallel_empty_directory_lines(directories "${call}")
  if(NOT arg_WORKING_DIRECTORY STREQUAL "PRIVATE")
    if(NOT "${arg_VISIBLE_FILES}" STREQUAL "")
      message(FATAL_ERROR
        "${call}: VISIBLE_FILES requires WORKING_DIRECTORY PRIVATE")
    endif()
    if(NOT "${arg_WORKING_DIRECTORY}" MATCHES "^($|\\$<)")
      cmake_path(
        ABSOLUTE_PATH arg_WORKING_DIRECTORY
        BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE
      )
    endif()
    set(arg_WORKING_DIRECTORY "${arg_WORKING_DIRECTORY}" PARENT_SCOPE)
    set(arg_PRIVATE "" PARENT_SCOPE)
    return()
  endif()

  set(lines "")
  foreach(path IN LISTS arg_VISIBLE_FILES)
    _parallel_from_item(path)
    _parallel_visible_name(name path)
    cmake_path(
      ABSOLUTE_PATH path BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE
    )
    if(NOT EXISTS "${path}")
      message(FATAL_ERROR
        "${call}: VISIBLE_FILES names a file that does not exist\n"
        "  file: ${path}"
      )
    endif()
    string(APPEND lines "${name}\t${path}\n")
  endforeach()
  string(APPEND lines "${directories}")
  file(GENERATE OUTPUT "${base}_visible_files.txt" CONTENT "${lines}")
  set(arg_WORKING_DIRECTORY "" PARENT_SCOPE)
  set(arg_PRIVATE "${base}_visible_files.txt" PARENT_SCOPE)
endfunction()
