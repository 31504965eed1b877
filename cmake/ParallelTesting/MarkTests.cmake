# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/configure/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/DeclaredLabels.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Markers.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/ProjectChecks.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Quoting.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/RunScript.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/VisibleFiles.cmake")

#[===[.rst:
.. command:: parallel_mark_tests

  Marks test cases without a change to their source::

    parallel_mark_tests(<target> <glob>...
      [MARKERS <marker>...]
      [DIST load|loadscope|loadfile|loadgroup] [ISOLATED]
      [WORKING_DIRECTORY PRIVATE [VISIBLE_FILES <path>...]
                                 [EMPTY_DIRECTORIES <path>...]]
    )

  The globs accept ``*`` and ``?``, which a backslash before them makes literal,
  and match the names that CTest shows, without prefix and suffix: ``Suite.Case``, ``In/Suite.Case/value``, or the name of a
  Catch2 test case. They also match the names in GoogleTest, such as
  ``In/Suite.Case/0``. A glob that matches no case is an error of the build, and so
  is one that matches one case by its shown name and another by its index. A
  target without a ``parallel_discover_tests()`` is an error. The call may come
  before or after ``parallel_discover_tests()``, in any directory.

  ``MARKERS``
    The markers. Required without ``DIST``, ``ISOLATED`` and
    ``WORKING_DIRECTORY``.
  ``DIST``
    Which of these cases share a process. It overrides the ``DIST`` of
    ``parallel_discover_tests()`` for them; the last call for a case applies.
    Needs an adapter. Default: as for the other cases.
  ``ISOLATED``
    Those of these cases that would share a process are forked from a common
    one, as with ``ISOLATED`` of ``parallel_discover_tests()``. Default: as for
    the other cases.
  ``WORKING_DIRECTORY``
    ``PRIVATE`` gives each of these cases, while it runs, a private, empty
    directory. Cases that share a process share the directory, so either all of
    them have one or none. Needs an adapter. Default: the directory of
    ``parallel_discover_tests()``.
  ``VISIBLE_FILES``
    Files and directories that appear in the private directory under the same
    name, as in ``parallel_discover_tests()``, but relative to the directory in
    which the cases run otherwise. They may be created after the build. A case
    that several calls give a private directory sees the files of all of them.
  ``EMPTY_DIRECTORIES``
    Directories, relative to the private directory, that it has when a case
    starts. They are empty, whatever the directories of the same name contain.

  .. code-block:: cmake

    parallel_mark_tests(orders_test "Orders.*" MARKERS database:orders slow)
    parallel_mark_tests(
      orders_test "Export.*" WORKING_DIRECTORY PRIVATE VISIBLE_FILES prices.csv
    )
#]===]
function(parallel_mark_tests target)
  _parallel_begin_call(
    1 globs ANY "ISOLATED" "DIST;WORKING_DIRECTORY"
    "EMPTY_DIRECTORIES;MARKERS;VISIBLE_FILES"
  )
  _parallel_require_globs(
    "${call}" "${globs}"
    "write which tests to mark, for example \"Orders.*\" or \"*\""
    DIST EMPTY_DIRECTORIES ISOLATED MARKERS VISIBLE_FILES WORKING_DIRECTORY
  )
  _parallel_require_choice("${call}" DIST load loadscope loadfile loadgroup)
  _parallel_require_choice("${call}" WORKING_DIRECTORY PRIVATE)
  if("${arg_DIST}${arg_WORKING_DIRECTORY}" STREQUAL "" AND NOT arg_ISOLATED)
    _parallel_require_arguments("${call}" MARKERS)
  endif()
  _parallel_visible_lines(visible "${call}")
  _parallel_empty_directory_lines(directories "${call}")
  string(APPEND visible "${directories}")
  _parallel_require_executable(target "${call}" "${target}" PRE_TEST)
  _parallel_require_markers(markers "${call}" "${arg_MARKERS}")
  _parallel_remember_marked_target("${call}" "${target}")
  _parallel_write_capacities_later()

  set(private "")
  if(NOT "${arg_WORKING_DIRECTORY}" STREQUAL "")
    get_property(
      number TARGET ${target} PROPERTY PARALLEL_TESTING_PRIVATE_MARKS)
    if("${number}" STREQUAL "")
      set(number 0)
    endif()
    math(EXPR number "${number} + 1")
    set_property(
      TARGET ${target} PROPERTY PARALLEL_TESTING_PRIVATE_MARKS ${number})
    set(private ${number})
  endif()
  set(isolated "")
  if(arg_ISOLATED)
    set(isolated isolated)
  endif()
  foreach(glob IN LISTS globs)
    _parallel_from_item(glob)
    set(code "parallel_mark(")
    foreach(value IN ITEMS
      "${glob}" "${arg_MARKERS}" "${CMAKE_CURRENT_LIST_FILE}" "${arg_DIST}"
      "${isolated}" "${private}" "${visible}"
    )
      _parallel_quote(value "${value}")
      string(APPEND code " ${value}")
    endforeach()
    set_property(
      TARGET ${target} APPEND_STRING PROPERTY PARALLEL_TESTING_MARKS
      "${code})\n"
    )
    if(NOT "${arg_MARKERS}" STREQUAL "")
      _parallel_runtime_marker(${target} "${glob}" "${arg_MARKERS}")
    endif()
  endforeach()
