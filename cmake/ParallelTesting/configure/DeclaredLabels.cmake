# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The labels that a project has declared.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/../pure/MarkerKinds.cmake")

# Sets `out` to all labels that are declared so far for the current directory.
function(_parallel_declared_labels out)
  get_property(labels GLOBAL PROPERTY PARALLEL_TESTING_LABELS)
  foreach(label IN LISTS PARALLEL_TESTING_LABELS)
    _parallel_check_label(problem "${label}")
    if(problem)
      message(FATAL_ERROR "PARALLEL_TESTING_LABELS: ${problem}")
    endif()
    list(APPEND labels "${label}")
  endforeach()
  list(REMOVE_DUPLICATES labels)
  set(${out} "${labels}" PARENT_SCOPE)
endfunction()
