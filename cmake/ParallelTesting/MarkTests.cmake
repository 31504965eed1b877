# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/configure/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/DeclaredLabels.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Markers.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/ProjectChecks.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Quoting.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/RunScript.cmake")

#[===[.rst:
.. command:: parallel_mark_tests

  Marks test cases that are not edited::

    parallel_mark_tests(<target> <glob>...
      [MARKERS <marker>...]
      [DIST load|loadscope|loadfile|loadgroup]
    )

  The globs know ``*`` and ``?`` and match the names that CTest shows, without
  prefix and suffix: ``Suite.Case``, ``In/Suite.Case/value``, or the name of a
  Catch2 test case. What GoogleTest calls a case, ``In/Suite.Case/0``, is matched
  as well. A glob that matches no case is an error of the build, and so is one
  that means one case by its shown name and another by its index. A target that
  no ``parallel_discover_tests()`` names is an error. The call may come before or after
  ``parallel_discover_tests()`` and from any directory.

  ``MARKERS``
    The markers. Required without ``DIST``.
  ``DIST``
    Which of these cases share a process, whatever ``parallel_discover_tests()``
    says of the others; the last call for a case wins. Needs an adapter.
    Default: like the others.

  .. code-block:: cmake

    parallel_mark_tests(orders_test "Orders.*" MARKERS database:orders slow)
#]===]
function(parallel_mark_tests target)
  _parallel_begin_call(1 globs ANY "" "DIST" "MARKERS")
  foreach(glob IN LISTS globs)
    if(glob MATCHES "^[A-Z_]+$")
      _parallel_did_you_mean(hint "${glob}" DIST MARKERS)
      if(hint)
        message(FATAL_ERROR "${call}: unknown argument '${glob}'${hint}")
      endif()
    endif()
  endforeach()
  if("${globs}" STREQUAL "")
    message(FATAL_ERROR
      "${call}: name the tests, for example \"Orders.*\" or \"*\"")
  endif()
  _parallel_require_choice("${call}" DIST load loadscope loadfile loadgroup)
  if("${arg_DIST}" STREQUAL "")
    _parallel_require_arguments("${call}" MARKERS)
  endif()
  _parallel_require_executable(target "${call}" "${target}" PRE_TEST)
  _parallel_require_markers(markers "${call}" "${arg_MARKERS}")
  _parallel_remember_marked_target("${call}" "${target}")
  _parallel_write_capacities_later()

  foreach(glob IN LISTS globs)
    _parallel_from_item(glob)
    set(code "parallel_mark(")
    foreach(value IN ITEMS
      "${glob}" "${arg_MARKERS}" "${CMAKE_CURRENT_LIST_FILE}" "${arg_DIST}"
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

# Reads the markers of a call, rejects what is not a marker, and sets what
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

# Adds a line to the file beside the executable from which the running test
# knows which markers it has, whatever starts it.
function(_parallel_runtime_marker target glob markers)
  _parallel_as_field(glob)
  set_property(
    TARGET ${target} APPEND_STRING PROPERTY PARALLEL_TESTING_RUNTIME_MARKERS
    "${glob}\t${markers}\n"
  )
endfunction()

# Has the running test know what its tags mean. It does not know which call it
# comes from. Reads arg_TAGS_ARE_NOT_MARKERS.
function(_parallel_remember_meaning_of_tags call target)
  get_property(
    calls TARGET ${target} PROPERTY PARALLEL_TESTING_CALLS)
  get_property(
    known TARGET ${target} PROPERTY PARALLEL_TESTING_TAGS_ARE_NOT_MARKERS)
  if(NOT "${calls}" STREQUAL "" AND NOT "${known}" STREQUAL
     "${arg_TAGS_ARE_NOT_MARKERS}")
    message(FATAL_ERROR
      "${call}: TAGS_ARE_NOT_MARKERS is for all calls for an executable, or for "
      "none\n"
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

# Makes that file, and adds arg_MARKERS of a parallel_discover_tests() call to
# the cases of arg_TEST_FILTER, unless there is arg_TEST_SPEC.
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
