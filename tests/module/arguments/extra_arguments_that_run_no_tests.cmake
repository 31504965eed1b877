# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest "")
  parallel_discover_tests(orders_test EXTRA_ARGS --own ${ARGUMENT})
  return()
endif()

foreach(argument IN ITEMS
  --gtest_list_tests --help --list-tests --list-tags --list-test-names-only
  --list-reporters --list-listeners
)
  configure(OPTIONS "-DARGUMENT=${argument}" RESULT 1 STDERR
    "EXTRA_ARGS cannot have '${argument}', which runs no tests"
    "remedy: leave it out"
  )
endforeach()
configure(OPTIONS -DARGUMENT=--gtest_brief)
