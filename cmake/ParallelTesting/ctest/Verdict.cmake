# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# How a test and ctest communicate: the test learns which CTest test it is, and
# reports with a token of only that test that it was skipped.

# Sets `out` to a token for the test `name` in this run, which no program prints
# by accident.
function(_parallel_token out name)
  string(MD5 token "$ENV{PARALLEL_TESTING_RUN_ID} ${name}")
  string(SUBSTRING "${token}" 0 12 token)
  set(${out} ${token} PARENT_SCOPE)
endfunction()

# Sets `out` to the value of PARALLEL_TESTING_TEST. `flags` are what may affect
# the verdict on the test:
#   r  output, or an exit code other than 0, may count as something other than
#      a failure
#   w  WILL_FAIL
#   s  a skip is a failure
#   c  it is a command of the project, not a case of a test program
#   q  it is in quarantine: the launcher may report its failure as a skip
function(_parallel_test_identity out token flags name)
  _parallel_encode_name(name "${name}")
  set(${out} "${token}:${flags}:${name}" PARENT_SCOPE)
endfunction()

# Sets `out` to `name`, encoded for an item of a list.
function(_parallel_encode_name out name)
  if(name MATCHES "[][;%\\\n\r]")
    _parallel_escape_marker(name)
    string(REPLACE "\n" "%0A" name "${name}")
    string(REPLACE "\r" "%0D" name "${name}")
  endif()
  set(${out} "${name}" PARENT_SCOPE)
endfunction()

# Called for each case that will run. A program in front of the command may add
# arguments, so such a case also gets its selector.
function(_parallel_identify_test test flags)
  _parallel_token(token "${test}")
  _parallel_test_identity(identity ${token} "${flags}" "${test}")
  set(properties ENVIRONMENT "PARALLEL_TESTING_TEST=${identity}")
  if(ARGC EQUAL 3)
    _parallel_encode_name(selector "${ARGV2}")
    list(APPEND properties ENVIRONMENT "PARALLEL_TESTING_SELECTOR=${selector}")
  endif()
  if(NOT flags MATCHES "s" OR flags MATCHES "q")
    list(APPEND properties SKIP_REGULAR_EXPRESSION "[(]skip ${token}[)]")
  endif()
  if(COMMAND _set_tests_properties)
    _set_tests_properties("${test}" PROPERTIES ${properties})
  else()
    set_tests_properties("${test}" PROPERTIES ${properties})
  endif()
endfunction()

# Updates those of the tests that are cases after they have got further
# properties. Reads the variables that _parallel_read_property_call() has set in
# the calling function: <prefix>_tests and <prefix>_properties. It is a macro,
# because only that function has these arguments. ctest uses the last value of a
# variable.
macro(_parallel_renew_identities prefix)
  _parallel_verdict_flags(_parallel_flags "${${prefix}_properties}")
  if(NOT _parallel_flags STREQUAL "")
    cmake_language(EVAL CODE "
      foreach(_parallel_item IN ITEMS ${${prefix}_tests})
        if(DEFINED \"_parallel_case_flags_\${_parallel_item}\")
          _parallel_renew_identity(
            \"\${_parallel_item}\" \"\${_parallel_flags}\")
        endif()
      endforeach()
    ")
  endif()
endmacro()

# Adds the flags `added` to those of the case `test`, in every directory.
function(_parallel_renew_identity test added)
  set(property "_parallel_case_flags_${test}")
  get_property(flags GLOBAL PROPERTY "${property}")
  string(APPEND flags "${${property}}${added}")
  set_property(GLOBAL PROPERTY "${property}" "${flags}")
  _parallel_identify_test("${test}" "${flags}")
endfunction()

# Appends the identity of a test that the launcher runs to the list of
# properties `list_variable`. The project alone defines what its exit code and
# output mean. With `flags`, the launcher may report a skip: in a quarantine, or
# if the test reports its cases.
function(_parallel_identify_command list_variable test)
  _parallel_token(token "${test}")
  _parallel_test_identity(identity ${token} "c${ARGV2}" "${test}")
  list(APPEND ${list_variable} ENVIRONMENT "PARALLEL_TESTING_TEST=${identity}")
  if(ARGC EQUAL 3)
    list(APPEND ${list_variable}
      SKIP_REGULAR_EXPRESSION "[(]skip ${token}[)]")
  endif()
  set(${list_variable} "${${list_variable}}" PARENT_SCOPE)
endfunction()
