# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Projects of readers: an example, word for word, beside what the text around it
# tells to put there. The libraries are configured, archived and linked as
# written; their objects are those of the build around the test.
# added_tree_builds_read_only_beside_another_fmt compiles some of them in another
# project, and all with PARALLEL_TESTING_ALL_COMBINATIONS.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")
set(home "${work}/home")
set(ENV{HOME} "${home}")
set(toolchain "${work}/toolchain.cmake")
set(take_object "sh;${CMAKE_CURRENT_LIST_DIR}/take_object.sh")
# The objects of the build around the test may be those of unity sources.
set(is_unity OFF)
if(EXISTS "${project_build}/lib/CMakeFiles/parallel_testing_runtime.dir/Unity")
  set(is_unity ON)
endif()
file(WRITE "${toolchain}" "
set(PARALLEL_TESTING_UNITY ${is_unity})
set(CMAKE_CXX_COMPILER_LAUNCHER
  \"${take_object};${project_source};${project_build}\")
set(CMAKE_CXX_FLAGS_DEBUG \"\" CACHE STRING \"\")
")
set(ENV{CMAKE_TOOLCHAIN_FILE} "${toolchain}")
set(ENV{CXX} "${compiler_path}")
set(ENV{CXXFLAGS} "${compiler_flags}")
# Neither optimised nor, with these flags, debugged: quicker than what a reader
# gets.
set(ENV{CMAKE_BUILD_TYPE} Debug)
# CMake looks for the compiler as it does for a reader.
set(compiler "")
set(known_compiler "")

# What somebody who builds the project has of it, in `directory`.
function(publish_sources directory)
  file(
    COPY
      "${project_source}/CMakeLists.txt" "${project_source}/cmake"
      "${project_source}/lib" "${project_source}/tools"
    DESTINATION "${directory}"
  )
endfunction()

# Configures, builds and tests an example; further arguments are options.
function(adopt example)
  file(
    COPY "${project_source}/examples/${example}/" DESTINATION "${source}"
  )
  configure(OPTIONS ${ARGN})
  build()
  run_ctest(READ ARGS -j 8 --no-tests=error)
  expect_text("${output}" "100% tests passed")
endfunction()
