# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# With programs under the launcher and without it, and an installed tree that
# has such a name, too.
include("${CMAKE_CURRENT_LIST_DIR}/project.cmake")

set(odd "${work}/b[1] %2F@2+$c (d) 'e &f é,g=h~i!j{k}*")
file(MAKE_DIRECTORY "${odd}")
file(COPY "${prefix}/" DESTINATION "${odd}/prefix")
list(REMOVE_ITEM compiler "-DCMAKE_PREFIX_PATH=${prefix}")
list(APPEND compiler "-DCMAKE_PREFIX_PATH=${odd}/prefix")
set(tool "${odd}/prefix/bin/parallel-testing")
set(source "${odd}/project")
set(build "${odd}/build")
write_project("
add_test(NAME plain COMMAND tally)
parallel_add_coverage(NAME coverage TARGETS shop tally)
")
build_project()
measure(OPTIONS --report ${all_formats} --fail-under 50)
expect_no_text("${output}" "warning")
read_report(json coverage.json)
string(JSON count LENGTH "${json}" files)
expect_equal("${count}" 3)
# The first line of main(), once for each test.
string(JSON count GET "${json}" files 2 lines 0 count)
expect_equal("${count}" 2)
foreach(name IN ITEMS coverage.xml coverage.lcov html/index.html)
  read_report(report ${name})
  expect_text("${report}" price.cpp tally.cpp)
endforeach()

# Nothing was left beside the tree.
file(GLOB beside RELATIVE "${work}" "${work}/*")
cmake_path(GET odd FILENAME name)
expect_equal("${beside}" "${name}")
