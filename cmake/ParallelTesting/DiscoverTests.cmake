# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/configure/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/DiscoverOptions.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/DiscoveryFiles.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/FindFrameworks.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/LaunchedTests.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/MarkTests.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/RunScript.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/TestingEnabled.cmake")

#[===[.rst:
.. command:: parallel_discover_tests

  Registers each test case of an executable as a separate CTest test::

    parallel_discover_tests(<target>
      [MARKERS <marker>...]
      [LAUNCHER ON|OFF] [ISOLATE_FIXED_PORTS]
      [DIST load|loadscope|loadfile|loadgroup] [BATCH <count>]
      [FRAMEWORK googletest|catch2]
      [EXTRA_ARGS <argument>...]
      [DISCOVERY_EXTRA_ARGS <argument>...]
      [WORKING_DIRECTORY <directory>|PRIVATE [VISIBLE_FILES <path>...]]
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

  The cases are listed after each link of the executable. What a test needs
  is read from the markers beside it. All keywords of
  ``gtest_discover_tests()`` and ``catch_discover_tests()`` mean what they
  mean there, so that migrating is renaming the call.

  ``MARKERS``
    Markers for all cases of the target. Default: none.
  ``LAUNCHER``
    Whether the launcher runs the cases: it ends whatever a case leaves behind,
    gives it time to clean up before a timeout, and does for an executable
    without an adapter what an adapter does. Cases that are marked
    ``supervised`` or ``isolate`` have it anyway. Default: the variable
    ``PARALLEL_TESTING_LAUNCHER``, then ``OFF`` for an executable with an
    adapter, unless an emulator and a property such as ``WILL_FAIL`` meet, and
    ``ON`` for others.
  ``ISOLATE_FIXED_PORTS``
    Cases with a marker ``port:<number>`` get a private network, where the
    system has such, instead of waiting for the port. Default: they wait.
  ``DIST``
    Which cases share a process, and so a CTest test. ``load``: none;
    ``loadscope``: those of one GoogleTest suite, or of one Catch2 fixture
    class, else of the alphabetically first tag that is not a marker;
    ``loadfile``: those of one source file; ``loadgroup``: those with one
    marker ``group:<name>``. Cases without such a thing in common are tests of
    their own. The test is called like the suite, class, tag, group, or the
    file relative to the project's source directory; it needs what any of its
    cases needs. ``PROPERTIES`` hold for the test. Needs an adapter. Default:
    ``load``.
  ``BATCH``
    At most this many cases that ``DIST`` leaves alone share a process, when
    they are of one suite and have the same markers. Worth it for thousands of
    cases that take milliseconds. Needs an adapter. Default: 1.
  ``FRAMEWORK``
    The framework of an executable that does not link an adapter
    (``ParallelTesting::gtest_main`` and its siblings). Default: whichever
    answers.
  ``EXTRA_ARGS``
    Arguments added to the command of each case. Default: none.
  ``DISCOVERY_EXTRA_ARGS``
    Arguments added to the command that lists the cases. Default: none.
  ``WORKING_DIRECTORY``
    Where cases and listing run. Default: the current binary directory.
    ``PRIVATE`` gives each running case a private empty directory; it
    needs an adapter.
  ``VISIBLE_FILES``
    Files and directories, relative to the current source directory, that
    appear under the same name in a private working directory; absolute paths
    and paths that leave the source directory appear under their last part.
    They are links: a case during which one of them changes fails.
  ``TEST_PREFIX``, ``TEST_SUFFIX``
    Put before and after the name of each case. Default: nothing.
  ``TEST_FILTER``
    GoogleTest: only cases that match this ``--gtest_filter``.
  ``TEST_SPEC``
    Catch2: only cases that match these names, wildcards and tags.
  ``NO_PRETTY_TYPES``, ``NO_PRETTY_VALUES``
    GoogleTest: keep indices in the names of typed and parametrised cases. By
    default a case shows its value instead of the index, unless the value
    prints as bytes, an address or several lines, or like that of another case.
    A name that the program's own generator gives it is always kept.
  ``PROPERTIES``
    Test properties of all cases. List properties such as ``LABELS`` add up
    with those of markers; ``TIMEOUT`` and ``PROCESSORS`` yield to markers. A
    name that is nearly one of CMake's is an error; others are the project's own.
  ``TEST_LIST``
    Variable that holds the names in scripts of the directory property
    ``TEST_INCLUDE_FILES``, but for names that no CMake list can hold: those with
    a square bracket without its partner or a backslash at the end. Default:
    ``<target>_TESTS``.
  ``DISCOVERY_MODE``
    ``POST_BUILD`` lists after the link; ``PRE_TEST`` when ctest starts and
    the executable is newer than the list. Default: the variable
    ``PARALLEL_TESTING_DISCOVERY_MODE``, then those of the two functions
    above, then ``POST_BUILD``. An imported executable needs ``PRE_TEST``.
  ``DISCOVERY_TIMEOUT``
    Seconds the listing may take. Default: 5.
  ``DISCOVERY_FAILURE``
    What a listing after the build that fails is: an ``error`` of the build, or
    a warning (``warn``). Either leaves the test ``<target>_discovery``, which
    fails and reports why. An executable without cases only warns, and
    ``PRE_TEST`` only leaves the test. Default: the variable
    ``PARALLEL_TESTING_DISCOVERY_FAILURE``, then ``error``.
  ``ALLOW_EMPTY``
    No case at all is fine. By default it is a failing test.
  ``XML_OUTPUT_DIR``
    GoogleTest: write ``<prefix><suite>.<case><suffix>.xml`` per case there. In a
    name with other characters than letters, digits, ``_ . / -``, or with more
    than 150, those are replaced or cut off, and 12 digits that depend on the
    name of the test come after it.
  ``REPORTER``, ``OUTPUT_DIR``, ``OUTPUT_PREFIX``, ``OUTPUT_SUFFIX``
    Catch2: the reporter, and one output file per case, called like the test in
    the same way.
  ``SKIP_IS_FAILURE``
    A case that skips itself is a failure. By default it is "Skipped".
  ``ADD_TAGS_AS_LABELS``
    Catch2: all tags of a case that are no markers become labels.
  ``TAGS_ARE_NOT_MARKERS``
    Catch2: tags are the author's own words, also those that are markers in full,
    such as ``[serial]`` or ``[port:8080]``, and none is refused. Markers then
    come from ``MARKERS`` and ``parallel_mark_tests()``. All calls for an
    executable have it, or none.
  ``DL_PATHS``, ``DL_FRAMEWORK_PATHS``
    Directories of shared libraries for cases and listing.

  Cases that the framework cannot tell apart, such as GoogleTest tests of one
  name in unnamed namespaces, are one test that runs all of them; a note of the
  build names them.

  When the listing fails, so does the build, and the test
  ``<target>_discovery`` fails and reports why. A wrong marker is an error of
  the build. ``docs/migrating.md`` has what differs from the two functions.

  .. code-block:: cmake

    add_executable(orders_test orders_test.cpp)
    target_link_libraries(orders_test PRIVATE ParallelTesting::gtest_main)
    parallel_discover_tests(orders_test MARKERS unit PROPERTIES TIMEOUT 60)
#]===]
function(parallel_discover_tests target)
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
  _parallel_require_choice("${call}" FRAMEWORK googletest catch2)
  _parallel_require_choice("${call}" DISCOVERY_FAILURE error warn)
  _parallel_require_seconds("${call}" DISCOVERY_TIMEOUT)
  _parallel_reject_listing("${call}")
  _parallel_require_choice("${call}" LAUNCHER ON OFF)
  _parallel_wants_launcher(arg_USES_LAUNCHER "${call}" "${arg_LAUNCHER}" AUTO)
  _parallel_require_choice("${call}" DIST load loadscope loadfile loadgroup)
  _parallel_require_count("${call}" BATCH)
  _parallel_require_markers(markers "${call}" "${arg_MARKERS}")
  _parallel_remember_meaning_of_tags("${call}" ${target})
  _parallel_remember_fixtures(arg_PROPERTIES)
  _parallel_find_frameworks()
  _parallel_discovery_defaults("${call}" ${target})

  # The whole call as text: the same text twice would register all cases
  # twice, which is never meant.
  set(text "")
  foreach(keyword IN LISTS keywords_options keywords_one keywords_multi)
    string(APPEND text "${keyword}=${arg_${keyword}}\n")
  endforeach()
  get_property(calls TARGET ${target} PROPERTY PARALLEL_TESTING_CALLS)
  string(SHA1 digest "${text}")
  if(digest IN_LIST calls)
    message(AUTHOR_WARNING
      "${call}: called twice with the same arguments. The second call is "
      "ignored."
    )
    return()
  endif()
  list(APPEND calls ${digest})
  set_property(TARGET ${target} PROPERTY PARALLEL_TESTING_CALLS ${calls})
  set_property(GLOBAL APPEND PROPERTY PARALLEL_TESTING_EXECUTABLES ${target})
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

# Rejects arg_EXTRA_ARGS with an argument for which a program ends with 0 and
# has run nothing: an adapter takes it for a question of somebody else.
function(_parallel_reject_listing call)
  foreach(argument IN LISTS arg_EXTRA_ARGS)
    if(argument MATCHES "^--(gtest_list_tests|help|list-.*)$")
      message(FATAL_ERROR
        "${call}: EXTRA_ARGS cannot have '${argument}', which runs no tests\n"
        "  remedy: leave it out"
      )
    endif()
  endforeach()
endfunction()

# Sets arg_DISCOVERY_MODE where the call of parallel_discover_tests() does not.
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

# Fills in what a call of parallel_discover_tests() left out: sets
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
# arg_VISIBLE_FILES, and sets arg_PRIVATE to it; makes arg_WORKING_DIRECTORY
# absolute or empty.
function(_parallel_write_visible_files call base)
  if(NOT arg_WORKING_DIRECTORY STREQUAL "PRIVATE")
    if(NOT "${arg_VISIBLE_FILES}" STREQUAL "")
      message(FATAL_ERROR
        "${call}: VISIBLE_FILES needs WORKING_DIRECTORY PRIVATE")
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
    cmake_path(NORMAL_PATH path)
    string(REGEX REPLACE "/$" "" path "${path}")
    set(name "${path}")
    if(IS_ABSOLUTE "${path}" OR path MATCHES "^\\.\\./")
      cmake_path(GET path FILENAME name)
    endif()
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
  file(GENERATE OUTPUT "${base}_visible_files.txt" CONTENT "${lines}")
  set(arg_WORKING_DIRECTORY "" PARENT_SCOPE)
  set(arg_PRIVATE "${base}_visible_files.txt" PARENT_SCOPE)
endfunction()