endfunction()

# Sets `out` to a line `<name> TAB <path>` for each of arg_VISIBLE_FILES, which
# require arg_WORKING_DIRECTORY. The path is relative to the directory in which
# the cases run.
function(_parallel_visible_lines out call)
  if("${arg_WORKING_DIRECTORY}" STREQUAL ""
     AND NOT "${arg_VISIBLE_FILES}" STREQUAL "")
    message(FATAL_ERROR
      "${call}: VISIBLE_FILES requires WORKING_DIRECTORY PRIVATE")
  endif()
  set(lines "")
  foreach(path IN LISTS arg_VISIBLE_FILES)
    _parallel_from_item(path)
    _parallel_visible_name(name path)
    string(APPEND lines "${name}\t${path}\n")
  endforeach()
  set(${out} "${lines}" PARENT_SCOPE)
endfunction()

# Reads the markers of a call and rejects invalid ones. Sets what
# _parallel_read_markers() sets with this prefix.
function(_parallel_require_markers prefix call markers)
  _parallel_declared_labels(labels)
  _parallel_read_markers(${prefix} strict "${markers}" "${labels}")
  if(${prefix}_problems)
    list(JOIN ${prefix}_problems "\n  " problems)
    _parallel_unescape_markers(problems)
    _parallel_from_item(problems)
    message(FATAL_ERROR "${call}: ${problems}")
  endif()
  _parallel_remember_names("${call}" "${markers}")
  foreach(name IN ITEMS
    known properties supervised isolations requests reads writes
  )
    set(${prefix}_${name} "${${prefix}_${name}}" PARENT_SCOPE)
  endforeach()
endfunction()

# Adds a line to the file beside the executable. From this file, the running
# test knows its markers, whatever starts it.
function(_parallel_runtime_marker target glob markers)
  _parallel_as_field(glob)
  set_property(
    TARGET ${target} APPEND_STRING PROPERTY PARALLEL_TESTING_RUNTIME_MARKERS
    "${glob}\t${markers}\n"
  )
endfunction()

# Records for the running test what its tags mean. The test does not know which
# call registered it. Reads arg_TAGS_ARE_NOT_MARKERS.
function(_parallel_remember_meaning_of_tags call target)
  get_property(
    calls TARGET ${target} PROPERTY PARALLEL_TESTING_CALLS)
  get_property(
    known TARGET ${target} PROPERTY PARALLEL_TESTING_TAGS_ARE_NOT_MARKERS)
  if(NOT "${calls}" STREQUAL "" AND NOT "${known}" STREQUAL
     "${arg_TAGS_ARE_NOT_MARKERS}")
    message(FATAL_ERROR
      "${call}: either all calls for an executable or none have "
      "TAGS_ARE_NOT_MARKERS\n"
      "  remedy: add it to the other calls for ${target}"
    )
  endif()
  if("${calls}" STREQUAL "")
    set_property(
      TARGET ${target} PROPERTY PARALLEL_TESTING_TAGS_ARE_NOT_MARKERS
      "${arg_TAGS_ARE_NOT_MARKERS}"
    )
    if(arg_TAGS_ARE_NOT_MARKERS)
      set_property(
        TARGET ${target} APPEND_STRING PROPERTY PARALLEL_TESTING_RUNTIME_MARKERS
        "tags_are_not_markers\n"
      )
    endif()
  endif()
endfunction()

# Creates that file, and adds arg_MARKERS of a parallel_discover_tests() call:
# to the cases of arg_TEST_FILTER if there is one and no arg_TEST_SPEC,
# otherwise to all cases.
function(_parallel_remember_runtime_markers target)
  if(NOT "${arg_MARKERS}" STREQUAL "")
    set(globs "*")
    if(NOT "${arg_TEST_FILTER}" STREQUAL "" AND "${arg_TEST_SPEC}" STREQUAL "")
      string(REGEX REPLACE "-.*" "" positive "${arg_TEST_FILTER}")
      string(REPLACE ":" ";" positive "${positive}")
      list(REMOVE_ITEM positive "")
      if(positive)
        set(globs "${positive}")
      endif()
    endif()
    foreach(glob IN LISTS globs)
      _parallel_runtime_marker(${target} "${glob}" "${arg_MARKERS}")
    endforeach()
  endif()

  get_property(done TARGET ${target} PROPERTY PARALLEL_TESTING_MARKERS_FILE)
  if(done)
    return()
  endif()
  set_property(TARGET ${target} PROPERTY PARALLEL_TESTING_MARKERS_FILE TRUE)
  set(lines "$<TARGET_PROPERTY:${target},PARALLEL_TESTING_RUNTIME_MARKERS>")
  file(
    GENERATE OUTPUT "$<TARGET_FILE:${target}>.markers"
    CONTENT "parallel_testing_markers 1\n${lines}"
    CONDITION "$<BOOL:${lines}>"
  )
endfunction()
