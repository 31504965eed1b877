# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[A.One]=] [=[A.One]=] 7 [=[mpi:1,2\;slow]=] [=[]=])"
    "parallel_case([=[A.None]=] [=[A.None]=] 9 [=[]=] [=[]=])")
  set(MPIEXEC_EXECUTABLE "${FAKES}/intel")
  set(MPIEXEC_PREFLAGS -verbose)
  parallel_discover_tests(orders_test)
  set(command COMMAND sh -c "echo rank $PARALLEL_TESTING_RANK of $PMI_SIZE")
  parallel_add_test(NAME intel ${command} MARKERS mpi:2,3 threads:2)
  set(MPIEXEC_EXECUTABLE "${FAKES}/slurm")
  set(MPIEXEC_NUMPROC_FLAG -np)
  set(MPIEXEC_PREFLAGS "")
  parallel_add_test(NAME slurm ${command} MARKERS mpi:2)
  add_manifest_fake(copied_test googletest
    "parallel_case([=[B.Two]=] [=[B.Two]=] 7 [=[]=] [=[]=])")
  # The launcher watches the copies that another program starts.
  set_target_properties(copied_test PROPERTIES TEST_LAUNCHER "${FAKES}/mpiexec;-n;2")
  parallel_discover_tests(copied_test)
  return()
endif()

# Starts as many copies as its second argument says, one after the other.
function(write_fake name version)
  file(WRITE "${work}/fakes/${name}" "#!/bin/sh
if test \"$1\" = --version; then echo '${version}'; exit; fi
flag=$1 count=$2; shift 2
flags=
while ! test -x \"$1\"; do flags=\"$flags $1\"; shift; done
echo starts $count with $flag$flags
rank=0
while test $rank -lt $count; do
  PMI_RANK=$rank PMI_SIZE=$count \"$@\" || exit
  rank=$((rank + 1))
done
")
  file(CHMOD "${work}/fakes/${name}"
    PERMISSIONS OWNER_READ OWNER_EXECUTE)
endfunction()
write_fake(intel "Intel(R) MPI Library for Linux* OS, Version 2021.10")
write_fake(slurm "slurm 22.05.8")
write_fake(mpiexec "unused")
configure(OPTIONS "-DCASE_LAUNCHER=${launcher}" "-DFAKES=${work}/fakes")
build()
load_tests()
expect_tests("A.One [1 rank]" "A.One [2 ranks]" "A.None" "B.Two"
  "intel [2 ranks]" "intel [3 ranks]" slurm)
expect_property("A.One [2 ranks]" PROCESSORS 2)
expect_property("A.One [2 ranks]" LABELS slow)
expect_property("intel [2 ranks]" PROCESSORS 4)
expect_property("intel [3 ranks]" PROCESSORS 6)
run_ctest(ARGS -V -R "intel|slurm" LINES "^starts |^rank |rank 1")
expect_stdout([[
5: starts 2 with -n -genv I_MPI_PIN 0 -verbose
5: rank 0 of 2
#5 intel [2 ranks]: Passed
6: starts 3 with -n -genv I_MPI_PIN 0 -verbose
6: rank 0 of 3
#6 intel [3 ranks]: Passed
7: starts 2 with -np --cpu-bind=none --overcommit --overlap --kill-on-bad-exit=1
7: rank 0 of 2
#7 slurm: Passed
100% tests passed, 0 tests failed out of 3
]])

# The fakes of test programs have no adapter that would report their cases.
run_ctest(RESULT 8 ARGS -V -R "B.Two" LINES "^starts |rank . of")
expect_stdout([[
4: starts 2 with -n
4: parallel-testing: rank 0 of 2: ended early with exit code 0; rank 1: ended early with exit code 0
#4 B.Two: Subprocess aborted***Exception:
0% tests passed, 1 tests failed out of 1
]])
