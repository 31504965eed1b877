# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The test that stands for cases that could not be listed: prints the argument
# and fails.
math(EXPR last "${CMAKE_ARGC} - 1")
message(NOTICE "${CMAKE_ARGV${last}}")
message(FATAL_ERROR "The test cases could not be listed.")
