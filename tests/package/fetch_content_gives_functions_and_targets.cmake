# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

write_consumer("
include(FetchContent)
FetchContent_Declare(ParallelTesting SOURCE_DIR \"${project_source}\")
FetchContent_MakeAvailable(ParallelTesting)
")
configure()
load_tests()
expect_tests(orders_test_NOT_BUILT smoke)
