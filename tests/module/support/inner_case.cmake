# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A case inside a case.

# Writes a case that prints a text and expects another.
function(write_inner_case printed stream expected)
  file(WRITE "${work}/printed.txt" "${printed}")
  set(call "")
  if(NOT expected STREQUAL "")
    set(call "expect_${stream}([=[\n${expected}]=])\n")
  endif()
  set(redirect "")
  if(stream STREQUAL "stderr")
    set(redirect " >&2")
  endif()
  file(WRITE "${work}/inner.cmake"
    "run(COMMAND sh -c \"cat ../printed.txt${redirect}\")\n"
    "${call}"
  )
endfunction()

# Runs it; further arguments are those of run().
function(run_inner_case)
  _run_inner_case("--unset=UPDATE_GOLDEN" ${ARGN})
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(update_inner_case)
  _run_inner_case("UPDATE_GOLDEN=1" ${ARGN})
endfunction()

function(_run_inner_case environment)
  run(
    READ COMMAND sh -c "exec \"$@\" 2>&1" sh
      "${CMAKE_COMMAND}" -E env "${environment}"
      "${CMAKE_COMMAND}" "-Dcase=${work}/inner.cmake" "-Dwork=${work}/inner"
      -P "${support}/run_case.cmake"
    ${ARGN}
  )
  set(output "${output}" PARENT_SCOPE)
endfunction()
