# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  set(PARALLEL_TESTING_PINNING ${PINS})
  add_fake(orders_test googletest [[
if test -n "$PARALLEL_TESTING_MANIFEST"; then
cat > "$PARALLEL_TESTING_MANIFEST" <<'END'
parallel_manifest(1 googletest)
parallel_case([=[A.Three]=] [=[A.Three]=] 7 [=[threads:3]=] [=[]=])
parallel_case([=[A.None]=] [=[A.None]=] 9 [=[]=] [=[]=])
parallel_names([=[A.Three;A.None]=])
parallel_manifest_end(2)
END
exit 0
fi
env | sort
]])
  parallel_discover_tests(orders_test)
  parallel_discover_tests(orders_test TEST_PREFIX own.
    PROPERTIES ENVIRONMENT "OMP_NUM_THREADS=7;RAYON_NUM_THREADS=8")
  parallel_add_test(NAME command COMMAND sh -c "env | sort" MARKERS threads:2)
  parallel_add_test(NAME pinned COMMAND sh -c "env | sort" MARKERS threads:2:pinned
    PROPERTIES ENVIRONMENT OMP_PLACES=threads)
  return()
endif()

foreach(name IN ITEMS OMP MKL OPENBLAS RAYON)
  unset(ENV{${name}_NUM_THREADS})
endforeach()
unset(ENV{OMP_PLACES})
unset(ENV{OMP_PROC_BIND})
set(lines "^((OMP|MKL|OPENBLAS|RAYON)_NUM_THREADS|OMP_PLACES|OMP_PROC_BIND)=")
configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
run_ctest(ARGS -V LINES "${lines}")
expect_stdout([[
1: MKL_NUM_THREADS=3
1: OMP_NUM_THREADS=3
1: OPENBLAS_NUM_THREADS=3
1: RAYON_NUM_THREADS=3
#1 A.Three: Passed
#2 A.None: Passed
3: MKL_NUM_THREADS=3
3: OMP_NUM_THREADS=7
3: OPENBLAS_NUM_THREADS=3
3: RAYON_NUM_THREADS=8
#3 own.A.Three: Passed
4: OMP_NUM_THREADS=7
4: RAYON_NUM_THREADS=8
#4 own.A.None: Passed
5: MKL_NUM_THREADS=2
5: OMP_NUM_THREADS=2
5: OPENBLAS_NUM_THREADS=2
5: RAYON_NUM_THREADS=2
#5 command: Passed
6: MKL_NUM_THREADS=2
6: OMP_NUM_THREADS=2
6: OMP_PLACES=threads
6: OMP_PROC_BIND=close
6: OPENBLAS_NUM_THREADS=2
6: RAYON_NUM_THREADS=2
#6 pinned: Passed
100% tests passed, 0 tests failed out of 6
]])
set(ENV{MKL_NUM_THREADS} 5)
run_ctest(ARGS -V -R "^(A.Three|command)$" LINES "${lines}")
expect_stdout([[
1: MKL_NUM_THREADS=5
1: OMP_NUM_THREADS=3
1: OPENBLAS_NUM_THREADS=3
1: RAYON_NUM_THREADS=3
#1 A.Three: Passed
5: MKL_NUM_THREADS=5
5: OMP_NUM_THREADS=2
5: OPENBLAS_NUM_THREADS=2
5: RAYON_NUM_THREADS=2
#5 command: Passed
100% tests passed, 0 tests failed out of 2
]])
unset(ENV{MKL_NUM_THREADS})

# The launcher runs the tests that the project pins.
configure(OPTIONS -DPINS=ON)
build()
load_tests()
function(expect_requested_cores test expected)
  get_test(object "${test}")
  string(FIND "${object}" "parallel_testing_cores" at)
  set(has FALSE)
  if(at GREATER_EQUAL 0)
    set(has TRUE)
  endif()
  expect_equal("${has}" "${expected}")
endfunction()
expect_requested_cores(A.Three TRUE)
expect_requested_cores(A.None FALSE)
expect_requested_cores(command TRUE)
run_ctest(ARGS -V -R "^(A.Three|command)$" LINES "^OMP_PROC_BIND")
expect_stdout([[
1: OMP_PROC_BIND=close
#1 A.Three: Passed
5: OMP_PROC_BIND=close
#5 command: Passed
100% tests passed, 0 tests failed out of 2
]])
