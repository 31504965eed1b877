# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest "echo usage: orders_test FILE; exit 0\n")
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build(RESULT fails STDOUT
  "the executable ended without writing its list of cases"
  "remedy: main() must reach the framework before it returns"
  "usage: orders_test FILE"
)
load_tests()
expect_tests(orders_test_discovery)
