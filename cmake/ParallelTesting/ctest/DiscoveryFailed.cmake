# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The test that represents cases that could not be listed. It prints its
# argument and fails.
math(EXPR last "${CMAKE_ARGC} - 1")
message(NOTICE "${CMAKE_ARGV${last}}")
message(FATAL_ERROR "The test cases could not be listed.")
