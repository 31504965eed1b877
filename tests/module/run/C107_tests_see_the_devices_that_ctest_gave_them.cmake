# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  string(CONCAT show "echo \"sees <$CUDA_VISIBLE_DEVICES> <$ROCR_VISIBLE_DEVICES>"
    " <$HIP_VISIBLE_DEVICES> <$ZE_AFFINITY_MASK>\"")
  set(policies "")
  if(WITH_POLICIES)
    set(policies VENDOR NVIDIA WITHOUT_DEVICE FAIL UNMARKED_TESTS ALL)
  endif()
  parallel_declare_capacity(gpu AUTO ${policies})
  parallel_add_test(NAME whole COMMAND sh -c "${show}" MARKERS gpu)
  parallel_add_test(NAME two COMMAND sh -c "${show}" MARKERS gpu:2)
  parallel_add_test(NAME part COMMAND sh -c "${show}; env" MARKERS gpu:memory:4GiB)
  parallel_add_test(NAME share COMMAND sh -c "${show}; env" MARKERS gpu:share:25)
  parallel_add_test(NAME large COMMAND sh -c "${show}" MARKERS gpu:memory:10GiB)
  parallel_add_test(NAME unmarked COMMAND sh -c "${show}")
  add_test(NAME plain COMMAND sh -c "${show}")
  return()
endif()

# A fake nvidia-smi, which lists $FAKE_DEVICES.
file(WRITE "${work}/bin/nvidia-smi" [[
#!/bin/sh
case $1 in
-L) for n in $FAKE_DEVICES; do echo "GPU $n: Fake (UUID: GPU-f$n)"; done ;;
*) for n in $FAKE_DEVICES; do echo "GPU-f$n, 8192"; done ;;
esac
]])
file(CHMOD "${work}/bin/nvidia-smi" PERMISSIONS OWNER_READ OWNER_EXECUTE)
set(ENV{PATH} "${work}/bin:$ENV{PATH}")
set(ENV{PARALLEL_TESTING_DEVICE_ROOT} "${work}/root")
foreach(name IN ITEMS CUDA HIP ROCR)
  unset(ENV{${name}_VISIBLE_DEVICES})
endforeach()
unset(ENV{ZE_AFFINITY_MASK})
# The tokens depend on the id of the run.
set(ENV{PARALLEL_TESTING_RUN_ID} devices)
set(lines "^sees|_GPU=|skipped|parallel-testing: the")

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
set(ENV{FAKE_DEVICES} "0 1")
run_ctest(ARGS -V LINES "${lines}")
expect_stdout([[
1: sees <GPU-f0> <-1> <-1> <65535>
#1 whole: Passed
2: sees <GPU-f0,GPU-f1> <-1> <-1> <65535>
#2 two: Passed
3: sees <GPU-f0> <-1> <-1> <65535>
3: CTEST_RESOURCE_GROUP_0_GPU=id:0,slots:50
#3 part: Passed
4: sees <GPU-f0> <-1> <-1> <65535>
4: CTEST_RESOURCE_GROUP_0_GPU=id:0,slots:25
#4 share: Passed
5: parallel-testing: 'large' was skipped: the test requests 10240 MiB of the capacity 'gpu', whose smallest device has 8192 MiB (skip 02d12a9265ff)
#5 large: ***Skipped
6: sees <-1> <-1> <-1> <65535>
#6 unmarked: Passed
7: sees <-1> <-1> <-1> <65535>
#7 plain: Passed
100% tests passed, 0 tests failed out of 7
]])

# What a user or a scheduler of jobs leaves visible is all that there is.
set(ENV{CUDA_VISIBLE_DEVICES} GPU-f1)
run_ctest(ARGS -V -R "whole|two" LINES "${lines}")
expect_stdout([[
1: sees <GPU-f1> <-1> <-1> <65535>
#1 whole: Passed
2: parallel-testing: 'two' was skipped: the test requests 2 of the capacity 'gpu', which has 1 (skip e1878d4cc86b)
#2 two: ***Skipped
100% tests passed, 0 tests failed out of 2
]])
unset(ENV{CUDA_VISIBLE_DEVICES})

# Devices of AMD: the kernel reports them.
unset(ENV{FAKE_DEVICES})
foreach(node IN ITEMS 0 1 2)
  set(directory "${work}/root/sys/class/kfd/kfd/topology/nodes/${node}")
  file(WRITE "${directory}/properties" "simd_count ${node}\nunique_id 26${node}\n")
  file(WRITE "${directory}/mem_banks/0/properties"
    "heap_type 1\nsize_in_bytes 8589934592\n")
endforeach()
run_ctest(ARGS -V -R "two|part|unmarked" LINES "${lines}")
expect_stdout([[
2: sees <0,1> <GPU-0000000000000105,GPU-0000000000000106> <0,1> <65535>
#2 two: Passed
3: sees <0> <GPU-0000000000000105> <0> <65535>
3: CTEST_RESOURCE_GROUP_0_GPU=id:0,slots:50
#3 part: Passed
6: sees <-1> <-1> <-1> <65535>
#6 unmarked: Passed
100% tests passed, 0 tests failed out of 3
]])

# No device at all.
file(REMOVE_RECURSE "${work}/root")
run_ctest(ARGS -V -R "whole|unmarked" LINES "${lines}")
set(ENV{PARALLEL_TESTING_WITHOUT_DEVICE} fail)
run_ctest(ARGS -V -R whole RESULT 8 LINES "${lines}")
set(ENV{PARALLEL_TESTING_WITHOUT_DEVICE} skipp)
run_ctest(ARGS -R whole)
expect_stdout([[
1: parallel-testing: 'whole' was skipped: there is no device: nvidia-smi lists none, there is no /sys/class/kfd and no rocm-smi on PATH, /dev/dri has none of Intel (skip 47e7869f24d5)
#1 whole: ***Skipped
6: sees <-1> <-1> <-1> <65535>
#6 unmarked: Passed
100% tests passed, 0 tests failed out of 2
1: parallel-testing: there is no device: nvidia-smi lists none, there is no /sys/class/kfd and no rocm-smi on PATH, /dev/dri has none of Intel
#1 whole: ***Failed
0% tests passed, 1 tests failed out of 1
#1 whole: ***Skipped
100% tests passed, 0 tests failed out of 1
]])
unset(ENV{PARALLEL_TESTING_WITHOUT_DEVICE})

# The policies of the project.
configure(OPTIONS -DWITH_POLICIES=ON)
build()
run_ctest(ARGS -V -R "whole|unmarked" RESULT 8 LINES "${lines}")
set(ENV{FAKE_DEVICES} 0)
run_ctest(ARGS -V -R "whole|unmarked" LINES "${lines}")
expect_stdout([[
1: parallel-testing: there is no device: nvidia-smi lists none
#1 whole: ***Failed
6: sees <> <> <> <>
#6 unmarked: Passed
50% tests passed, 1 tests failed out of 2
1: sees <GPU-f0> <> <> <>
#1 whole: Passed
6: sees <> <> <> <>
#6 unmarked: Passed
100% tests passed, 0 tests failed out of 2
]])
expect_stderr([[
ParallelTesting: warning: PARALLEL_TESTING_WITHOUT_DEVICE='skipp' is ignored: it is 'skip' or 'fail'
]])
