# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  file(WRITE "${CMAKE_CURRENT_SOURCE_DIR}/sub/CMakeLists.txt"
    "add_manifest_fake(orders_test googletest\n"
    "  \"parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])\")\n"
    "add_executable(orders::test ALIAS orders_test)\n"
    "parallel_discover_tests(orders::test)\n"
  )
  add_subdirectory(sub)
  parallel_mark_tests(orders::test "Orders.?" MARKERS lock:late)
  return()
endif()

configure()
build()
load_tests()
expect_property(Orders.A RESOURCE_LOCK late)
