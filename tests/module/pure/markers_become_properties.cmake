# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/Markers.cmake")

# markers -> names and values for set_tests_properties()
function(expect_properties markers expected)
  _parallel_read_markers(strict "${markers}" "billing")
  expect_equal("${markers_problems}" "")
  expect_equal("${markers_properties}" "${expected}")
endfunction()

expect_properties("" "")
expect_properties("no_parallel" "RUN_SERIAL;TRUE")
expect_properties("serial" "RUN_SERIAL;TRUE")
expect_properties("serial;no_parallel" "RUN_SERIAL;TRUE")
expect_properties("no_parallel:gpu" "RESOURCE_LOCK;gpu")
expect_properties("lock:gpu" "RESOURCE_LOCK;gpu")
expect_properties("lock:gpu;no_parallel:gpu" "RESOURCE_LOCK;gpu")
expect_properties("lock:b;lock:a" "RESOURCE_LOCK;b\\;a")
expect_properties("port:8080" "RESOURCE_LOCK;port:8080")
expect_properties("port:1;port:65535" "RESOURCE_LOCK;port:1\\;port:65535")
expect_properties("database:orders" "RESOURCE_LOCK;database:orders")
expect_properties("threads:4" "PROCESSORS;4")
expect_properties("timeout:30" "TIMEOUT;30")
expect_properties("timeout:0.5" "TIMEOUT;0.5")
expect_properties("timeout:30;timeout:30" "TIMEOUT;30")
expect_properties("slow;unit" "LABELS;slow\\;unit")
expect_properties("billing" "LABELS;billing")
expect_properties("slow;lock:x;threads:2;timeout:3;serial"
  "RUN_SERIAL;TRUE;RESOURCE_LOCK;x;PROCESSORS;2;TIMEOUT;3;LABELS;slow")

# Accepted, but nothing schedules them yet.
foreach(marker IN ITEMS
  ports ports:3 database database:orders:shared lock:gpu:shared resource:gpu
  resource:gpu:2 memory:2GiB memory:100B memory:7KB fixture:server
)
  expect_properties("${marker}" "")
  _parallel_read_markers(strict "${marker}" "")
  expect_equal("${markers_pending}" "${marker}")
endforeach()

string(REPEAT n 100 longest)
expect_properties("lock:${longest}" "RESOURCE_LOCK;${longest}")
