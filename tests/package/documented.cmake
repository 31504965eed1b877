# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Projects of readers: an example, word for word, beside what the text around it
# tells to put there. The library is compiled in few pieces, which is quicker.
include("${CMAKE_CURRENT_LIST_DIR}/consumer.cmake")
set(home "${work}/home")
set(ENV{HOME} "${home}")
set(toolchain "${work}/toolchain.cmake")
file(WRITE "${toolchain}" "set(CMAKE_UNITY_BUILD ON)\n")
set(ENV{CMAKE_TOOLCHAIN_FILE} "${toolchain}")
set(ENV{CXX} "${compiler_path}")
set(ENV{CXXFLAGS} "${compiler_flags}")
# Quicker than what a reader gets.
set(ENV{CMAKE_BUILD_TYPE} Debug)
set(compiler "")

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
