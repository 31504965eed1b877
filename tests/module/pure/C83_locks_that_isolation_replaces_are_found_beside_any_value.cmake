# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What ctest is told of a launched test with a network of its own.
foreach(file IN ITEMS
  pure/Properties pure/Quoting ctest/Environment ctest/Intercept ctest/RunLauncher ctest/Timeouts ctest/Verdict
)
  include("${module_dir}/ParallelTesting/${file}.cmake")
endforeach()
set(_parallel_launcher /launcher)
set(_parallel_isolations network)
set(_parallel_pool_size 0)
set(_parallel_shuffle_seed "")
set(_parallel_timeout_multiplier 1)
set(_parallel_timeout_option "")
set(_parallel_has_costs FALSE)
function(_parallel_plain_markers is_launched markers name)
  set(${is_launched} TRUE PARENT_SCOPE)
  set(${markers} "port:8080,isolate:network" PARENT_SCOPE)
endfunction()
function(_parallel_identify_command test)
endfunction()
_parallel_intercept_tests()
function(_set_tests_properties)
  set(call "")
  set(index 0)
  while(index LESS ARGC)
    string(APPEND call "<${ARGV${index}}>")
    math(EXPR index "${index} + 1")
  endwhile()
  set_property(GLOBAL APPEND_STRING PROPERTY calls "${call}")
endfunction()

function(expect_calls expected)
  get_property(calls GLOBAL PROPERTY calls)
  set_property(GLOBAL PROPERTY calls "")
  expect_equal("${calls}" "${expected}")
endfunction()

set_tests_properties(plain PROPERTIES RESOURCE_LOCK
  "isolate:network;port:8080")
expect_calls("<plain><PROPERTIES><RESOURCE_LOCK><>")
set_tests_properties(labels PROPERTIES LABELS "db;slow"
  RESOURCE_LOCK "isolate:network;port:8080;other")
expect_calls("<labels><PROPERTIES><LABELS><db;slow><RESOURCE_LOCK><other>")
set_tests_properties(environment PROPERTIES ENVIRONMENT "A=1;B=2"
  RESOURCE_LOCK "port:8080;isolate:network")
expect_calls(
  "<environment><PROPERTIES><ENVIRONMENT><A=1;B=2><RESOURCE_LOCK><>")
set_tests_properties(label PROPERTIES LABELS RESOURCE_LOCK
  SKIP_REGULAR_EXPRESSION "a;[b;RESOURCE_LOCK;c\\"
  RESOURCE_LOCK "port:8080;other;isolate:network")
expect_calls("<label><PROPERTIES><LABELS><RESOURCE_LOCK>\
<SKIP_REGULAR_EXPRESSION><a;[b;RESOURCE_LOCK;c\\><RESOURCE_LOCK><other>")
set_tests_properties("a;[ name" PROPERTIES RESOURCE_LOCK "a;port:8080;isolate:network"
  RESOURCE_LOCK "isolate:network;port:1;b")
expect_calls("<a;[ name><PROPERTIES><RESOURCE_LOCK><a><RESOURCE_LOCK><b>")

# What it adds itself reaches the same test.
set(_parallel_timeout_multiplier 5)
function(_parallel_plain_markers is_launched markers name)
  set(${is_launched} FALSE PARENT_SCOPE)
endfunction()
set_tests_properties("one; [" "two\\" PROPERTIES LABELS TIMEOUT TIMEOUT 2)
expect_calls("<one; [><two\\><PROPERTIES><LABELS><TIMEOUT><TIMEOUT><2>\
<one; [><two\\><PROPERTIES><TIMEOUT><10>")
