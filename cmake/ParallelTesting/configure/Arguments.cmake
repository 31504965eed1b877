# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Rejects wrong calls of the public functions. No other file does.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/../pure/ListItems.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Nearest.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/TestProperties.cmake")

# Begins the calling public function: parses its arguments after the first
# `named` ones, and rejects a wrong call. `positional` is the name of the
# variable for the arguments before the first keyword; if it is empty, there
# must be none. With `text` ANY, items of lists may be any text and must go
# through _parallel_from_item(), as in _parallel_quote_items(); with LISTS, an
# argument that no list can hold is an error. Sets
#   call           the name of the call for messages, with its first named
#                  argument or its NAME: `parallel_discover_tests(orders_test)`
#   arg_<keyword>  and the other variables that cmake_parse_arguments() sets
#
# It is a macro, because PARSE_ARGV reads the arguments of the calling function.
macro(_parallel_begin_call named positional text options one multi)
  _parallel_report_old_name()
  set(call "${CMAKE_CURRENT_FUNCTION}")
  # Uses names of variables: a macro would replace ${ARGV0} and ${ARGC} by its
  # own.
  set(_parallel_name ARGV0)
  if(${named} GREATER 0)
    string(APPEND call "(${${_parallel_name}})")
  endif()
  set(_parallel_count ARGC)
  set(_parallel_index ${named})
  while(_parallel_index LESS ${_parallel_count})
    if("${text}" STREQUAL "ANY")
      _parallel_into_item(ARGV${_parallel_index})
    else()
      _parallel_reject_bracket("${call}" "${ARGV${_parallel_index}}")
    endif()
    math(EXPR _parallel_index "${_parallel_index} + 1")
  endwhile()
  cmake_parse_arguments(
    PARSE_ARGV ${named} arg "${options}" "${one}" "${multi}"
  )
  foreach(_parallel_keyword IN ITEMS ${one})
    if(DEFINED arg_${_parallel_keyword})
      _parallel_from_item(arg_${_parallel_keyword})
    endif()
  endforeach()
  if("${one}" MATCHES "(^|;)NAME(;|$)" AND NOT "${arg_NAME}" STREQUAL "")
    string(APPEND call "(${arg_NAME})")
  endif()
  if(NOT "${positional}" STREQUAL "")
    set("${positional}" "${arg_UNPARSED_ARGUMENTS}")
    set(arg_UNPARSED_ARGUMENTS "")
  endif()
  _parallel_reject_arguments("${call}" "${options}" "${one}" "${multi}")
endmacro()

# Rejects an argument that no CMake list can hold.
function(_parallel_reject_bracket call value)
  _parallel_fits_a_list(fits "${value}")
  if(NOT fits)
    message(FATAL_ERROR
      "${call}: an argument has an unbalanced square bracket or a backslash at "
      "the end, which a CMake list cannot hold\n"
      "  argument: ${value}"
    )
  endif()
endfunction()

# Rejects unknown arguments, keywords and properties without a value, and values
# that look like misspelt keywords. Reads arg_<keyword> and the other variables
# that cmake_parse_arguments() sets.
function(_parallel_reject_arguments call options one multi)
  set(keywords ${options} ${one} ${multi})
  foreach(argument IN LISTS arg_UNPARSED_ARGUMENTS)
    _parallel_did_you_mean(hint "${argument}" ${keywords})
    message(FATAL_ERROR "${call}: unknown argument '${argument}'${hint}")
  endforeach()

  # A list may be empty, because it may come from a variable.
  foreach(keyword IN LISTS arg_KEYWORDS_MISSING_VALUES)
    if(keyword IN_LIST one)
      message(FATAL_ERROR "${call}: ${keyword} requires a value")
    endif()
  endforeach()

  foreach(keyword IN LISTS multi)
    _parallel_reject_swallowed("${call}" ${keyword} "${keywords}")
  endforeach()

  if("PROPERTIES" IN_LIST multi AND arg_PROPERTIES
     AND NOT arg_PROPERTIES MATCHES "\\$<")
    list(LENGTH arg_PROPERTIES length)
    math(EXPR odd "${length} % 2")
    if(odd)
      list(GET arg_PROPERTIES -1 last)
      message(FATAL_ERROR
        "${call}: PROPERTIES requires pairs of a name and a value, "
        "but '${last}' has no value"
      )
    endif()
    _parallel_reject_misspelt_properties("${call}" arg_PROPERTIES)
  endif()
