# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A build that is to be installed is optimised without having to ask for it.
# Inside another project the build type is that of the project.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")

function(expect_build_type directory expected)
  file(STRINGS "${directory}/CMakeCache.txt" line
    REGEX "^CMAKE_BUILD_TYPE:")
  if(NOT line MATCHES "=${expected}$")
    message(FATAL_ERROR "${directory}: ${line}, not ${expected}")
  endif()
endfunction()

function(configure_package directory)
  run(PRINTER cmake COMMAND "${CMAKE_COMMAND}" -S "${project_source}" -B "${directory}"
    ${compiler} -DPARALLEL_TESTING_BUILD_TESTS=OFF ${ARGN})
endfunction()

function(expect_stripping directory expected)
  file(READ "${directory}/cmake_install.cmake" script)
  string(FIND "${script}" "set(CMAKE_INSTALL_DO_STRIP TRUE)" at)
  if((at LESS 0) EQUAL expected)
    message(FATAL_ERROR "${directory}: stripping is not ${expected}")
  endif()
endfunction()

configure_package("${work}/default")
expect_build_type("${work}/default" Release)
expect_stripping("${work}/default" 1)

configure_package("${work}/debug" -DCMAKE_BUILD_TYPE=Debug
  -DPARALLEL_TESTING_INSTALL_STRIPPED=OFF)
expect_build_type("${work}/debug" Debug)
expect_stripping("${work}/debug" 0)

write_project("add_subdirectory(\"${project_source}\" parallel_testing)\n")
configure()
expect_build_type("${build}" "")
