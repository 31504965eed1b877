# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Files are relative to the directory in which the cases run otherwise.
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[Orders.B]=] [=[Orders.B]=] 8 [=[lock:own]=] [=[]=])"
    "parallel_case([=[Orders.C]=] [=[Orders.C]=] 9 [=[]=] [=[]=])"
  )
  file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/here")
  parallel_mark_tests(orders_test "Orders.A" "Orders.B"
    WORKING_DIRECTORY PRIVATE
    VISIBLE_FILES data/ "odd;[name$" ../outside.txt /dev/null
  )
  parallel_discover_tests(orders_test
    WORKING_DIRECTORY here PROPERTIES ENVIRONMENT MINE=1)
  parallel_mark_tests(
    orders_test "Orders.B" MARKERS slow WORKING_DIRECTORY PRIVATE
    VISIBLE_FILES data more.txt
    EMPTY_DIRECTORIES out logs/new/
  )

  add_manifest_fake(billing_test googletest
    "parallel_case([=[Billing.A]=] [=[Billing.A]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(
    billing_test WORKING_DIRECTORY PRIVATE VISIBLE_FILES CMakeLists.txt
    EMPTY_DIRECTORIES out)
  if(MARKED)
    parallel_mark_tests(
      billing_test "*" WORKING_DIRECTORY PRIVATE VISIBLE_FILES more.txt)
  endif()
  return()
endif()

configure(OPTIONS -DMARKED=ON)
build()
load_tests()
string(CONCAT first
  "data\t${build}/here/data\n"
  "odd;[name$\t${build}/here/odd;[name$\n"
  "outside.txt\t${build}/outside.txt\n"
  "null\t/dev/null\n"
)
set(prefix "${build}/parallel_testing/orders_test-1_private_")
string(MD5 digest "${first}")
string(SUBSTRING "${digest}" 0 12 digest)
expect_property(Orders.A ENVIRONMENT
  MINE=1 "PARALLEL_TESTING_PRIVATE_DIRECTORY=${prefix}${digest}.txt")
expect_property(Orders.A WORKING_DIRECTORY "${build}/here")
expect_property(Orders.A LABELS "")
file(READ "${prefix}${digest}.txt" lines)
expect_equal("${lines}" "${first}")

# Two calls for one case show the files of both.
set(both "${first}more.txt\t${build}/here/more.txt\nout/\t\nlogs/new/\t\n")
string(MD5 digest "${both}")
string(SUBSTRING "${digest}" 0 12 digest)
expect_property(Orders.B ENVIRONMENT
  MINE=1 "PARALLEL_TESTING_PRIVATE_DIRECTORY=${prefix}${digest}.txt")
expect_property(Orders.B RESOURCE_LOCK own)
expect_property(Orders.B LABELS slow)
file(READ "${prefix}${digest}.txt" lines)
expect_equal("${lines}" "${both}")
expect_property(Orders.C ENVIRONMENT MINE=1)

# So do a mark and the call for the target. ctest sets the later variable.
set(prefix "${build}/parallel_testing/billing_test-1_")
string(CONCAT both
  "CMakeLists.txt\t${source}/CMakeLists.txt\n"
  "out/\t\n"
  "more.txt\t${build}/more.txt\n"
)
string(MD5 digest "${both}")
string(SUBSTRING "${digest}" 0 12 digest)
expect_property(Billing.A ENVIRONMENT
  "PARALLEL_TESTING_PRIVATE_DIRECTORY=${prefix}visible_files.txt"
  "PARALLEL_TESTING_PRIVATE_DIRECTORY=${prefix}private_${digest}.txt"
)
file(READ "${prefix}private_${digest}.txt" lines)
expect_equal("${lines}" "${both}")

# The running test knows only markers.
file(READ "${build}/orders_test.markers" markers)
expect_equal("${markers}" "parallel_testing_markers 1\nOrders.B\tslow\n")

# A withdrawn mark leaves no list.
configure(OPTIONS -DMARKED=OFF)
build()
file(GLOB lists "${prefix}private_*")
expect_equal("${lists}" "")
