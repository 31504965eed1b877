# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)

# Makes the test frameworks that are visible in the calling directory available
# to the adapters. find_package() creates targets for one directory only, and
# the adapters belong to another one.
function(_parallel_find_frameworks)
  foreach(pair IN ITEMS
    gtest=GTest::gtest
    gtest_main=GTest::gtest_main
    gmock=GTest::gmock
    gmock_main=GTest::gmock_main
    catch2=Catch2::Catch2
    catch2_main=Catch2::Catch2WithMain
  )
    string(REPLACE "=" ";" pair "${pair}")
    list(GET pair 0 name)
    list(GET pair 1 framework)
    set(found parallel_testing_found_${name})
    if(TARGET ${framework} AND NOT TARGET ${found})
      add_library(${found} INTERFACE IMPORTED GLOBAL)
      target_link_libraries(${found} INTERFACE ${framework})
    endif()
  endforeach()
endfunction()
