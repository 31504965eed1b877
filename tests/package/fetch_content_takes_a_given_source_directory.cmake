# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

write_consumer("
include(FetchContent)
FetchContent_Declare(ParallelTesting URL \"file:///not/there.tar.gz\")
FetchContent_MakeAvailable(ParallelTesting)
")
configure(
  OPTIONS "-DFETCHCONTENT_SOURCE_DIR_PARALLELTESTING=${project_source}"
)
load_tests()
expect_tests(orders_test_NOT_BUILT smoke)
