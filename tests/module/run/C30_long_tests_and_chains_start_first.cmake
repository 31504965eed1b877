# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_manifest_fake(orders_test googletest
    "parallel_case([=[A.Short]=] [=[A.Short]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[A.Long]=] [=[A.Long]=] 8 [=[]=] [=[]=])"
    "parallel_case([=[A.One/x]=] [=[A.One/0]=] 9 [=[lock:x]=] [=[]=])"
    "parallel_case([=[A.Two]=] [=[A.Two]=] 10 [=[lock:x]=] [=[]=])"
    "parallel_case([=[A.Alone]=] [=[A.Alone]=] 11 [=[no_parallel]=] [=[]=])"
  )
  parallel_discover_tests(orders_test)
  parallel_add_test(NAME script COMMAND true MARKERS lock:x)
  parallel_add_test(NAME first_writer COMMAND true MARKERS lock:z)
  parallel_add_test(NAME second_writer COMMAND true MARKERS lock:z)
  parallel_add_test(NAME reader COMMAND true MARKERS lock:z:shared)
  add_manifest_fake(own_test googletest
    "parallel_case([=[B.Own]=] [=[B.Own]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(own_test MARKERS lock:y PROPERTIES COST 7)
  return()
endif()

configure()
build()
# Nothing ran yet: a test is taken to last a second.
load_tests()
expect_property(A.Short COST "")
expect_property(A.Alone COST 100001.0)
expect_property(A.One/x COST 1.0)
expect_property(A.Two COST 2.0)
expect_property(script COST 3.0)
# Readers wait even for the last writer.
expect_property(first_writer COST 2.0)
expect_property(second_writer COST 3.0)
expect_property(reader COST "")
expect_property(B.Own COST 7.0)

# What tests noted holds, the last line of each; what is no such line does not.
set(times "${build}/Testing/ParallelTesting/times.txt")
string(HEX orders_test program)
function(note selector milliseconds)
  string(HEX "${selector}" key)
  file(APPEND "${times}" "${program}_${key} ${milliseconds}\n")
endfunction()
note(A.Short 1)
note(A.Long 20000)
note(A.Long 9000)
note(A.One/0 250)
note(A.Two 5000)
note(A.Alone 500)
file(APPEND "${times}" "half a li")
file(MAKE_DIRECTORY "${build}/Testing/Temporary")
file(WRITE "${build}/Testing/Temporary/CTestCostData.txt"
  "script 2 0.5\nother 1 3\n---\nother\n")
load_tests()
expect_property(A.Short COST "")
expect_property(A.Long COST 9.0)
expect_property(A.Two COST 5.75)
expect_property(script COST 0.75)
expect_property(A.One/x COST 0.25)
expect_property(A.Alone COST 100000.5)
