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

function(configure_with variable marker)
  configure(
    OPTIONS -DOF_TARGET= -DOF_MARK= -DOF_TEST= -DOF_CASE=
      -D${variable}=${marker}
    RESULT 1
  )
endfunction()

foreach(variable IN ITEMS OF_TARGET OF_MARK OF_TEST)
  configure_with(${variable} resource:gqu)
  configure_with(${variable} fixture:pq)
endforeach()
configure_with(OF_TEST fixture:web-server)
configure_with(OF_TEST fixture:PG)
expect_stderr([[
CMake Error:
  parallel_discover_tests(orders_test): unknown capacity 'gqu', did you mean 'resource:gpu'? Otherwise declare it: parallel_declare_capacity(gqu ...)
CMake Error:
  parallel_discover_tests(orders_test): unknown fixture 'pq', did you mean 'fixture:pg'? Otherwise declare it: parallel_add_test(... PROPERTIES FIXTURES_SETUP pq)
CMake Error:
  parallel_mark_tests(orders_test): unknown capacity 'gqu', did you mean 'resource:gpu'? Otherwise declare it: parallel_declare_capacity(gqu ...)
CMake Error:
  parallel_mark_tests(orders_test): unknown fixture 'pq', did you mean 'fixture:pg'? Otherwise declare it: parallel_add_test(... PROPERTIES FIXTURES_SETUP pq)
CMake Error:
  parallel_add_test(smoke): unknown capacity 'gqu', did you mean 'resource:gpu'? Otherwise declare it: parallel_declare_capacity(gqu ...)
CMake Error:
  parallel_add_test(smoke): unknown fixture 'pq', did you mean 'fixture:pg'? Otherwise declare it: parallel_add_test(... PROPERTIES FIXTURES_SETUP pq)
CMake Error:
  parallel_add_test(smoke): unknown fixture 'web-server', did you mean 'fixture:web_server'? Otherwise declare it: parallel_add_test(... PROPERTIES FIXTURES_SETUP web-server)
CMake Error:
  parallel_add_test(smoke): unknown fixture 'PG', did you mean 'fixture:pg'? Otherwise declare it: parallel_add_test(... PROPERTIES FIXTURES_SETUP PG)
]])

# Of a case, when it is discovered.
configure(OPTIONS -DOF_TEST= -DOF_CASE=resource:gqu:2)
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    Orders.A: unknown capacity 'gqu', did you mean 'resource:gpu'? Otherwise declare it: parallel_declare_capacity(gqu ...)
      at: /src/orders_test.cpp:7
]])
configure(OPTIONS -DOF_CASE=fixture:pq)
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(orders_test): the markers of the tests are wrong

    Orders.A: unknown fixture 'pq', did you mean 'fixture:pg'? Otherwise declare it: parallel_add_test(... PROPERTIES FIXTURES_SETUP pq)
      at: /src/orders_test.cpp:7
]])

foreach(marker IN ITEMS fixture:pg fixture:pg2 fixture:elsewhere resource:gpu)
  configure(OPTIONS -DOF_TEST=${marker} -DOF_CASE=${marker})
  build()
endforeach()
