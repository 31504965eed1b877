# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
file(WRITE "${work}/warn.cmake"
  "include([==[${module_dir}/ParallelTesting/ctest/Environment.cmake]==])\n"
  "_parallel_warn(\"first; \" \"second\")\n"
)
execute_process(
  COMMAND "${CMAKE_COMMAND}" -P "${work}/warn.cmake"
  ERROR_VARIABLE printed
)
expect_equal("${printed}" "ParallelTesting: warning: first; second\n")
