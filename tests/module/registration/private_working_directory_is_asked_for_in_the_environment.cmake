# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/data/a.txt" "")
  file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/../outside.txt" "")
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test
    WORKING_DIRECTORY PRIVATE
    VISIBLE_FILES data/ data/a.txt ../outside.txt /dev/null
    PROPERTIES ENVIRONMENT MINE=1
  )
  return()
endif()

configure()
build()
load_tests()
set(list "${build}/parallel_testing/orders_test-1_visible_files.txt")
expect_property(Orders.A ENVIRONMENT
  MINE=1 "PARALLEL_TESTING_PRIVATE_DIRECTORY=${list}")
file(READ "${list}" lines)
string(CONCAT expected
  "data\t${source}/data\n"
  "data/a.txt\t${source}/data/a.txt\n"
  "outside.txt\t${work}/outside.txt\n"
  "null\t/dev/null\n"
)
expect_equal("${lines}" "${expected}")
