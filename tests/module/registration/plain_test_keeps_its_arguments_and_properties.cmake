# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  parallel_add_test(NAME "smoke test"
    COMMAND "${CMAKE_COMMAND}" -E echo "a;b" "" "\${x}" "$<1:c>"
    MARKERS port:8080 timeout:30 lock:a slow
    WORKING_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles"
    PROPERTIES LABELS "x;y" TIMEOUT 5 RESOURCE_LOCK z
  )
  set_tests_properties("smoke test" PROPERTIES PROCESSORS 2)
  set_property(TEST "smoke test" APPEND PROPERTY LABELS late)
  add_fake(tool none "exit 0\n")
  parallel_add_test(NAME expands
    COMMAND tool "$<1:a;b>" COMMAND_EXPAND_LISTS CONFIGURATIONS Special)
  parallel_add_test(NAME plain COMMAND tool)
  return()
endif()

configure()
build()
load_tests()
expect_tests("smoke test" plain)
expect_arguments("smoke test" -E echo "a\;b" "" "\${x}" c)
expect_property("smoke test" LABELS late slow x y)
expect_property("smoke test" RESOURCE_LOCK a port:8080 z)
expect_property("smoke test" TIMEOUT 30.0)
expect_property("smoke test" PROCESSORS 2)
expect_property("smoke test" WORKING_DIRECTORY "${build}/CMakeFiles")
expect_property(plain TIMEOUT "")
load_tests(-C Special)
expect_tests("smoke test" expands plain)
expect_arguments(expands a b)
