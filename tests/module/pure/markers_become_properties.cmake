# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/pure/Markers.cmake")

# markers -> names and values for set_tests_properties()
function(expect_properties markers expected)
  _parallel_read_markers(markers strict "${markers}" "billing")
  expect_equal("${markers_problems}" "")
  expect_equal("${markers_properties}" "${expected}")
endfunction()

expect_properties("" "")
expect_properties("no_parallel" "RUN_SERIAL;TRUE;LABELS;no_parallel")
expect_properties("serial" "RUN_SERIAL;TRUE;LABELS;no_parallel")
expect_properties("serial;no_parallel" "RUN_SERIAL;TRUE;LABELS;no_parallel")
expect_properties("no_parallel:gpu" "RESOURCE_LOCK;gpu")
expect_properties("lock:gpu" "RESOURCE_LOCK;gpu")
expect_properties("lock:gpu;no_parallel:gpu" "RESOURCE_LOCK;gpu")
expect_properties("lock:b;lock:a" "RESOURCE_LOCK;b\\;a")
expect_properties("lock:A;lock:a" "RESOURCE_LOCK;A\\;a")
expect_properties("lock:4711.5;database:A;database:a"
  "RESOURCE_LOCK;4711.5\\;database:A\\;database:a")
expect_properties("port:8080" "RESOURCE_LOCK;port:8080")
expect_properties("port:1;port:65535" "RESOURCE_LOCK;port:1\\;port:65535")
expect_properties("database:orders" "RESOURCE_LOCK;database:orders")
expect_properties("fixture:pg" "FIXTURES_REQUIRED;pg")
expect_properties("fixture:pg;fixture:web" "FIXTURES_REQUIRED;pg\\;web")
expect_properties("threads:4" "PROCESSORS;4")
# Each rank has as many threads.
expect_properties("mpi:2" "PROCESSORS;2")
expect_properties("mpi:4;threads:3" "PROCESSORS;12")
expect_properties("threads:3;mpi:4" "PROCESSORS;12")
expect_properties("timeout:30" "TIMEOUT;30")
expect_properties("timeout:0.5" "TIMEOUT;0.5")
expect_properties("timeout:30;timeout:30" "TIMEOUT;30")
expect_properties("slow;unit" "LABELS;slow\\;unit")
expect_properties("billing" "LABELS;billing")
expect_properties("flaky:2;slow" "LABELS;flaky:2\\;slow")
expect_properties("slow;lock:x;threads:2;timeout:3;serial"
  "RUN_SERIAL;TRUE;RESOURCE_LOCK;x;PROCESSORS;2;TIMEOUT;3;LABELS;slow\\;no_parallel")

# A declared label is none of the markers of its name.
_parallel_read_markers(markers tags "memory;memory:1GiB" "memory")
expect_equal("${markers_problems}" "")
expect_equal("${markers_properties}" "LABELS;memory")

_parallel_read_markers(markers strict "mpi:4;threads:3:pinned" "")
expect_equal("${markers_requests}" "parallel_testing_cores 12")
expect_equal("${markers_supervised}" "TRUE")

# The tests of one case.
function(expect_counts markers expected)
  _parallel_rank_counts(counts "${markers}")
  expect_equal("${counts}" "${expected}")
endfunction()
expect_counts("slow;mpi:2" "2")
expect_counts("mpi:2,4,2;slow" "2;4")
expect_counts("slow" "")
expect_counts("mpi:2;mpi:4" "")
expect_counts("mpi:x" "")

# What depends on capacities: markers -> `<capacity> <amount>`
function(expect_requests markers expected)
  expect_properties("${markers}" "")
  _parallel_read_markers(markers strict "${markers}" "")
  expect_equal("${markers_requests}" "${expected}")
endfunction()

expect_requests("ports" "ports 1")
expect_requests("ports:3" "ports 3")
expect_requests("database" "databases 1")
expect_requests("resource:gpu" "gpu 1")
expect_requests("resource:gpu:50;ports" "gpu 50;ports 1")
expect_requests("memory:2GiB" "memory 2048")
expect_requests("memory:1GB" "memory 954")
expect_requests("memory:1B" "memory 1")
expect_requests("memory:1048576KiB" "memory 1024")

# Locks that are shared: markers -> keys that are read | keys that are written
function(expect_access markers expected)
  _parallel_read_markers(markers strict "${markers}" "")
  expect_equal("${markers_problems}" "")
  expect_equal("${markers_reads}|${markers_writes}" "${expected}")
endfunction()

expect_properties("lock:gpu:shared" "")
expect_access("lock:gpu:shared" "lock:gpu|")
expect_access("database:orders:shared;lock:a" "database:orders|lock:a")
expect_access("no_parallel:gpu;database:d" "|lock:gpu;database:d")
expect_access("lock:a:shared;lock:a" "|lock:a")
expect_access("port:80" "|")

# Read by DIST loadgroup; there is nothing to schedule.
expect_properties("group:orders" "")

# Without name spaces they take turns.
expect_properties("isolate:network" "RESOURCE_LOCK;isolate:network")
expect_properties("isolate"
  "RESOURCE_LOCK;isolate:network\\;isolate:tmp\\;isolate:ipc")
expect_properties("isolate;isolate:tmp;isolate:pid"
  "RESOURCE_LOCK;isolate:network\\;isolate:tmp\\;isolate:ipc\\;isolate:pid")

# For the launcher: CTest has nothing to know.
function(expect_supervised markers expected)
  _parallel_read_markers(markers strict "${markers}" "")
  expect_equal("${markers_problems}" "")
  expect_equal("${markers_supervised}" "${expected}")
endfunction()

foreach(marker IN ITEMS supervised leak:allow grace:0.5)
  expect_properties("${marker}" "")
endforeach()
foreach(marker IN ITEMS
  supervised leak:fail leak:warn grace:2 isolate isolate:pid memory:1GiB:hard
)
  expect_supervised("slow;${marker};unit" TRUE)
endforeach()
expect_supervised("slow;memory:1GiB;port:8080" FALSE)
expect_requests("memory:2GiB:hard" "memory 2048")

string(REPEAT n 100 longest)
expect_properties("lock:${longest}" "RESOURCE_LOCK;${longest}")
