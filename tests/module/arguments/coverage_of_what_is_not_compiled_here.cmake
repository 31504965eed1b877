# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_executable(ParallelTesting::tool IMPORTED)
  set_target_properties(
    ParallelTesting::tool PROPERTIES IMPORTED_LOCATION /nowhere/tool)
  add_library(headers INTERFACE)
  if(MISSING)
    parallel_add_coverage(NAME coverage TARGETS library)
  endif()
  parallel_add_coverage(NAME coverage TARGETS headers)
  return()
endif()

configure(RESULT fails)
expect_stderr([[
CMake Error at <case>:10 (parallel_add_coverage):
  parallel_add_coverage(coverage): 'headers' is not compiled by this build, so it cannot be measured

    type: INTERFACE_LIBRARY
]])
configure(OPTIONS -DMISSING=ON RESULT fails)
expect_stderr([[
CMake Error at <case>:8 (parallel_add_coverage):
  parallel_add_coverage(coverage): the target 'library' does not exist

    add_library() or add_executable() must come before this call
]])
