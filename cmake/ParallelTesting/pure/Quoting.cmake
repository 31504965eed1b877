# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The only place that converts values to CMake source code. Everything that is
# written to a generated file goes through it.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/ListItems.cmake")

# Sets `out` to a bracket argument that reads back as exactly `value`.
#
# The depth depends on the content. The bracket form has two hazards: a content
# that ends in `]=` would close the bracket early together with the closing one,
# and CMake drops a newline directly after the opening one.
function(_parallel_quote out value)
  set(equals "=")
  while("${value}]" MATCHES "]${equals}]")
    string(APPEND equals "=")
  endwhile()
  if(value MATCHES "^\n")
    string(PREPEND value "\n")
  endif()
  set(${out} "[${equals}[${value}]${equals}]" PARENT_SCOPE)
endfunction()

# Converts the text in `variable` to a field in a line of fields separated by
# tabs, for lib/src/base/fields.hpp.
function(_parallel_as_field variable)
  set(text "${${variable}}")
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\t" "\\t" text "${text}")
  string(REPLACE "\n" "\\n" text "${text}")
  string(REPLACE "\r" "\\r" text "${text}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Sets `out` to the quoted items of a list, each after a space. Each reads back
# as one argument.
function(_parallel_quote_items out)
  set(code "")
  foreach(item IN LISTS ${ARGN})
    _parallel_from_item(item)
    _parallel_quote(item "${item}")
    string(APPEND code " ${item}")
  endforeach()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that set the variable `name` to the items of the
# list variable `list`. Items may contain generator expressions, which behave
# like unquoted references: an expression that evaluates to an empty text adds
# no item, and one that evaluates to a list adds several.
function(_parallel_quote_list out name list)
  set(code "set(${name} \"\")\n")
  foreach(item IN LISTS ${list})
    if(item MATCHES "\\$<")
      _parallel_quote(item "${item}")
      string(APPEND code
        "set(_parallel_item ${item})\n"
        "list(APPEND ${name} \${_parallel_item})\n"
      )
    else()
      string(REPLACE ";" "\\;" item "${item}")
      _parallel_quote(item "${item}")
      string(APPEND code "list(APPEND ${name} ${item})\n")
    endif()
  endforeach()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# The same for a list of arguments, for _parallel_quote_items(). It keeps empty
# items, including those to which a generator expression evaluates.
function(_parallel_quote_arguments out name list)
  set(code "set(${name} \"\")\n")
  foreach(item IN LISTS ${list})
    if(item MATCHES "\\$<")
      _parallel_quote(item "${item}")
      string(APPEND code
        "set(_parallel_item ${item})\n"
        "_parallel_append_arguments(${name} \"\${_parallel_item}\")\n"
      )
    else()
      _parallel_from_item(item)
      _parallel_append_item(escaped "${item}")
      _parallel_quote(escaped "${escaped}")
      string(APPEND code "list(APPEND ${name} ${escaped})\n")
      set(escaped "")
    endif()
  endforeach()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to text that a generator expression takes literally, as one
# argument.
function(_parallel_expression_text out text)
  string(REPLACE "," "$<COMMA>" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()
