# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The same version may come several times, in any way; two versions are an
# error that names both, and not a page of target errors.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

install_package("${work}/installed")
run(COMMAND "${CMAKE_COMMAND}" --install "${project_build}"
  --prefix "${work}/newer")
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
  configure(RESULT 1
    STDERR
      "ParallelTesting: two versions in one build"
      "first: ${old} in " "now: ${old}9 in "
      "remedy: let all parts of the project use one of them"
    NOT_STDERR "target"
  )
endforeach()
