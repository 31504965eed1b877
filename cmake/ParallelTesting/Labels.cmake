# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/configure/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/MarkerKinds.cmake")

#[===[.rst:
.. command:: parallel_declare_labels

  Declares labels of this project, so that they are markers and a misspelling
  of one is an error::

    parallel_declare_labels(<label>...)

  Letters, digits, ``_``, ``.`` and ``-`` make a label. Call it before the
  calls that use the labels. The variable ``PARALLEL_TESTING_LABELS`` declares
  labels for the directory it is set in and those below.

  ``parallel_testing_labels()`` is the old name of this function, which release
  0.2 removes.

  .. code-block:: cmake

    parallel_declare_labels(billing nightly)
    parallel_discover_tests(orders_test MARKERS billing)
#]===]
foreach(function IN ITEMS parallel_declare_labels parallel_testing_labels)
  function(${function})
    _parallel_report_old_name()
    foreach(label IN LISTS ARGV)
      _parallel_check_label(problem "${label}")
      if(problem)
        message(FATAL_ERROR "${CMAKE_CURRENT_FUNCTION}: ${problem}")
      endif()
      set_property(GLOBAL APPEND PROPERTY PARALLEL_TESTING_LABELS "${label}")
    endforeach()
  endfunction()
endforeach()
