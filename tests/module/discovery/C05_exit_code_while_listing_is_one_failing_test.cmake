# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest "echo no licence; exit 3\n")
  parallel_discover_tests(orders_test)
  return()
endif()

configure()
build(RESULT fails STDOUT "listing the test cases failed: exit code 3" "no licence"
  "remedy: run the command by hand")
load_tests()
expect_tests(orders_test_discovery)
run_ctest(ARGS -V RESULT 8 STDERR "Errors while running CTest"
  STDOUT "exit code 3" "no licence")
