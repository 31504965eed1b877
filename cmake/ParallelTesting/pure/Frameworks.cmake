# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The test frameworks, one row for each: the table of base/frameworks.hpp in the
# library has the same names and options. The folder discover/frameworks/<name>
# has all code for a framework. Pure.
include_guard(GLOBAL)

# Sets `out` to the names of all frameworks, in the order in which an executable
# without an adapter is asked.
function(_parallel_frameworks out)
  set(${out} googletest catch2 doctest boost_test PARENT_SCOPE)
endfunction()

# Sets the facts about a framework:
#   <prefix>_title     how people call it
#   <prefix>_option    what precedes the selector in the argument that selects a
#                      case
#   <prefix>_macro     the macro that defines a case
#   <prefix>_adapter   the target with an adapter and a main()
#   <prefix>_header    the public header for sources with this framework
#   <prefix>_sign      a text that every executable with this framework contains,
#                      if it must not be asked in the language of another one
#   <prefix>_has_tags  TRUE if cases have tags, which are free text: tags of a case are free text
function(_parallel_framework_row prefix name)
  set(googletest GoogleTest --gtest_filter= TEST gtest_main gtest.hpp "" FALSE)
  set(catch2 Catch2 "" TEST_CASE catch2_main catch2.hpp "" TRUE)
  set(doctest doctest --test-case= TEST_CASE doctest_main doctest.hpp
    dt-list-test-cases FALSE)
  # The sign is part of the name of the shared library.
  set(boost_test Boost.Test --run_test= BOOST_AUTO_TEST_CASE boost_test_main
    boost_test.hpp unit_test_framework TRUE)
  set(at 0)
  foreach(column IN ITEMS title option macro adapter header sign
    has_tags)
    list(GET ${name} ${at} value)
    set(${prefix}_${column} "${value}" PARENT_SCOPE)
    math(EXPR at "${at} + 1")
  endforeach()
endfunction()

# Sets `out` to the targets with an adapter and a main(), as a text with `before`
# the last one.
function(_parallel_adapter_names out before)
  _parallel_frameworks(names)
  set(targets "")
  foreach(name IN LISTS names)
    _parallel_framework_row(row ${name})
    list(APPEND targets "ParallelTesting::${row_adapter}")
  endforeach()
  list(POP_BACK targets last)
  list(JOIN targets ", " targets)
  set(${out} "${targets} ${before} ${last}" PARENT_SCOPE)
endfunction()
