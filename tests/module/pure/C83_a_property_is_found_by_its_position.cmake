# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/pure/Properties.cmake")

function(expect_value pairs expected)
  _parallel_property_of(value TIMEOUT pairs)
  expect_equal("${value_found} ${value}" "${expected}")
endfunction()
expect_value("" "FALSE ")
expect_value("TIMEOUT;1" "TRUE 1")
expect_value("LABELS;TIMEOUT" "FALSE ")
expect_value("LABELS;TIMEOUT;TIMEOUT;1" "TRUE 1")
expect_value("LABELS;a\\;TIMEOUT\\;2;COST;3" "FALSE ")
expect_value("LABELS;;TIMEOUT;1" "TRUE 1")
expect_value("TIMEOUT;" "TRUE ")
expect_value("TIMEOUT;1;TIMEOUT;2" "TRUE 2")

function(expect_replaced pairs value expected)
  _parallel_replace_property(pairs RESOURCE_LOCK "${value}")
  expect_equal("${pairs}" "${expected}")
endfunction()
expect_replaced("LABELS;RESOURCE_LOCK;RESOURCE_LOCK;a\\;b;COST;1" "b;c"
  "LABELS;RESOURCE_LOCK;COST;1;RESOURCE_LOCK;b\\;c")
expect_replaced("LABELS;x\\;y;RESOURCE_LOCK;a" "" "LABELS;x\\;y")
expect_replaced("LABELS;;RESOURCE_LOCK;a" "b" "LABELS;;RESOURCE_LOCK;b")
