# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
  parallel_discover_tests(orders_test BATCH ${BATCH})
  return()
endif()

foreach(batch IN ITEMS 0 -1 many 1.5 100000)
  configure(OPTIONS "-DBATCH=${batch}" RESULT 1)
endforeach()
expect_stderr([[
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): BATCH cannot be '0'

    allowed: a whole number from 1 to 99999, or auto
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): BATCH cannot be '-1'

    allowed: a whole number from 1 to 99999, or auto
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): BATCH cannot be 'many'

    allowed: a whole number from 1 to 99999, or auto
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): BATCH cannot be '1.5'

    allowed: a whole number from 1 to 99999, or auto
CMake Error at <case>:4 (parallel_discover_tests):
  parallel_discover_tests(orders_test): BATCH cannot be '100000'

    allowed: a whole number from 1 to 99999, or auto
]])
