# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[A.Marked]=] [=[A.Marked]=] 7 [=[timeout:30]=] [=[]=])"
    "parallel_case([=[A.Common]=] [=[A.Common]=] 8 [=[]=] [=[]=])"
  )
  parallel_discover_tests(orders_test PROPERTIES TIMEOUT 10)
  parallel_add_test(NAME added COMMAND true MARKERS timeout:0.5)
  add_test(NAME plain COMMAND true)
  set_tests_properties(plain PROPERTIES LABELS "a;b" TIMEOUT 7)
  add_test(NAME without COMMAND true)
  return()
endif()

configure()
build()
function(expect_time_outs marked common added plain)
  load_tests()
  expect_property(A.Marked TIMEOUT ${marked})
  expect_property(A.Common TIMEOUT ${common})
  expect_property(added TIMEOUT ${added})
  expect_property(plain TIMEOUT ${plain})
  expect_property(plain LABELS a b)
  expect_property(without TIMEOUT "")
endfunction()
expect_time_outs(30.0 10.0 0.5 7.0)
set(ENV{PARALLEL_TESTING_TIMEOUT_MULTIPLIER} 3)
expect_time_outs(90.0 30.0 1.5 21.0)
