# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The expectation of the case becomes what it prints: a wrong one is rewritten,
# a missing one added, one of nothing removed. The rest of the case stays.
include("${support}/inner_case.cmake")

set(text "note: one\n  key: [[value]] ; \\ \${x}\n")
foreach(expected IN ITEMS "note:one\n  key: value\n" "" "${text}")
  foreach(stream IN ITEMS stdout stderr)
    write_inner_case("${text}" ${stream} "${expected}")
    update_inner_case()
    file(READ "${work}/inner.cmake" after)
    write_inner_case("${text}" ${stream} "${text}")
    file(READ "${work}/inner.cmake" right)
    expect_equal("${after}" "${right}")
    run_inner_case()
  endforeach()
endforeach()

write_inner_case("" stdout "${text}")
update_inner_case()
file(READ "${work}/inner.cmake" after)
write_inner_case("" stdout "")
file(READ "${work}/inner.cmake" right)
expect_equal("${after}" "${right}")
