# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How doctest runs one case. See CaseArguments.cmake.

function(_parallel_doctest_command prefix)
  set(${prefix}_filter "--test-case=" PARENT_SCOPE)
  set(${prefix}_with_filter "" PARENT_SCOPE)
  set(${prefix}_has_spec TRUE PARENT_SCOPE)
  string(CONCAT select
    " \"--test-case=\${selector}\" --case-sensitive --no-skip")
  set(${prefix}_select "${select}" PARENT_SCOPE)
  set(${prefix}_reporter "--reporters=" PARENT_SCOPE)
  set(${prefix}_output "--out=" PARENT_SCOPE)
  # No case was selected.
  set(${prefix}_failure [=["test cases: +0 [|]"]=] PARENT_SCOPE)
endfunction()
