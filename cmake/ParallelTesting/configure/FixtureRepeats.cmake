# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How `ctest --repeat` repeats the fixtures of tests that are added here. CMake
# 4.5 decides that by policy CMP0224 where a test is created, which for these
# tests is in our scripts, and not in the project whose policy counts.
include_guard(GLOBAL)

# Appends to the property list `pairs` what CMake itself records for tests that
# it creates while ctest runs, if `policy`, the value of CMP0224 where the
# project calls, is NEW. FIXTURE_REPEAT_MODE in `pairs` and of other tests of the
# fixture takes precedence over it.
#
# A function reads that policy with this code. In another function, it would be
# the policy of the former:
#
#   set(policy "")
#   if(CMAKE_VERSION VERSION_GREATER_EQUAL 4.5)
#     cmake_policy(GET CMP0224 policy PARENT_SCOPE)
#   endif()
function(_parallel_repeat_fixtures pairs policy)
  if(policy STREQUAL "NEW")
    list(APPEND ${pairs}
      _CMAKE_DEFAULT_FIXTURE_REPEAT_MODE AROUND_EACH_REPEAT)
    set(${pairs} "${${pairs}}" PARENT_SCOPE)
  endif()
endfunction()
