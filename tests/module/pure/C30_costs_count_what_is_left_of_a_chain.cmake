# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/ctest/Timeouts.cmake")
include("${module_dir}/ParallelTesting/ctest/Order.cmake")

# tests: `<key>|<locks>|<hint>`; times: `<key> <milliseconds>`; the costs are
# milliseconds, too.
function(compute tests times)
  set(_parallel_bound_tests "${tests}")
  foreach(time IN LISTS times)
    string(REPLACE " " ";" time "${time}")
    list(GET time 0 key)
    list(GET time 1 _parallel_time_${key})
  endforeach()
  _parallel_find_long_tests(_parallel_long_tests "${times}")
  _parallel_compute_costs()
  set(found "")
  foreach(key IN ITEMS a b c d e)
    _parallel_cost_of(cost ${key})
    # ctest reads the COST 250e-3 as a quarter of a second.
    string(REGEX REPLACE "e-3$" "" cost "${cost}")
    list(APPEND found "${cost}")
  endforeach()
  set(found "${found}" PARENT_SCOPE)
endfunction()
function(expect_costs tests times)
  compute("${tests}" "${times}")
  expect_equal("${found}" "${ARGN}")
endfunction()

# The longest of a chain starts first; free tests count their own time.
expect_costs("a|x|;b|x|;c|x|" "a 100;b 300;c 200;d 250" 100 600 300 250 "")
# A test of two chains counts the longer one.
expect_costs("a|x,y|;b|x|;c|y|;d|y|" "a 100;b 10;c 50;d 90" 240 10 50 140 "")
# Without a history the length of the chain counts, and what is marked slow.
expect_costs("a|x|;b|x|;c||slow" "" 1000 2000 10000 "" "")
# RUN_SERIAL tests come before all, the longest first.
expect_costs("a||serial;b||serial;c|x|" "a 5000;b 7000;c 100"
  100005000 100007000 100 "" "")
# What takes a part of a capacity keeps the rest of it busy for as long.
set(_parallel_capacity_gpu "ids;100;0;1")
set(_parallel_capacity_databases "units;2")
expect_costs("a|=databases 1|;b|=databases 1|;c|=databases 2|"
  "a 100;b 300;c 1000" 100 300 1200 "" "")
expect_costs("a|=gpu 100|;b|=gpu 50|;c|=none 1|" "a 100;b 200;c 10"
  100 200 10 "" "")
# Of free tests the longest get one, however many short ones there are.
expect_costs("" "a 100000;b 9;c 90" 100000 "" 90 "" "")
set(_parallel_most_long_tests 2)
expect_costs("" "a 100000;b 200;c 90" 100000 200 "" "" "")
expect_costs("" "a 100000;b 200;c 90;d 100" 100000 "" "" "" "")
expect_costs("a||slow" "a 7;b 10000;c 20000;d 30000;e 10" 7 "" "" "" "")
