# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A case that expects what it prints passes; one blank, one indentation or one
# line that differs fails it, on either stream.
include("${support}/inner_case.cmake")

set(text "note: one\n  key: value\n")
foreach(stream IN ITEMS stdout stderr)
  write_inner_case("${text}" ${stream} "${text}")
  run_inner_case()
  foreach(printed IN ITEMS
    "note:one\n  key: value\n" "note: one \n  key: value\n"
    "note:  one\n  key: value\n" "note: one\n key: value\n"
    "note: one\n   key: value\n" "note: one\n  key: value\nmore\n"
    "note: one\n\n  key: value\n" "\nnote: one\n  key: value\n"
    "note: one\n  key: value\n\n" "note: one\n" ""
  )
    write_inner_case("${printed}" ${stream} "${text}")
    run_inner_case(RESULT 1)
    expect_text("${output}" "  difference:")
  endforeach()
  # What nobody expects.
  write_inner_case("${text}" ${stream} "")
  run_inner_case(RESULT 1)
  expect_text("${output}" "  difference:")
endforeach()
