# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The targets test_prep/<test> and test_prep/all, which build only what tests
# need. With the variable CMAKE_TEST_BUILD_DEPENDS, CMake has them for tests of
# add_test() since 4.4. Since 4.5, a directory property of the same name adds to
# the second.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Quoting.cmake")

# Makes test_prep/all build `target`, which tests of the current directory need
# although CMake does not know them.
function(_parallel_prepare_tests target)
  if(CMAKE_VERSION VERSION_LESS 4.5)
    return()
  endif()
  get_target_property(imported ${target} IMPORTED)
  get_property(known DIRECTORY PROPERTY CMAKE_TEST_BUILD_DEPENDS)
  if(NOT imported AND NOT target IN_LIST known)
    set_property(
      DIRECTORY APPEND PROPERTY CMAKE_TEST_BUILD_DEPENDS ${target})
  endif()
endfunction()

# The same for what a user has named in BUILD_DEPENDS.
function(_parallel_prepare_item item)
  get_property(refused DIRECTORY PROPERTY _parallel_refused_items)
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 4.5 AND TARGET "${item}")
    _parallel_prepare_tests("${item}")
  elseif(NOT item IN_LIST refused)
    set_property(DIRECTORY APPEND PROPERTY _parallel_refused_items "${item}")
    message(AUTHOR_WARNING
      "parallel_add_test(): BUILD_DEPENDS cannot pass on '${item}', because the "
      "names of tests with several counts of ranks cannot be those of targets. "
      "From CMake 4.5 on, test_prep/all builds targets; build everything else "
      "before the tests.")
  endif()
endfunction()

# Sets `out` to the arguments of add_test() for the test `name` that name what the
# build must have made before: the items of `list_variable`, and the launcher if
# `launches`; call it after _parallel_use_launcher(). An older CMake would add the
# arguments to the command. CMake has no target for a test whose name cannot be
# that of a target, and refuses these arguments for it: only the user's are passed
# on then, and for a name that is not the user's, `is_given` OFF, test_prep/all
# builds the targets, from CMake 4.5 on.
function(_parallel_build_depends out name is_given list_variable launches)
  set(${out} "" PARENT_SCOPE)
  if(CMAKE_VERSION VERSION_LESS 4.4)
    return()
  endif()
  set(items "${${list_variable}}")
  if(name MATCHES "^[A-Za-z0-9_.:+-]+$")
    if(launches AND TARGET parallel_testing_launcher_is_built)
      list(APPEND items parallel_testing_launcher_is_built)
    endif()
  elseif(NOT is_given)
    foreach(item IN LISTS items)
      _parallel_quote_items(code item)
      # The target may follow.
      cmake_language(
        EVAL CODE "cmake_language(DEFER CALL _parallel_prepare_item${code})")
    endforeach()
    set(items "")
  endif()
  if(NOT items STREQUAL "")
    _parallel_quote_items(code items)
    set(${out} " BUILD_DEPENDS${code}" PARENT_SCOPE)
  endif()
endfunction()
