# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# find_package() in a function or a directory of its own, and a test in a
# directory that has not called it.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

set(add [[parallel_add_test(NAME %1 COMMAND sh -c "test -n \"$PARALLEL_TESTING_TEMP_DIR\"")
]])
macro(write_part name before)
  string(REPLACE "%1" "${name}" code "${add}")
  file(WRITE "${source}/${name}/CMakeLists.txt" "${before}${code}")
endmacro()

write_project([[
foreach(part IN ITEMS in_function in_directory in_both nowhere)
  add_subdirectory(${part})
endforeach()
include(ParallelTesting)
]])
set(function "
function(find_what_is_needed)
  find_package(ParallelTesting REQUIRED)
endfunction()
find_what_is_needed()
include(ParallelTesting)
")
set(directory "find_package(ParallelTesting REQUIRED)\n")
write_part(in_function "${function}")
write_part(in_directory "${directory}")
write_part(in_both "${function}${directory}set(CMAKE_MODULE_PATH none)\n")
write_part(nowhere "include(ParallelTesting)\n")

configure(OPTIONS "-DCMAKE_PREFIX_PATH=${installed}")
load_tests()
expect_tests(in_function in_directory in_both nowhere)
# Under the launcher, wherever that was found.
run_ctest()
expect_stdout([[
#1 in_function: Passed
#2 in_directory: Passed
#3 in_both: Passed
#4 nowhere: Passed
100% tests passed, 0 tests failed out of 4
]])
