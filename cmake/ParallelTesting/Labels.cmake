# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/configure/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/MarkerKinds.cmake")

#[===[.rst:
.. command:: parallel_declare_labels

  Declares labels of this project. A declared label is a valid marker, and a
  misspelling of it is an error::

    parallel_declare_labels(<label>...)

  A label consists of letters, digits, ``_``, ``.`` and ``-``. Call this function
  before the calls that use the labels. The variable ``PARALLEL_TESTING_LABELS``
  also declares labels, for its directory and those below.

  ``parallel_testing_labels()`` is the old name of this function. Release 0.2
  removes it.

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
