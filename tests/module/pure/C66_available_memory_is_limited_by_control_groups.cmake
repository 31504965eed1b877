# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/pure/Memory.cmake")

# A machine with 8 GiB whose process is in the control group `group`.
set(root "${work}/root")
function(make_machine group)
  file(REMOVE_RECURSE "${root}")
  file(WRITE "${root}/proc/meminfo" "MemTotal:        8388608 kB\n")
  file(WRITE "${root}/proc/self/cgroup" "${group}\n")
endfunction()
function(expect_memory expected)
  _parallel_available_memory(memory "${root}")
  expect_equal("${memory}" "${expected}")
endfunction()

make_machine("0::/")
expect_memory(8192)
make_machine("0::/a/b")
file(WRITE "${root}/sys/fs/cgroup/a/b/memory.max" "max\n")
expect_memory(8192)
file(WRITE "${root}/sys/fs/cgroup/a/memory.max" "1073741824\n")
expect_memory(1024)
make_machine("5:cpu,cpuacct:/x\n6:memory:/c")
file(WRITE "${root}/sys/fs/cgroup/memory/c/memory.limit_in_bytes"
  "9223372036854771712\n")
expect_memory(8192)
file(WRITE "${root}/sys/fs/cgroup/memory/memory.limit_in_bytes" "2147483648\n")
expect_memory(2048)
