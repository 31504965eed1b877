# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${CMAKE_CURRENT_LIST_DIR}/project.cmake")

# Programs beside the compiler come first.
cmake_path(GET compiler_path FILENAME name)
file(MAKE_DIRECTORY "${work}/bin")
file(CREATE_LINK "${compiler_path}" "${work}/bin/${name}" SYMBOLIC)
list(PREPEND compiler "-DCMAKE_CXX_COMPILER=${work}/bin/${name}")
list(REMOVE_ITEM compiler "-DCMAKE_CXX_COMPILER=${compiler_path}")

write_project("parallel_add_coverage(NAME coverage TARGETS shop)\n")
build_project()
file(WRITE "${work}/bin/gcovr" "#!/bin/sh\necho 'no such luck' >&2\nexit 7\n")
file(CHMOD "${work}/bin/gcovr"
  PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
measure(OPTIONS --report xml,json,lcov RESULT 3
  STDOUT "the report 'xml' was not written" "exited with 7" "no such luck")
read_report(report coverage.json)
expect_text("${report}" shop/price.cpp)
read_report(report coverage.lcov)
expect_text("${report}" shop/price.cpp)
expect_text("${output}" "wrote ${build}/coverage_report/coverage.lcov")
expect_no_text("${output}" "wrote ${build}/coverage_report/coverage.xml")

# A finding counts more.
measure(OPTIONS --report xml,json --fail-under 100 RESULT 1
  STDOUT "less than 100%")

# A directory in the place of a report.
file(REMOVE "${build}/coverage_report/coverage.json")
file(MAKE_DIRECTORY "${build}/coverage_report/coverage.json")
measure(OPTIONS --report json,lcov RESULT 3
  STDOUT "the report 'json' was not written" "coverage.lcov")
