# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/pure/DeviceLists.cmake")

function(expect_nvidia listing memory expected)
  _parallel_nvidia_devices(devices "${listing}" "${memory}")
  expect_equal("${devices}" "${expected}")
endfunction()
expect_nvidia("" "" "")
expect_nvidia("No devices were found\n" "No devices were found\n" "")
expect_nvidia(
"GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5c89852c-d268)
GPU 1: NVIDIA [x]; y (UUID: GPU-77aa0001-0000)
" "GPU-77aa0001-0000, 8192\nGPU-5c89852c-d268, 40960\n"
  "GPU-5c89852c-d268|40960;GPU-77aa0001-0000|8192")
# The memory of some devices is not reported.
expect_nvidia("GPU 0: NVIDIA GB10 (UUID: GPU-1)\r\n" "GPU-1, [N/A]\r\n" "GPU-1|0")
# Instances replace their device, in both forms of their names.
expect_nvidia(
"GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-0)
  MIG 1g.5gb      Device  0: (UUID: MIG-c7384736-a75d)
  MIG 1c.3g.20gb  Device  1: (UUID: MIG-GPU-0/2/0)
GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-1)
GPU 2: NVIDIA A100-SXM4-40GB (UUID: GPU-2)
  MIG 7g.40gb     Device  0: (UUID: MIG-2)
" "GPU-0, 40960\nGPU-1, 40960\n"
  "MIG-c7384736-a75d|4768;MIG-GPU-0/2/0|19073;GPU-1|40960;MIG-2|38146")

function(expect_rocm text expected)
  _parallel_rocm_devices(devices "${text}")
  expect_equal("${devices}" "${expected}")
endfunction()
expect_rocm("" "")
expect_rocm(
"device,Unique ID,VRAM Total Memory (B),VRAM Total Used Memory (B)
card0,0x18f68e602b8a790f,17163091968,6922240
card1,N/A,1073741824,0
" "GPU-18f68e602b8a790f|16368;1|1024")
expect_rocm("device,VRAM Total Memory (B)\ncard0,1048576\n" "0|1")
expect_rocm("WARNING: no device\ndevice,Unique ID\ncard0,0x0abc\n"
  "GPU-0000000000000abc|0")

# What a user or Slurm leaves visible.
function(expect_visible entries expected)
  _parallel_visible_devices(visible "GPU-aa|1;GPU-ab|2;MIG-c|3" "${entries}")
  expect_equal("${visible}" "${expected}")
endfunction()
expect_visible("" "")
expect_visible("-1" "")
expect_visible("1" "GPU-ab|2")
expect_visible("2,0" "MIG-c|3;GPU-aa|1")
expect_visible("0,-1,1" "GPU-aa|1")
expect_visible("0,7,1" "GPU-aa|1")
expect_visible("GPU-ab, MIG" "GPU-ab|2;MIG-c|3")
expect_visible("1,1" "GPU-ab|2")

# The capacity has the memory of the smallest device.
function(expect_ids devices capacity names)
  _parallel_device_ids(found_capacity found_names "${devices}")
  expect_equal("${found_capacity}" "${capacity}")
  expect_equal("${found_names}" "${names}")
endfunction()
expect_ids("GPU-a|8192;GPU-b|4096" "devices;4096;0;1" "0=GPU-a,1=GPU-b")
expect_ids("x|0" "devices;0;0" "0=x")
set(ten "")
foreach(index RANGE 1 10)
  list(APPEND ten "d${index}|5")
endforeach()
expect_ids("${ten}" "devices;5;00;01;02;03;04;05;06;07;08;09"
  "00=d1,01=d2,02=d3,03=d4,04=d5,05=d6,06=d7,07=d8,08=d9,09=d10")

# Trees as the kernel shows them.
include("${module_dir}/ParallelTesting/ctest/Devices.cmake")
set(root "${work}/root")
function(expect_devices vendor expected)
  cmake_language(CALL _parallel_find_${vendor} devices reason "${root}")
  expect_equal("${devices}" "${expected}")
endfunction()
set(nodes "${root}/sys/class/kfd/kfd/topology/nodes")
file(WRITE "${nodes}/0/properties" "cpu_cores_count 8\nsimd_count 0\n")
file(WRITE "${nodes}/1/properties" "simd_count 304\nunique_id 1798781644879591695\n")
file(WRITE "${nodes}/1/mem_banks/0/properties"
  "heap_type 1\nsize_in_bytes 17163091968\n")
file(WRITE "${nodes}/2/properties" "simd_count 8\nunique_id 0\n")
# CMake does not compute with numbers this large.
file(WRITE "${nodes}/9/properties" "simd_count 8\nunique_id 9223372036854775808\n")
# Another user's.
file(WRITE "${nodes}/10/properties" "")
expect_devices(amd "GPU-18f68e602b8a790f|16368;1|0;2|0")

set(drm "${root}/sys/class/drm")
function(add_card number vendor address node)
  set(device "${root}/sys/devices/${address}")
  file(WRITE "${device}/vendor" "${vendor}\n")
  file(WRITE "${device}/drm/${node}/dev" "226:128\n")
  file(MAKE_DIRECTORY "${drm}/card${number}")
  file(CREATE_LINK "${device}" "${drm}/card${number}/device" SYMBOLIC)
endfunction()
add_card(0 0x8086 0000:03:00.0 renderD128)
add_card(1 0x8086 0000:00:02.0 renderD129)
add_card(2 0x1af4 0000:00:01.0 renderD130)
add_card(3 0x8086 0000:09:00.0 renderD131)
file(WRITE "${root}/dev/dri/renderD128" "")
file(WRITE "${root}/dev/dri/renderD129" "")
file(WRITE "${root}/dev/dri/renderD130" "")
file(WRITE "${drm}/card0/lmem_total_bytes" "0x400000000\n")
expect_devices(intel "0|0;1|16384")
file(REMOVE_RECURSE "${root}")
expect_devices(intel "")
