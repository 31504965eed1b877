# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A lock that nobody wrote is not taken, and the text of the tag is shown.
if(IN_PROJECT)
  add_manifest_fake(catch_test catch2
    "parallel_case([=[one]=] [=[one]=] 1 [=[a%3Block:x]=] [=[]=])"
    "parallel_case([=[two]=] [=[two]=] 2 [=[lock:a%3Bb]=] [=[]=])"
    "parallel_case([=[three]=] [=[three]=] 3 [=[no%3Bparallel]=] [=[]=])"
    "parallel_case([=[four]=] [=[four]=] 4 [=[port:80%5B%25]=] [=[]=])"
  )
  parallel_discover_tests(catch_test)
  return()
endif()

configure()
build(RESULT fails STDOUT
  "four: malformed marker 'port:80[%': write port:<1-65535>")
squeeze(output "${output}")
foreach(text IN ITEMS
  "one: unknown marker 'a;lock:x'. It is one tag. For several write [a][lock:x] at: /src/catch_test.cpp:1"
  "two: malformed marker 'lock:a;b': write lock:<name> or lock:<name>:shared at: /src/catch_test.cpp:2"
)
  squeeze(text "${text}")
  string(FIND "${output}" "${text}" at)
  if(at LESS 0)
    message(FATAL_ERROR "not reported: ${text}\n${output}")
  endif()
endforeach()
if(output MATCHES "three:")
  message(FATAL_ERROR "${output}")
endif()
