# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A function of the project may call its own variables as we call ours.
if(IN_PROJECT)
  add_fake(orders_test googletest "true")
  function(add_marked_tests)
    cmake_parse_arguments(arg "" "NAME" "PROPERTIES" ${ARGN})
    parallel_discover_tests(orders_test TEST_PREFIX "${arg_NAME}.")
    parallel_mark_tests(orders_test "*" MARKERS slow)
    parallel_declare_capacity(gpu 2)
  endfunction()
  add_marked_tests(NAME orders PROPERTIES lonely)
  return()
endif()

configure()
