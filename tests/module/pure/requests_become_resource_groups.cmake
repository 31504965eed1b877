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
