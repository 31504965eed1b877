# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A property of the project's own is legal, and so is a value that looks like
# the name of a property.
if(IN_PROJECT)
  if(BY_TEST)
    parallel_add_test(NAME smoke COMMAND true PROPERTIES LABEL nightly)
  elseif(BY_CASE)
    parallel_add_test(NAME smoke COMMAND true PROPERTIES timeout 5)
  elseif(LEGAL)
    parallel_add_test(
      NAME smoke COMMAND true
      PROPERTIES OWNER TIMOUT TIMEOUT 5 TRACKER_ID 7 RUN_SERIAL ON
    )
  else()
    add_executable(orders_test "${CASE_SUPPORT_DIR}/fake.cpp")
    parallel_discover_tests(orders_test PROPERTIES COST 3 TIMOUT 30)
  endif()
  return()
endif()

configure(RESULT 1)
expect_stderr([[
CMake Error at <case>:16 (parallel_discover_tests):
  parallel_discover_tests(orders_test): unknown test property 'TIMOUT', did you mean 'TIMEOUT'?

    remedy: correct it, or give your own property a name that differs more from CMake's
]])
configure(OPTIONS -DBY_TEST=ON RESULT 1)
expect_stderr([[
CMake Error at <case>:6 (parallel_add_test):
  parallel_add_test(smoke): unknown test property 'LABEL', did you mean 'LABELS'?

    remedy: correct it, or give your own property a name that differs more from CMake's
]])
configure(OPTIONS -DBY_TEST=OFF -DBY_CASE=ON RESULT 1)
expect_stderr([[
CMake Error at <case>:8 (parallel_add_test):
  parallel_add_test(smoke): unknown test property 'timeout', did you mean 'TIMEOUT'?

    remedy: correct it, or give your own property a name that differs more from CMake's
]])
configure(OPTIONS -DBY_CASE=OFF -DLEGAL=ON)
load_tests()
expect_property(smoke TIMEOUT 5.0)
