# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What nobody declares is legal: another tool may set a fixture up. What is
# nearly a declared name is a mistake, whichever call comes first.
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[Orders.A]=] [=[Orders.A]=] 7 [=[${OF_CASE}]=] [=[]=])"
  )
  parallel_discover_tests(orders_test MARKERS ${OF_TARGET})
  parallel_mark_tests(orders_test "Orders.*" MARKERS slow ${OF_MARK})
  parallel_add_test(NAME smoke COMMAND true MARKERS ${OF_TEST})
  parallel_declare_capacity(gpu IDS 0)
  parallel_add_test(NAME server COMMAND true PROPERTIES FIXTURES_SETUP pg)
  add_test(NAME web COMMAND true)
  set_tests_properties(web PROPERTIES FIXTURES_SETUP web_server)
  return()
endif()

function(expect_error variable marker text)
  configure(OPTIONS
    -DOF_TARGET= -DOF_MARK= -DOF_TEST= -DOF_CASE= -D${variable}=${marker}
    ${ARGN} STDERR "${text}")
endfunction()

set(capacity "there is no capacity 'gqu', did you mean 'resource:gpu'? Otherwise declare it: parallel_declare_capacity(gqu ...)")
set(fixture "there is no fixture 'pq', did you mean 'fixture:pg'? Otherwise declare it: parallel_add_test(... PROPERTIES FIXTURES_SETUP pq)")
foreach(pair IN ITEMS
  "OF_TARGET=parallel_discover_tests(orders_test)"
  "OF_MARK=parallel_mark_tests(orders_test)"
  "OF_TEST=parallel_add_test(smoke)"
)
  string(REPLACE "=" ";" pair "${pair}")
  list(GET pair 0 variable)
  list(GET pair 1 call)
  expect_error(${variable} resource:gqu "${call}: ${capacity}" RESULT 1)
  expect_error(${variable} fixture:pq "${call}: ${fixture}" RESULT 1)
endforeach()
expect_error(OF_TEST fixture:web-server "did you mean 'fixture:web_server'?"
  RESULT 1)
expect_error(OF_TEST fixture:PG "did you mean 'fixture:pg'?" RESULT 1)

# Of a case, when it is discovered.
configure(OPTIONS -DOF_TEST= -DOF_CASE=resource:gqu:2)
build(RESULT fails STDOUT "Orders.A: ${capacity}" "at: /src/orders_test.cpp:7")
configure(OPTIONS -DOF_CASE=fixture:pq)
build(RESULT fails STDOUT "Orders.A: ${fixture}" "at: /src/orders_test.cpp:7")

foreach(marker IN ITEMS fixture:pg fixture:pg2 fixture:elsewhere resource:gpu)
  configure(OPTIONS -DOF_TEST=${marker} -DOF_CASE=${marker})
  build()
endforeach()
