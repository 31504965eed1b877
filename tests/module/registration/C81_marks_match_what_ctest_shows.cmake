# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# And what GoogleTest calls a case. The running test knows only the latter.
if(IN_PROJECT)
  set(lines
    "parallel_case([=[In/P.x/1]=] [=[In/P.x/0]=] 1 [=[]=] [=[]=] [=[In/P.x/0]=])"
    "parallel_case([=[In/P.x/2]=] [=[In/P.x/1]=] 1 [=[]=] [=[]=] [=[In/P.x/1]=])"
    "parallel_case([=[In/Q.x/a b]=] [=[In/Q.x/0]=] 1 [=[]=] [=[]=] [=[In/Q.x/0]=])"
    "parallel_case([=[In/Q.x/fast]=] [=[In/Q.x/fast]=] 1 [=[]=] [=[]=])"
    "parallel_case([=[Q.off]=] [=[Q.DISABLED_off]=] 1 [=[]=] [=[disabled]=] [=[Q.DISABLED_off]=])"
  )
  add_manifest_fake(good_test googletest ${lines})
  parallel_declare_labels(la lb lc ld le)
  parallel_mark_tests(good_test "In/P.x/2" MARKERS la serial)
  parallel_mark_tests(good_test "In/P.x/0" MARKERS lb)
  parallel_mark_tests(good_test "In/Q.x/a b" "In/Q.x/fast" MARKERS lock:q)
  parallel_mark_tests(good_test "In/P.*" MARKERS lc)
  parallel_mark_tests(good_test "Q.off" MARKERS ld)
  parallel_discover_tests(good_test TEST_PREFIX g.)
  parallel_discover_tests(good_test TEST_PREFIX h.)

  add_manifest_fake(bad_test googletest ${lines})
  set_property(TARGET bad_test PROPERTY EXCLUDE_FROM_ALL ON)
  parallel_mark_tests(bad_test "In/P.x/1" MARKERS lock:x)
  parallel_discover_tests(bad_test)
  return()
endif()

configure()
build()
load_tests()
foreach(prefix IN ITEMS g h)
  expect_property("${prefix}.In/P.x/1" LABELS lb lc)
  expect_property("${prefix}.In/P.x/2" LABELS la lc no_parallel)
  expect_property("${prefix}.In/Q.x/a b" RESOURCE_LOCK q)
  expect_property("${prefix}.In/Q.x/fast" RESOURCE_LOCK q)
  expect_property("${prefix}.Q.off" LABELS ld)
endforeach()
file(READ "${build}/good_test.case_markers" markers)
set(expected "parallel_testing_markers 1\n")
foreach(number IN ITEMS 1 2)
  string(APPEND expected
    "In/P.x/1\tla;serial\tgood_test-${number}\n"
    "In/Q.x/0\tlock:q\tgood_test-${number}\n"
    "Q.DISABLED_off\tld\tgood_test-${number}\n"
  )
endforeach()
expect_equal("${markers}" "${expected}")

build(TARGET bad_test RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(bad_test): the markers of the tests are wrong

    parallel_mark_tests(bad_test): 'In/P.x/1' is ambiguous: it matches the shown name of the case that the framework calls 'In/P.x/0', and also the case that the framework calls 'In/P.x/2'. Give the cases names with a generator, or match all of them
      at: <case>
]])

# Withdrawn marks leave nothing behind.
file(READ "${case}" text)
string(REGEX REPLACE "parallel_mark_tests\\(good_test[^\n]*\n" "" text "${text}")
file(WRITE "${work}/case.cmake" "${text}")
file(REMOVE "${source}/CMakeLists.txt")
set(case "${work}/case.cmake")
configure()
build()
if(EXISTS "${build}/good_test.case_markers")
  message(FATAL_ERROR "the file is still there")
endif()
