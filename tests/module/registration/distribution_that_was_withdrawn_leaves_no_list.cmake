# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  string(CONCAT script
    "if test -n \"$PARALLEL_TESTING_MANIFEST_PLAN\"; then\n"
    "echo lists > \"$PARALLEL_TESTING_MANIFEST.units\"\n"
    "fi\n"
    "cat > \"$PARALLEL_TESTING_MANIFEST\" <<'END'\n"
    "parallel_manifest(1 googletest)\n"
    "parallel_names([=[]=])\n"
    "parallel_manifest_end(0 0)\n"
    "END\n"
  )
  add_fake(orders_test googletest "${script}")
  parallel_discover_tests(orders_test ALLOW_EMPTY DIST ${MODE})
  return()
endif()

set(lists "${build}/parallel_testing/orders_test-1_units.txt")
configure(OPTIONS -DMODE=loadscope)
build()
if(NOT EXISTS "${lists}")
  message(FATAL_ERROR "there is no ${lists}")
endif()
configure(OPTIONS -DMODE=load)
build()
if(EXISTS "${lists}")
  message(FATAL_ERROR "${lists} is still there")
endif()
