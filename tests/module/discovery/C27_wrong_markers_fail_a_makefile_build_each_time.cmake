# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[solw]=] [=[]=])")
  parallel_discover_tests(orders_test)
  return()
endif()

set(generator "Unix Makefiles")
configure()
build(RESULT fails STDOUT "Orders.A: unknown marker 'solw', did you mean 'slow'?")
build(RESULT fails STDOUT "Orders.A: unknown marker 'solw', did you mean 'slow'?")
