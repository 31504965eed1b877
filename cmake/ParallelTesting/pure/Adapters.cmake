# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The targets with an adapter, one row for each. Pure.
include_guard(GLOBAL)

# Sets `out` to the names of all adapters, without `ParallelTesting::`.
function(_parallel_adapters out)
  set(${out}
    gtest gtest_main gmock gmock_main catch2 catch2_main doctest doctest_main
    boost_test boost_test_main
    PARENT_SCOPE
  )
endfunction()

# Sets the facts about an adapter:
#   <prefix>_framework  its framework
#   <prefix>_library    the target of the framework that it links
#   <prefix>_plain      the libraries that it links without such a target
#   <prefix>_define     the definition by which its source differs from that of
#                       other adapters of the framework; empty if it does not
function(_parallel_adapter_row prefix name)
  set(gtest googletest GTest::gtest "gtest" "")
  set(gtest_main googletest GTest::gtest_main "gtest_main gtest" "")
  set(gmock googletest GTest::gmock "gmock gtest" "")
  set(gmock_main googletest GTest::gmock_main "gmock_main gmock gtest" "")
  set(catch2 catch2 Catch2::Catch2 "" "")
  # The main is that of the framework's library: see the adapter.
  set(catch2_main catch2 Catch2::Catch2WithMain "" CATCH2_MAIN)
  # The main is in the source of the adapter.
  set(doctest doctest doctest::doctest "" "")
  set(doctest_main doctest doctest::doctest "" DOCTEST_MAIN)
  set(boost_test boost_test Boost::unit_test_framework "" "")
  set(boost_test_main boost_test Boost::unit_test_framework "" BOOST_TEST_MAIN)
  set(at 0)
  foreach(column IN ITEMS framework library plain define)
    list(GET ${name} ${at} value)
    set(${prefix}_${column} "${value}" PARENT_SCOPE)
    math(EXPR at "${at} + 1")
  endforeach()
endfunction()

# Sets `out` to the library that the source of the adapter of a framework
# includes: that of its first adapter.
function(_parallel_library_of_framework out framework)
  _parallel_adapters(names)
  foreach(name IN LISTS names)
    _parallel_adapter_row(row ${name})
    if(row_framework STREQUAL framework)
      set(${out} ${row_library} PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()
