# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The same version may come several times, in any way; two versions are an
# error that names both, and not a page of target errors.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

install_package("${work}/installed")
file(COPY "${work}/installed/" DESTINATION "${work}/newer")
file(GLOB_RECURSE version "${work}/newer/Version.cmake")
file(READ "${version}" text)
string(REGEX MATCH "[0-9]+[.][0-9]+[.][0-9]+" old "${text}")
string(REPLACE "${old}" "${old}9" text "${text}")
file(WRITE "${version}" "${text}")
# Nothing but what is read before the error.
file(COPY "${project_source}/CMakeLists.txt" "${project_source}/cmake"
  DESTINATION "${work}/newer_source")
file(WRITE "${work}/newer_source/cmake/ParallelTesting/pure/Version.cmake" "${text}")

set(find "find_package(ParallelTesting REQUIRED CONFIG PATHS \"${work}/installed\" NO_DEFAULT_PATH)\n")
set(find_newer "find_package(ParallelTesting REQUIRED CONFIG PATHS \"${work}/newer\" NO_DEFAULT_PATH)\n")
set(add "add_subdirectory(\"${project_source}\" parallel_testing)\n")
set(add_newer "add_subdirectory(\"${work}/newer_source\" newer)\n")
set(test "include(ParallelTesting)\nparallel_add_test(NAME smoke COMMAND true)\n")

foreach(way IN ITEMS "${find}${add}" "${add}${find}" "${find}${find}")
  file(REMOVE_RECURSE "${build}")
  write_project("${way}${test}")
  configure()
  load_tests()
  expect_tests(smoke)
endforeach()

foreach(way IN ITEMS
  "${find}unset(ParallelTesting_DIR CACHE)\n${find_newer}"
  "${find}${add_newer}" "${add}${add_newer}" "${add}${find_newer}"
)
  file(REMOVE_RECURSE "${build}")
  write_project("${way}${test}")
  configure(RESULT 1)
endforeach()
expect_stderr([[
CMake Error at CMakeLists.txt:8 (find_package):
  ParallelTesting: two versions in one build

    first: 0.1.0 in <work>/installed/lib/cmake/ParallelTesting
    now: 0.1.09 in <work>/newer/lib/cmake/ParallelTesting
    remedy: let all parts of the project use one of them, for example by one FetchContent_Declare() in the top-level CMakeLists.txt
CMake Error at <work>/newer_source/CMakeLists.txt:6 (_parallel_require_one_version):
  ParallelTesting: two versions in one build

    first: 0.1.0 in <work>/installed/lib/cmake/ParallelTesting
    now: 0.1.09 in <work>/newer_source
    remedy: let all parts of the project use one of them, for example by one FetchContent_Declare() in the top-level CMakeLists.txt
CMake Error at <work>/newer_source/CMakeLists.txt:6 (_parallel_require_one_version):
  ParallelTesting: two versions in one build

    first: 0.1.0 in <ParallelTesting>
    now: 0.1.09 in <work>/newer_source
    remedy: let all parts of the project use one of them, for example by one FetchContent_Declare() in the top-level CMakeLists.txt
CMake Error at CMakeLists.txt:7 (find_package):
  ParallelTesting: two versions in one build

    first: 0.1.0 in <ParallelTesting>
    now: 0.1.09 in <work>/newer/lib/cmake/ParallelTesting
    remedy: let all parts of the project use one of them, for example by one FetchContent_Declare() in the top-level CMakeLists.txt
]])
