# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest "exec sleep 60\n")
  parallel_discover_tests(orders_test DISCOVERY_TIMEOUT 0.2)
  return()
endif()

configure()
build(RESULT fails STDOUT
  "listing the test cases failed: no answer within 0.2 seconds"
  "remedy: raise DISCOVERY_TIMEOUT"
)
load_tests()
expect_tests(orders_test_discovery)
