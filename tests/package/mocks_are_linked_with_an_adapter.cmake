# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# ParallelTesting::gmock and ::gmock_main stand in for GTest::gmock and
# GTest::gmock_main. Where they are known, other cases see to.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

set(tests [[
include(ParallelTesting)
add_subdirectory(tests)
]])
set(targets [[
find_package(GTest REQUIRED)
add_executable(mock_test mock_test.cpp)
target_link_libraries(mock_test PRIVATE ParallelTesting::gmock_main)
parallel_discover_tests(mock_test)
add_library(mocks OBJECT mock_test.cpp)
target_link_libraries(mocks PRIVATE ParallelTesting::runtime GTest::gmock)
add_executable(own_main_test own_main.cpp $<TARGET_OBJECTS:mocks>)
target_link_libraries(own_main_test PRIVATE ParallelTesting::gmock)
parallel_discover_tests(own_main_test TEST_PREFIX own.)
]])
set(program [[
#include <gmock/gmock.h>
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/parallel_testing.hpp>

struct mail {
  virtual ~mail() = default;
  virtual bool send(int order) = 0;
};
struct mock_mail : mail {
  MOCK_METHOD(bool, send, (int), (override));
};
TEST(Orders, AreSent) {
  EXPECT_TRUE(parallel_testing::this_worker().is_parallel());
  mock_mail out;
  EXPECT_CALL(out, send(7)).WillOnce(testing::Return(true));
  EXPECT_TRUE(static_cast<mail&>(out).send(7));
}
TEST(Orders, AreForgotten) {
  mock_mail out;
  EXPECT_CALL(out, send(8));
}
PARALLEL_TESTING_MARK(Orders, AreSent, lock("mail"));
]])
# Only GoogleTest is precompiled.
set(own_main [[
#include <gtest/gtest.h>
namespace testing {
void InitGoogleMock(int* argc, char** argv);
}
int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
]])

function(expect_mocks entry)
  file(REMOVE_RECURSE "${build}")
  write_project("${entry}\n${tests}")
  file(WRITE "${source}/tests/CMakeLists.txt" "${targets}")
  file(WRITE "${source}/tests/mock_test.cpp" "${program}")
  file(WRITE "${source}/tests/own_main.cpp" "${own_main}")
  configure(${ARGN})
  build()
  load_tests()
  expect_tests(Orders.AreSent Orders.AreForgotten
    own.Orders.AreSent own.Orders.AreForgotten)
  expect_property(own.Orders.AreSent RESOURCE_LOCK mail)
  # A call that never came fails its case, and no other.
  run_ctest(ARGS -j2 RESULT 8)
endfunction()

expect_mocks("find_package(ParallelTesting REQUIRED)"
  OPTIONS "-DCMAKE_PREFIX_PATH=${installed}")
expect_stdout([[
#1 Orders.AreSent: Passed
#2 Orders.AreForgotten: ***Failed
#3 own.Orders.AreSent: Passed
#4 own.Orders.AreForgotten: ***Failed
50% tests passed, 2 tests failed out of 4
]])
