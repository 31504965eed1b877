# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A/x]=] [=[Orders.A/0]=] 7 [=[]=] [=[]=] [=[Orders.A/0]=])")
  file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/here")
  parallel_discover_tests(orders_test
    WORKING_DIRECTORY here XML_OUTPUT_DIR xml TEST_PREFIX p. EXTRA_ARGS last)
  add_manifest_fake(catch_test catch2
    "parallel_case([=[a, b]=] [=[a\\, b]=] 7 [=[plain]=] [=[]=])")
  parallel_discover_tests(catch_test
    OUTPUT_DIR out OUTPUT_PREFIX o_ OUTPUT_SUFFIX .txt ADD_TAGS_AS_LABELS
    SKIP_IS_FAILURE)
  return()
endif()

configure()
build()
load_tests()
expect_tests(p.Orders.A/x "a, b")
expect_property(p.Orders.A/x WORKING_DIRECTORY "${build}/here")
expect_arguments(p.Orders.A/x
  --gtest_filter=Orders.A/0 --gtest_also_run_disabled_tests
  --gtest_output=xml:xml/p.Orders.A/0.xml last
)
string(MD5 digits "a, b")
string(SUBSTRING "${digits}" 0 12 digits)
expect_arguments("a, b" "a\\, b" --out "${build}/out/o_a__b-${digits}.txt")
expect_property("a, b" LABELS plain)
expect_property("a, b" SKIP_RETURN_CODE "")
