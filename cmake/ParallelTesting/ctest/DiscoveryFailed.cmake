# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The test that represents cases that could not be listed. It prints the
# argument after `--` and fails. ctest may append arguments of the user.
set(message_follows FALSE)
foreach(index RANGE ${CMAKE_ARGC})
  if(message_follows)
    message(NOTICE "${CMAKE_ARGV${index}}")
    break()
  elseif("${CMAKE_ARGV${index}}" STREQUAL "--")
    set(message_follows TRUE)
  endif()
endforeach()
message(FATAL_ERROR "The test cases could not be listed.")