endfunction()

# Rejects a value of a list that looks like a misspelt keyword. The keyword
# would become an item of that list, and the call would silently do something
# else. Reads arg_<list>.
function(_parallel_reject_swallowed call list keywords)
  _parallel_test_properties(known)
  foreach(value IN LISTS arg_${list})
    # Comparing it with all keywords takes long, and a property is none of them.
    if(value MATCHES "^[A-Z][A-Z_]+[A-Z]$" AND NOT value IN_LIST known_names)
      _parallel_nearest(nearest "${value}" ${keywords})
      if(nearest)
        message(FATAL_ERROR
          "${call}: unknown argument '${value}', did you mean '${nearest}'?\n"
          "  read as: a value of ${list}"
        )
      endif()
    endif()
  endforeach()
endfunction()

# Rejects the globs of a call that has none, for which `missing` is the message,
# and a glob that looks like a misspelt one of the keywords in ARGN.
function(_parallel_require_globs call globs missing)
  foreach(glob IN LISTS globs)
    if(glob MATCHES "^[A-Z_]+$")
      _parallel_did_you_mean(hint "${glob}" ${ARGN})
      if(hint)
        message(FATAL_ERROR "${call}: unknown argument '${glob}'${hint}")
      endif()
    endif()
  endforeach()
  if("${globs}" STREQUAL "")
    message(FATAL_ERROR "${call}: ${missing}")
  endif()
endfunction()

# Reports that the calling function was called by its old name, if
# CMAKE_WARN_DEPRECATED or CMAKE_ERROR_DEPRECATED requests it. From CMake 4.4 on,
# only CMAKE_ERROR_DEPRECATED or -Werror=deprecated does. CMake itself also warns
# if neither is set, but a correct configure step prints nothing.
macro(_parallel_report_old_name)
  set(_parallel_new_parallel_capacity parallel_declare_capacity)
  set(_parallel_new_parallel_coverage parallel_add_coverage)
  set(_parallel_new_parallel_postgresql_server parallel_add_postgresql_server)
  set(_parallel_new_parallel_testing_labels parallel_declare_labels)
  if(DEFINED _parallel_new_${CMAKE_CURRENT_FUNCTION})
    # CMake 4.4 warns where a script reads the variables (CMP0218), except for
    # those of the cache. There, the first is always set.
    set(_parallel_warns FALSE)
    set(_parallel_refuses "$CACHE{CMAKE_ERROR_DEPRECATED}")
    if(CMAKE_VERSION VERSION_LESS 4.4)
      set(_parallel_warns "${CMAKE_WARN_DEPRECATED}")
      set(_parallel_refuses "${CMAKE_ERROR_DEPRECATED}")
    endif()
    if(_parallel_warns OR _parallel_refuses)
      message(DEPRECATION
        "${CMAKE_CURRENT_FUNCTION}() is deprecated: call "
        "${_parallel_new_${CMAKE_CURRENT_FUNCTION}}() instead"
      )
    endif()
  endif()
endmacro()

# Rejects the call unless every keyword after `call` has a value. Reads
# arg_<keyword>.
function(_parallel_require_arguments call)
  foreach(keyword IN LISTS ARGN)
    if("${arg_${keyword}}" STREQUAL "")
      message(FATAL_ERROR "${call}: ${keyword} is required")
    endif()
  endforeach()
endfunction()

