# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs inside ctest, once per ctest, before any test is loaded. All
# directories of one ctest share their variables.
if(NOT DEFINED _parallel_will_run)
  include("${CMAKE_CURRENT_LIST_DIR}/CommandLine.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/Environment.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/Intercept.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/Launcher.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/LoadTests.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/Order.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/RegisterCases.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/Resources.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/Shuffle.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/Timeouts.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/WorkerPool.cmake")
  _parallel_read_command_line()
  _parallel_start_resources()
  _parallel_set_environment()
endif()
