# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/pure/Parallelism.cmake")

function(expect_processors list expected)
  _parallel_count_processors(count "${list}")
  expect_equal("${count}" "${expected}")
endfunction()
expect_processors("0" 1)
expect_processors("0-3" 4)
expect_processors("0-3,8,10-11" 7)
expect_processors("" 0)

function(expect_quota quota period expected)
  _parallel_quota_processors(count "${quota}" "${period}")
  expect_equal("${count}" "${expected}")
endfunction()
expect_quota(max 100000 0)
expect_quota(-1 100000 0)
expect_quota(100000 100000 1)
expect_quota(150000 100000 2)
expect_quota(1000 100000 1)
expect_quota("" "" 0)

# A system made of files: `what` names it, the rest are paths and contents.
function(expect_available what expected)
  set(root "${work}/${what}")
  math(EXPR last "${ARGC} - 1")
  foreach(index RANGE 2 ${last} 2)
    math(EXPR next "${index} + 1")
    file(WRITE "${root}/${ARGV${index}}" "${ARGV${next}}\n")
  endforeach()
  _parallel_available_parallelism(count "${root}")
  if(NOT count EQUAL expected)
    message(FATAL_ERROR "${what}: ${count}, not ${expected}")
  endif()
endfunction()

set(status "Name:\tctest\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7")
expect_available("affinity alone" 8 proc/self/status "${status}")
expect_available("version 2, quota of the group" 3
  proc/self/status "${status}"
  proc/self/cgroup "0::/a/b"
  sys/fs/cgroup/a/b/cpu.max "250000 100000"
)
expect_available("version 2, quota of a parent is smaller" 2
  proc/self/status "${status}"
  proc/self/cgroup "0::/a/b"
  sys/fs/cgroup/a/b/cpu.max "max 100000"
  sys/fs/cgroup/a/cpu.max "200000 100000"
  sys/fs/cgroup/cpu.max "400000 100000"
)
expect_available("version 2, group of the host is not mounted" 4
  proc/self/status "${status}"
  proc/self/cgroup "0::/host/only"
  sys/fs/cgroup/cpu.max "400000 100000"
)
expect_available("version 1" 2
  proc/self/status "${status}"
  proc/self/cgroup "5:memory:/x\n4:cpu,cpuacct:/job"
  sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us 150000
  sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us 100000
)
expect_available("quota larger than affinity" 8
  proc/self/status "${status}"
  proc/self/cgroup "0::/"
  sys/fs/cgroup/cpu.max "9900000 100000"
)
expect_available("at least one" 1
  proc/self/status "Cpus_allowed_list:\t"
)

# Cores, of which one may be several processors.
set(root "${work}/cores")
function(expect_cores affinity expected)
  file(WRITE "${root}/proc/self/status" "Cpus_allowed_list:\t${affinity}\n")
  _parallel_available_cores(count "${root}")
  expect_equal("${count}" "${expected}")
endfunction()
foreach(processor RANGE 0 3)
  math(EXPR sibling "${processor} + 4")
  foreach(each IN ITEMS ${processor} ${sibling})
    file(WRITE
      "${root}/sys/devices/system/cpu/cpu${each}/topology/thread_siblings_list"
      "${processor},${sibling}\n"
    )
  endforeach()
endforeach()
expect_cores("0-7" 4)
expect_cores("1,5-6" 2)
expect_cores("" 1)
# Nothing is known about these.
expect_cores("20-21" 2)