# Rejects a value of `keyword` that is not one of the arguments after it. Reads
# arg_<keyword>.
function(_parallel_require_choice call keyword)
  if("${arg_${keyword}}" STREQUAL "" OR "${arg_${keyword}}" IN_LIST ARGN)
    return()
  endif()
  string(TOUPPER "${arg_${keyword}}" upper)
  set(hint "")
  foreach(choice IN LISTS ARGN)
    string(TOUPPER "${choice}" candidate)
    if(candidate STREQUAL upper)
      set(hint ", did you mean '${choice}'?")
    endif()
  endforeach()
  if(hint STREQUAL "")
    _parallel_did_you_mean(hint "${arg_${keyword}}" ${ARGN})
  endif()
  list(JOIN ARGN " | " choices)
  message(FATAL_ERROR
    "${call}: ${keyword} cannot be '${arg_${keyword}}'${hint}\n"
    "  allowed: ${choices}"
  )
endfunction()

# Rejects a value of `keyword` that is not a number of seconds. Reads
# arg_<keyword>.
function(_parallel_require_seconds call keyword)
  set(value "${arg_${keyword}}")
  if(NOT value STREQUAL "" AND (NOT value MATCHES "^[0-9]+(\\.[0-9]+)?$"
     OR NOT value GREATER 0))
    message(FATAL_ERROR
      "${call}: ${keyword} cannot be '${value}'\n"
      "  allowed: a number of seconds greater than 0"
    )
  endif()
endfunction()

# Rejects a value of `keyword` that is neither a count nor `word`. Reads
# arg_<keyword>.
function(_parallel_require_count call keyword word)
  set(value "${arg_${keyword}}")
  if(NOT value STREQUAL word AND NOT value STREQUAL ""
     AND NOT value MATCHES "^[1-9][0-9]?[0-9]?[0-9]?[0-9]?$")
    message(FATAL_ERROR
      "${call}: ${keyword} cannot be '${value}'\n"
      "  allowed: a whole number from 1 to 99999, or ${word}"
    )
  endif()
endfunction()

# Sets `out` to the name of the real target that `target` stands for. Rejects
# the call if there is none; `maker` names the function that creates one.
function(_parallel_require_target out call target maker)
  if(NOT TARGET "${target}")
    message(FATAL_ERROR
      "${call}: the target '${target}' does not exist\n"
      "  ${maker} must come before this call"
    )
  endif()
  get_target_property(real "${target}" ALIASED_TARGET)
  if(NOT real)
    set(real "${target}")
  endif()
  set(${out} "${real}" PARENT_SCOPE)
endfunction()

# Sets `out` to the name of the real target that `target` stands for. Rejects
# the call if it is not an executable. Only ctest can list an executable that is
# imported or created in another directory, so `mode`, the DISCOVERY_MODE of the
# call, must then be PRE_TEST.
function(_parallel_require_executable out call target mode)
  _parallel_require_target(real "${call}" "${target}" "add_executable()")
  get_target_property(type "${real}" TYPE)
  get_target_property(imported "${real}" IMPORTED)
  if(NOT type STREQUAL "EXECUTABLE")
    if(imported)
      string(PREPEND type "imported ")
    endif()
    message(FATAL_ERROR
      "${call}: '${target}' is not an executable\n"
      "  type: ${type}"
    )
  endif()
  if(imported AND NOT mode STREQUAL "PRE_TEST")
    message(FATAL_ERROR
      "${call}: '${target}' is imported, so no build can list its tests\n"
      "  remedy: DISCOVERY_MODE PRE_TEST"
    )
  endif()
  get_target_property(directory "${real}" BINARY_DIR)
  if(NOT mode STREQUAL "PRE_TEST"
     AND NOT directory STREQUAL "${CMAKE_CURRENT_BINARY_DIR}")
    get_target_property(directory "${real}" SOURCE_DIR)
    message(FATAL_ERROR
      "${call}: '${target}' is created in another directory, so CMake does not "
      "allow this call to list its tests after the link\n"
      "  created in: ${directory}\n"
      "  remedy: call it in that directory, or pass DISCOVERY_MODE PRE_TEST"
    )
  endif()
  set(${out} "${real}" PARENT_SCOPE)
endfunction()
