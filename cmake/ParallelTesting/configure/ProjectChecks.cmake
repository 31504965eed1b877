# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Checks what can only be judged after the whole project was read: names that
# one call uses and another one declares, before or after it.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/../pure/MarkerKinds.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Nearest.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Properties.cmake")

# Records the fixtures and capacities that the markers of a call name.
function(_parallel_remember_names call markers)
  _parallel_collect_fixtures_later()
  _parallel_declared_name_pattern(pattern)
  foreach(marker IN LISTS markers)
    if(marker MATCHES "${pattern}")
      set_property(
        GLOBAL APPEND PROPERTY PARALLEL_TESTING_NAMES
        "${call}|${CMAKE_MATCH_1}|${CMAKE_MATCH_2}"
      )
    endif()
  endforeach()
endfunction()

# Records the fixtures that tests with the properties in the list variable
# `pairs` set up.
function(_parallel_remember_fixtures pairs)
  _parallel_property_of(fixtures FIXTURES_SETUP ${pairs})
  set_property(GLOBAL APPEND PROPERTY PARALLEL_TESTING_FIXTURES ${fixtures})
endfunction()

# Records that a call marks cases of `target`.
function(_parallel_remember_marked_target call target)
  set_property(
    GLOBAL APPEND PROPERTY PARALLEL_TESTING_MARKED
    "${call}|${target}|${CMAKE_CURRENT_LIST_FILE}"
  )
endfunction()

# Records the fixtures that tests of the current directory set up.
function(_parallel_collect_fixtures)
  get_property(tests DIRECTORY PROPERTY TESTS)
  foreach(test IN LISTS tests)
    # The list splits names that contain a semicolon.
    if(TEST "${test}")
      get_property(fixtures TEST "${test}" PROPERTY FIXTURES_SETUP)
      set_property(
        GLOBAL APPEND PROPERTY PARALLEL_TESTING_FIXTURES ${fixtures})
    endif()
  endforeach()
endfunction()

# Does that at the end of the current directory, because properties of a test
# may be set after it. Later, no other directory can read them.
function(_parallel_collect_fixtures_later)
  get_property(done DIRECTORY PROPERTY PARALLEL_TESTING_COLLECTS_FIXTURES)
  if(NOT done)
    set_property(DIRECTORY PROPERTY PARALLEL_TESTING_COLLECTS_FIXTURES TRUE)
    cmake_language(DEFER CALL _parallel_collect_fixtures)
  endif()
endfunction()

# Sets `out` to the fixtures that tests of this project set up: in directories
# that use a function of ParallelTesting, and in the top-level directory.
function(_parallel_known_fixtures out)
  _parallel_collect_fixtures()
  get_property(fixtures GLOBAL PROPERTY PARALLEL_TESTING_FIXTURES)
  # No marker can name any other fixture.
  list(FILTER fixtures INCLUDE REGEX "^[A-Za-z0-9_.-]+$")
  list(REMOVE_DUPLICATES fixtures)
  list(SORT fixtures)
  set(${out} "${fixtures}" PARENT_SCOPE)
endfunction()

function(_parallel_check_marked_targets)
  get_property(marked GLOBAL PROPERTY PARALLEL_TESTING_MARKED)
  get_property(discovered GLOBAL PROPERTY PARALLEL_TESTING_EXECUTABLES)
  list(REMOVE_DUPLICATES discovered)
  foreach(item IN LISTS marked)
    string(REGEX MATCH "^(.*)\\|([^|]*)\\|(.*)$" item "${item}")
    set(call "${CMAKE_MATCH_1}")
    set(target "${CMAKE_MATCH_2}")
    set(file "${CMAKE_MATCH_3}")
    if(NOT target IN_LIST discovered)
      _parallel_did_you_mean(hint "${target}" ${discovered})
      message(FATAL_ERROR
        "${call}: nothing calls parallel_discover_tests(${target}), so there "
        "are no cases to mark${hint}\n"
        "  in: ${file}\n"
        "  remedy: mark the target whose cases are discovered, or discover "
        "this one"
      )
    endif()
  endforeach()
endfunction()

# Rejects a name of a fixture or capacity that is not declared but nearly equals
# a declared one. Tests that CMake does not know yet may set up a fixture, and
# an undeclared capacity is legal.
function(_parallel_check_names fixtures capacities)
  get_property(names GLOBAL PROPERTY PARALLEL_TESTING_NAMES)
  list(REMOVE_DUPLICATES names)
  foreach(item IN LISTS names)
    string(REGEX MATCH "^(.*)\\|([^|]*)\\|([^|]*)$" item "${item}")
    set(call "${CMAKE_MATCH_1}")
    _parallel_name_problem(
      problem "${CMAKE_MATCH_2}" "${CMAKE_MATCH_3}"
      "${fixtures}" "${capacities}"
    )
    if(NOT problem STREQUAL "")
      message(FATAL_ERROR "${call}: ${problem}")
    endif()
  endforeach()
endfunction()
