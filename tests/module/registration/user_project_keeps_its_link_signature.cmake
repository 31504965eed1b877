# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(plain_test googletest
    "parallel_case([=[Plain.A]=] [=[Plain.A]=] 7 [=[]=] [=[]=])")
  add_manifest_fake(keyword_test googletest
    "parallel_case([=[Keyword.A]=] [=[Keyword.A]=] 7 [=[]=] [=[]=])")
  target_link_libraries(plain_test m)
  target_link_libraries(keyword_test PRIVATE m)
  parallel_discover_tests(plain_test)
  parallel_discover_tests(keyword_test)
  target_link_libraries(plain_test m)
  target_link_libraries(keyword_test PRIVATE m)
  return()
endif()

configure()
build()
