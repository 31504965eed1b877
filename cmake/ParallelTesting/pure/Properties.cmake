# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Reads names and values of test properties by position: a value may equal the
# name of another property, and may contain semicolons.
include_guard(GLOBAL)

# Sets `out` to the last value of the property `name` in the list
# `list_variable`, and `out`_found to whether it has one.
function(_parallel_property_of out name list_variable)
  set(value "")
  set(found FALSE)
  set(is_name TRUE)
  foreach(item IN LISTS ${list_variable})
    if(is_name)
      set(key "${item}")
      set(is_name FALSE)
      continue()
    endif()
    set(is_name TRUE)
    if(key STREQUAL name)
      set(value "${item}")
      set(found TRUE)
    endif()
  endforeach()
  set(${out} "${value}" PARENT_SCOPE)
  set(${out}_found ${found} PARENT_SCOPE)
endfunction()

# Sets `out` to the names of the properties in the list `list_variable`.
function(_parallel_property_names out list_variable)
  set(names "")
  set(is_name TRUE)
  foreach(item IN LISTS ${list_variable})
    if(is_name)
      list(APPEND names "${item}")
      set(is_name FALSE)
    else()
      set(is_name TRUE)
    endif()
  endforeach()
  set(${out} "${names}" PARENT_SCOPE)
endfunction()

# Sets `out` to the flags in PARALLEL_TESTING_TEST for the properties `names`.
# ctest/Verdict.cmake describes them.
function(_parallel_verdict_flags out names)
  set(flags "")
  if(names MATCHES
     "(^|;)(PASS_REGULAR_EXPRESSION|SKIP_REGULAR_EXPRESSION|SKIP_RETURN_CODE)(;|$)")
    set(flags "r")
  endif()
  if("WILL_FAIL" IN_LIST names)
    string(APPEND flags "w")
  endif()
  set(${out} "${flags}" PARENT_SCOPE)
endfunction()

# Removes the property `name` from the list `list_variable`, and appends it
# again if there is a value.
function(_parallel_replace_property list_variable name value)
  set(kept "")
  set(is_name TRUE)
  foreach(item IN LISTS ${list_variable})
    if(is_name)
      set(key "${item}")
      set(is_name FALSE)
      continue()
    endif()
    set(is_name TRUE)
    if(NOT key STREQUAL name)
      string(REPLACE ";" "\\;" item "${item}")
      list(APPEND kept "${key}" "${item}")
    endif()
  endforeach()
  if(NOT value STREQUAL "")
    string(REPLACE ";" "\\;" value "${value}")
    list(APPEND kept ${name} "${value}")
  endif()
  set(${list_variable} "${kept}" PARENT_SCOPE)
endfunction()

# Reads the arguments of the calling function, which are those of
# set_tests_properties(). Sets
#   <prefix>_tests                code of the arguments that name tests
#   <prefix>_properties           the names of the properties
#   <prefix>_<property>           its last value
#   <prefix>_places_of_<property> the numbers of the arguments that are its
#                                 values
#
# It is a macro, because only the calling function has its arguments one by one.
macro(_parallel_read_property_call prefix)
  set(${prefix}_tests "")
  set(${prefix}_properties "")
  # Uses the name of the variable: a macro would replace ${ARGC} by its own.
  set(_parallel_count ARGC)
  math(EXPR _parallel_last "${${_parallel_count}} - 1")
  set(_parallel_expected test)
  foreach(_parallel_index RANGE ${_parallel_last})
    set(_parallel_argument "${ARGV${_parallel_index}}")
    if(_parallel_expected STREQUAL "value")
      set("${prefix}_${_parallel_name}" "${_parallel_argument}")
      list(APPEND "${prefix}_places_of_${_parallel_name}" ${_parallel_index})
      set(_parallel_expected name)
    elseif(_parallel_expected STREQUAL "name")
      set(_parallel_name "${_parallel_argument}")
      list(APPEND ${prefix}_properties "${_parallel_name}")
      set(_parallel_expected value)
    elseif(_parallel_argument STREQUAL "PROPERTIES")
      set(_parallel_expected name)
    else()
      string(APPEND ${prefix}_tests " \"\${ARGV${_parallel_index}}\"")
    endif()
  endforeach()
endmacro()
