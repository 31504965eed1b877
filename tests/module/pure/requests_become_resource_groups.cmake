# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/pure/Requests.cmake")

# name, amount, capacity -> RESOURCE_GROUPS
function(expect_groups name amount capacity expected)
  _parallel_request_groups(groups ${name} ${amount} "${capacity}")
  expect_equal("${groups}" "${expected}")
endfunction()
expect_groups(databases 1 "units;4" "databases:1")
expect_groups(databases 3 "units;4" "3,databases:1")
expect_groups(ports 3 "amount;200" "ports:3")
expect_groups(gpu 50 "ids;100;0;1" "gpu:50")

# Devices: how many, how much of the memory of one, how many per cent of one.
# With other capacities of this name, the memory of a device is unknown.
expect_groups(gpu 1d "devices;8192;0;1" "gpu:100")
expect_groups(gpu 2d "devices;8192;0;1" "2,gpu:100")
expect_groups(gpu 4096M "devices;8192;0;1" "gpu:50")
expect_groups(gpu 1M "devices;8192;0;1" "gpu:1")
expect_groups(gpu 2731M "devices;8192;0;1" "gpu:34")
expect_groups(gpu 4096M "devices;0;0" "gpu:100")
expect_groups(gpu 25p "devices;8192;0;1" "gpu:25")
expect_groups(gpu 30 "devices;8192;0;1" "gpu:30")
expect_groups(gpu 2d "ids;4;0;1" "2,gpu:4")
expect_groups(gpu 4096M "ids;4;0;1" "gpu:4")
expect_groups(gpu 26p "ids;4;0;1" "gpu:2")
expect_groups(gpu 2d "units;4" "2,gpu:1")
expect_groups(gpu 25p "units;4" "gpu:1")

# capacity -> the ids of a resource spec
function(expect_spec capacity expected)
  _parallel_capacity_json(json "${capacity}")
  expect_equal("${json}" "${expected}")
endfunction()
expect_spec("units;2" "[{\"id\": \"0\", \"slots\": 1}, {\"id\": \"1\", \"slots\": 1}]")
expect_spec("amount;200" "[{\"id\": \"0\", \"slots\": 200}]")
expect_spec("ids;100;a;b" "[{\"id\": \"a\", \"slots\": 100}, {\"id\": \"b\", \"slots\": 100}]")
_parallel_capacity_json(json "units;11")
string(FIND "${json}" "[{\"id\": \"00\", \"slots\": 1}, {\"id\": \"01\"" at)
expect_equal("${at}" 0)

expect_spec("devices;8192;0" "[{\"id\": \"0\", \"slots\": 100}]")

# Too much is said with both numbers.
function(expect_check name amount capacity expected)
  _parallel_check_request(problem ${name} ${amount} "${capacity}")
  expect_equal("${problem}" "${expected}")
endfunction()
expect_check(databases 4 "units;4" "")
expect_check(databases 5 "units;4"
  "requests 5 of the capacity 'databases', which has 4")
expect_check(gpu 101 "ids;100;0;1"
  "requests 101 of the capacity 'gpu', which has 100 in one id")
expect_check(memory 4096 "amount;1024"
  "requests 4096 MiB of the capacity 'memory', which has 1024 MiB")
expect_check(gpu 2d "devices;8192;0;1" "")
expect_check(gpu 3d "devices;8192;0;1"
  "requests 3 of the capacity 'gpu', which has 2")
expect_check(gpu 5d "units;4" "requests 5 of the capacity 'gpu', which has 4")
expect_check(gpu 8192M "devices;8192;0" "")
expect_check(gpu 8193M "devices;8192;0"
  "requests 8193 MiB of the capacity 'gpu', whose smallest device has 8192 MiB")
expect_check(gpu 101 "devices;8192;0"
  "requests 101 of the capacity 'gpu', which has 100 in one id")
