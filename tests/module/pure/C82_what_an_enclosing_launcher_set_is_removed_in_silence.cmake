# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A test that runs ctest has this variable from its own launcher.
include("${module_dir}/ParallelTesting/pure/FrameworkVariables.cmake")

_parallel_framework_variables(variables)
foreach(variable IN LISTS variables)
  unset(ENV{${variable}})
endforeach()

set(ENV{TEST_PREMATURE_EXIT_FILE} "/tmp/pt-0/run/gw0-outer/.premature_exit")
_parallel_clear_framework_variables(cleared)
expect_equal("${cleared}" "")
expect_equal("$ENV{TEST_PREMATURE_EXIT_FILE}" "")

set(ENV{TEST_PREMATURE_EXIT_FILE} "/home/ada/exit")
_parallel_clear_framework_variables(cleared)
expect_equal("${cleared}" TEST_PREMATURE_EXIT_FILE)
expect_equal("${cleared_TEST_PREMATURE_EXIT_FILE}" "/home/ada/exit")
