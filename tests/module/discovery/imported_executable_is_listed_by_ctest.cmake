# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test none [[
cat <<'END'
Orders.
  A
  B
END
]])
  add_executable(imported_test IMPORTED)
  set_target_properties(imported_test PROPERTIES
    IMPORTED_LOCATION "${CMAKE_CURRENT_BINARY_DIR}/orders_test")
  parallel_discover_tests(imported_test DISCOVERY_MODE PRE_TEST LAUNCHER OFF)
  parallel_mark_tests(imported_test Orders.A MARKERS lock:x)
  add_executable(missing_test IMPORTED)
  set_target_properties(
    missing_test PROPERTIES IMPORTED_LOCATION /nowhere/at/all)
  set(PARALLEL_TESTING_DISCOVERY_MODE PRE_TEST)
  parallel_discover_tests(missing_test)
  return()
endif()

configure()
build()
load_tests()
expect_tests(Orders.A Orders.B missing_test_NOT_BUILT)
expect_property(Orders.A RESOURCE_LOCK x)
