# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  # As with a toolchain file. The project does not build the launcher, which
  # would run on another machine.
  set(CMAKE_CROSSCOMPILING TRUE)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[A.One]=] [=[A.One]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(orders_test)
  parallel_discover_tests(orders_test TEST_PREFIX bare. LAUNCHER OFF)
  add_manifest_fake(native_test googletest
    "parallel_case([=[B.Two]=] [=[B.Two]=] 7 [=[]=] [=[]=])")
  set_target_properties(native_test PROPERTIES
    CROSSCOMPILING_EMULATOR "" TEST_LAUNCHER "env;LAUNCHED=yes")
  parallel_discover_tests(native_test)
  parallel_add_test(NAME command COMMAND orders_test)
  return()
endif()

file(WRITE "${work}/emulator" [[
#!/bin/sh
echo "emulates${PARALLEL_TESTING_SUPERVISED:+ under the launcher}"
exec "$@"
]])
file(CHMOD "${work}/emulator" PERMISSIONS OWNER_READ OWNER_EXECUTE)
configure(OPTIONS
  "-DCMAKE_CROSSCOMPILING_EMULATOR=${work}/emulator"
  "-DPARALLEL_TESTING_HOST_LAUNCHER=${launcher}"
)
build()
run_ctest(ARGS -V LINES "^emulates|^PARALLEL_TESTING_(SUPERVISED|WORKER)=")
expect_stdout([[
1: emulates under the launcher
1: PARALLEL_TESTING_SUPERVISED=<launcher id>
1: PARALLEL_TESTING_WORKER=gw<number>
#1 A.One: Passed
2: emulates
#2 bare.A.One: Passed
3: PARALLEL_TESTING_SUPERVISED=<launcher id>
3: PARALLEL_TESTING_WORKER=gw<number>
#3 B.Two: Passed
4: emulates under the launcher
4: PARALLEL_TESTING_SUPERVISED=<launcher id>
4: PARALLEL_TESTING_WORKER=gw<number>
#4 command: Passed
100% tests passed, 0 tests failed out of 4
]])
