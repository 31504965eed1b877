# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_postgresql_server(NAME pg)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:3 (parallel_add_postgresql_server):
  parallel_add_postgresql_server(pg): the target ParallelTesting::postgresql_server is missing

    installed package: find_package(ParallelTesting COMPONENTS postgresql)
    added tree: install libpq (Debian: libpq-dev) and configure again
]])
