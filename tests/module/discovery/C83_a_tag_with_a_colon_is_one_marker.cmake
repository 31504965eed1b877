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
build(RESULT fails STDOUT
  "four: malformed marker 'port:80[%': write port:<1-65535>.")
squeeze(output "${output}")
squeeze(text
  "two: malformed marker 'lock:a;b': write lock:<name> or lock:<name>:shared. Pass TAGS_ARE_NOT_MARKERS if no tag of this target is a marker at: /src/catch_test.cpp:2"
)
string(FIND "${output}" "${text}" at)
if(at LESS 0)
  message(FATAL_ERROR "not reported: ${text}\n${output}")
endif()
if(output MATCHES "(one|three):(malformed|unknown)")
  message(FATAL_ERROR "${output}")
endif()
run(COMMAND sh -c "exec \"$@\" 2>&1" sh
    "${CMAKE_COMMAND}" --build "${build}" --target one_test
  STDOUT "it is one tag: for several write [a][lock:x]")
load_tests()
expect_property(one.one RESOURCE_LOCK "")
