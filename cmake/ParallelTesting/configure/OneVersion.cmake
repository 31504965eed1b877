# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Functions and targets must be of one version, so a build can have only one.
include_guard(GLOBAL)

# Rejects this version, whose files are in `directory`, if the build already has
# another one.
function(_parallel_require_one_version version directory)
  get_property(first GLOBAL PROPERTY PARALLEL_TESTING_VERSION)
  get_property(place GLOBAL PROPERTY PARALLEL_TESTING_VERSION_DIRECTORY)
  if("${first}" STREQUAL "")
    set_property(GLOBAL PROPERTY PARALLEL_TESTING_VERSION "${version}")
    set_property(
      GLOBAL PROPERTY PARALLEL_TESTING_VERSION_DIRECTORY "${directory}")
  elseif(NOT first STREQUAL version)
    message(FATAL_ERROR
      "ParallelTesting: two versions in one build\n"
      "  first: ${first} in ${place}\n"
      "  now: ${version} in ${directory}\n"
      "  remedy: let all parts of the project use one of them, for example by "
      "one FetchContent_Declare() in the top-level CMakeLists.txt"
    )
  endif()
endfunction()
