# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#[===[.rst:
ParallelTesting
---------------

Registers tests so that ``ctest -j`` can run them at any level of parallelism.
Markers beside a test state what it needs; they become test properties.

====================================  =====================================
``parallel_discover_tests()``         each case of a GoogleTest or Catch2
                                      executable as a separate test
``parallel_add_test()``               one test with any command
``parallel_mark_tests()``             markers for cases whose source stays
                                      unchanged
``parallel_quarantine()``             cases that may fail until a date
``parallel_declare_capacity()``       how much there is of something that
                                      tests use up
``parallel_declare_labels()``         labels of the project
``parallel_add_coverage()``           coverage of tests that run in parallel
``parallel_add_postgresql_server()``  a private PostgreSQL server for a run
====================================  =====================================

.. code-block:: cmake

  find_package(ParallelTesting REQUIRED)
  include(ParallelTesting)

  add_executable(orders_test orders_test.cpp)
  target_link_libraries(orders_test PRIVATE ParallelTesting::gtest_main)
  parallel_discover_tests(orders_test MARKERS unit)
  parallel_mark_tests(orders_test "Orders.*" MARKERS database:orders slow)
  parallel_add_test(
    NAME smoke COMMAND python3 smoke.py MARKERS port:8080 timeout:30
  )
#]===]
include_guard(GLOBAL)

if(CMAKE_VERSION VERSION_LESS 3.25)
  message(FATAL_ERROR
    "ParallelTesting requires CMake 3.25 or newer\n"
    "  running: ${CMAKE_VERSION}"
  )
endif()
if(CMAKE_VERSION VERSION_EQUAL 3.29.0)
  message(WARNING
    "CTest 3.29.0 ignores RESOURCE_LOCK: it starts tests that exclude each "
    "other at the same time. Use 3.29.1 or newer."
  )
endif()

# All modules inherit these policies, including those that a function includes
# later: the project that includes this file may have set any.
block(SCOPE_FOR POLICIES)
  cmake_policy(VERSION 3.25...4.0)

  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/configure/OneVersion.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/pure/Version.cmake")
  _parallel_require_one_version(
    "${_parallel_version}" "${CMAKE_CURRENT_LIST_DIR}")

  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/configure/AdapterSources.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/configure/ModulePath.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/AddTest.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/Capacity.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/Coverage.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/DiscoverTests.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/Labels.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/MarkTests.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/PostgresqlServer.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelTesting/Quarantine.cmake")
endblock()
