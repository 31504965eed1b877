# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[a*b]=] [=[a*b]=] 1 [=[]=] [=[]=])"
    "parallel_case([=[axb]=] [=[axb]=] 2 [=[]=] [=[]=])"
    "parallel_case([=[c?]=] [=[c?]=] 3 [=[]=] [=[]=])"
    "parallel_case([=[cx]=] [=[cx]=] 4 [=[]=] [=[]=])"
    "parallel_case([=[d\\*]=] [=[d\\*]=] 5 [=[]=] [=[]=])"
    "parallel_case([=[e\\f]=] [=[e\\f]=] 6 [=[]=] [=[]=])"
    "parallel_case([=[shown*]=] [=[In/P.x/0]=] 7 [=[]=] [=[]=] [=[In/P?x/0]=])"
    "parallel_case([=[MARKERS]=] [=[MARKERS]=] 8 [=[]=] [=[]=])"
  )
  parallel_discover_tests(orders_test)
  parallel_mark_tests(orders_test "a\\*b" "c\\?" "d\\\\*" "e\\f" "shown\\*"
    "?ARKERS" MARKERS lock:x)
  return()
endif()

configure()
build()
load_tests()
foreach(name IN ITEMS "a*b" "c?" "d\\*" "e\\f" "shown*" MARKERS)
  expect_property("${name}" RESOURCE_LOCK x)
endforeach()
foreach(name IN ITEMS axb cx)
  expect_property("${name}" RESOURCE_LOCK "")
endforeach()
file(READ "${build}/orders_test.case_markers" markers)
expect_equal("${markers}"
  "parallel_testing_markers 1\nIn/P\\\\?x/0\tlock:x\torders_test-1\n")
