# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

write_consumer("add_subdirectory(\"${project_source}\" parallel_testing)")
configure()
load_tests()
expect_tests(orders_test_NOT_BUILT smoke)
