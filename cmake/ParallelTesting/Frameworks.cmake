# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Lets the adapters find the test framework of the calling directory.
include_guard(GLOBAL)

block(SCOPE_FOR POLICIES)
cmake_policy(VERSION 3.25...4.0)

# A framework that find_package() found is visible in its own directory only,
# and the adapters are targets of another one. For each framework that is
# visible here this makes a global target that leads to it.
function(_parallel_show_frameworks)
  foreach(pair IN ITEMS
    gtest=GTest::gtest
    gtest_main=GTest::gtest_main
    catch2=Catch2::Catch2
    catch2_main=Catch2::Catch2WithMain
  )
    string(REGEX MATCH "^([^=]+)=(.*)$" pair "${pair}")
    set(ours parallel_testing_found_${CMAKE_MATCH_1})
    set(theirs ${CMAKE_MATCH_2})
    if(TARGET ${theirs} AND NOT TARGET ${ours})
      add_library(${ours} INTERFACE IMPORTED GLOBAL)
      target_link_libraries(${ours} INTERFACE ${theirs})
    endif()
  endforeach()
endfunction()

endblock()
