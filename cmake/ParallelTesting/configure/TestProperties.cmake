# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The test properties of CMake, and names that are probably misspellings of one.
# A project may define its own properties, which CMake ignores.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Nearest.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Properties.cmake")

# Sets <prefix>_names to the test properties of all CMake versions since 3.25,
# and <prefix>_lists to those among them that are lists.
function(_parallel_test_properties prefix)
  set(lists
    ATTACHED_FILES ATTACHED_FILES_ON_FAIL DEPENDS ENVIRONMENT
    ENVIRONMENT_MODIFICATION FAIL_REGULAR_EXPRESSION FIXTURES_CLEANUP
    FIXTURES_REQUIRED FIXTURES_SETUP LABELS PASS_REGULAR_EXPRESSION
    REQUIRED_FILES RESOURCE_GROUPS RESOURCE_LOCK SKIP_REGULAR_EXPRESSION
  )
  set(${prefix}_lists ${lists} PARENT_SCOPE)
  set(${prefix}_names
    ${lists} COST DEF_SOURCE_LINE DISABLED FIXTURE_REPEAT_MODE
    GENERATED_RESOURCE_SPEC_FILE MEASUREMENT PROCESSORS PROCESSOR_AFFINITY
    RUN_SERIAL SKIP_RETURN_CODE TIMEOUT TIMEOUT_AFTER_MATCH TIMEOUT_SIGNAL_GRACE_PERIOD
    TIMEOUT_SIGNAL_NAME WILL_FAIL WORKING_DIRECTORY
    PARENT_SCOPE
  )
endfunction()

# Rejects the call if the list variable `pairs` has a name that nearly equals a
# test property. A generator expression may become any number of items.
function(_parallel_reject_misspelt_properties call pairs)
  if("${${pairs}}" MATCHES "\\$<")
    return()
  endif()
  _parallel_test_properties(known)
  _parallel_property_names(names ${pairs})
  foreach(name IN LISTS names)
    _parallel_nearest(similar "${name}" ONLY_SURE ${known_names})
    if(NOT similar STREQUAL "")
      message(FATAL_ERROR
        "${call}: unknown test property '${name}', did you mean '${similar}'?\n"
        "  remedy: correct it, or give your own property a name that differs "
        "more from CMake's"
      )
    endif()
  endforeach()
endfunction()
