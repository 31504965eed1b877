# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[A.One]=] [=[A.One]=] 7 [=[mpi:2]=] [=[]=])")
  if(KIND STREQUAL "no_mpi")
    parallel_discover_tests(orders_test)
  elseif(KIND STREQUAL "twice")
    set(MPIEXEC_EXECUTABLE /bin/true)
    set_target_properties(orders_test PROPERTIES TEST_LAUNCHER "mpirun;-n;2")
    parallel_discover_tests(orders_test)
  elseif(KIND MATCHES "copies")
    add_manifest_fake(plain_test googletest
      "parallel_case([=[B.Two]=] [=[B.Two]=] 7 [=[]=] [=[]=])")
    set_target_properties(plain_test PROPERTIES TEST_LAUNCHER "srun;-n;2")
    set(options LAUNCHER OFF)
    if(KIND STREQUAL "units_of_copies")
      set(options BATCH 10)
    endif()
    parallel_discover_tests(plain_test ${options})
  else()
    add_fake(plain_test none "echo 'A.'; echo '  One'")
    parallel_declare_capacity(gpu AUTO)
    parallel_discover_tests(plain_test
      FRAMEWORK googletest LAUNCHER OFF MARKERS gpu)
  endif()
  return()
endif()

configure(OPTIONS -DKIND=no_mpi)
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    A.One: the marker mpi requires MPIEXEC_EXECUTABLE; call find_package(MPI) before parallel_discover_tests()
      at: /src/orders_test.cpp:7
]])
configure(OPTIONS -DKIND=twice)
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    A.One: TEST_LAUNCHER or CROSSCOMPILING_EMULATOR starts the ranks itself (mpirun), and so does the marker mpi; remove one of them
      at: /src/orders_test.cpp:7
]])
configure(OPTIONS -DKIND=copies)
build(RESULT fails TARGET plain_test)
expect_stdout([[
CMake Error:
  parallel_discover_tests(plain_test): TEST_LAUNCHER or CROSSCOMPILING_EMULATOR starts several ranks of a case, which requires the launcher

    remedy: remove LAUNCHER OFF
]])
configure(OPTIONS -DKIND=units_of_copies)
build(RESULT fails TARGET plain_test)
expect_stdout([[
CMake Error:
  parallel_discover_tests(plain_test): BATCH 10 cannot be combined with a TEST_LAUNCHER or CROSSCOMPILING_EMULATOR that starts several ranks

    remedy: remove BATCH 10
]])
configure(OPTIONS -DKIND=devices)
build(RESULT fails TARGET plain_test)
expect_stdout([[
CMake Error:
  parallel_discover_tests(plain_test): the markers of the tests are wrong

    A.One: the marker gpu requires an adapter or the launcher, which set the variables by which the test finds its devices. Remove LAUNCHER OFF or link an adapter
]])
