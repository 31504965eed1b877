# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A lock that nobody wrote is not taken, and the text of the tag is shown.
if(IN_PROJECT)
  add_manifest_fake(catch_test catch2
    "parallel_case([=[one]=] [=[one]=] 1 [=[@a%3Block:x]=] [=[]=])"
    "parallel_case([=[two]=] [=[two]=] 2 [=[@lock:a%3Bb]=] [=[]=])"
    "parallel_case([=[three]=] [=[three]=] 3 [=[@no%3Bparallel]=] [=[]=])"
    "parallel_case([=[four]=] [=[four]=] 4 [=[@port:80%5B%25]=] [=[]=])"
  )
  parallel_discover_tests(catch_test)
  add_manifest_fake(one_test catch2
    "parallel_case([=[one]=] [=[one]=] 1 [=[@a%3Block:x]=] [=[]=])"
  )
  set_property(TARGET one_test PROPERTY EXCLUDE_FROM_ALL ON)
  parallel_discover_tests(one_test TEST_PREFIX one.)
  return()
endif()

configure()
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(catch_test): the markers of the tests are wrong

    two: malformed marker 'lock:a;b': write lock:<name>, lock:<name>:shared, lock:<name>:cluster or lock:<name>:shared:cluster. Pass TAGS_ARE_NOT_MARKERS if no tag of this target is a marker
      at: /src/catch_test.cpp:2
    four: malformed marker 'port:80[%': write port:<1-65535>. Pass TAGS_ARE_NOT_MARKERS if no tag of this target is a marker
      at: /src/catch_test.cpp:4
]])
build(TARGET one_test)
expect_stdout([[
warning: parallel_discover_tests(one_test): tags that look like markers are plain tags
  [a;lock:x]: it is one tag: write [a][lock:x] for several tags
  remedy: correct them, declare them with parallel_declare_labels(), or pass TAGS_ARE_NOT_MARKERS

]])
load_tests()
expect_property(one.one RESOURCE_LOCK "")
