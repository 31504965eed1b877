# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_postgresql_server(NAME pg EXTENSION hstore)
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:3 (parallel_add_postgresql_server):
  parallel_add_postgresql_server(pg): unknown argument 'EXTENSION', did you mean 'EXTENSIONS'?
]])
