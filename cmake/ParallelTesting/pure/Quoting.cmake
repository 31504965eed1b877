# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The only place that turns values into CMake source code. Everything written
# to a generated file goes through here.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/ListItems.cmake")

# Sets `out` to a bracket argument that reads back as exactly `value`.
#
# The depth comes from the content. Two hazards of the bracket form are met
# here: a content ending in `]=` would close the bracket early together with
# the closing one, and a newline straight after the opening one is dropped.
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

# Changes the text in `variable` into a field of a line of fields between tabs,
# as lib/src/base/fields.hpp reads them.
function(_parallel_as_field variable)
  set(text "${${variable}}")
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\t" "\\t" text "${text}")
  string(REPLACE "\n" "\\n" text "${text}")
  string(REPLACE "\r" "\\r" text "${text}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Sets `out` to the quoted items of a list, each after a space, so that each
# reads back as one argument.
function(_parallel_quote_items out)
  set(code "")
  foreach(item IN LISTS ${ARGN})
    _parallel_from_item(item)
    _parallel_quote(item "${item}")
    string(APPEND code " ${item}")
  endforeach()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that give the variable `name` the items of the
# list variable `list` again. Items may hold generator expressions: those are
# expanded like an unquoted reference, so that an expression that evaluates to
# nothing adds no item and one that evaluates to a list is several.
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

# The same for a list of arguments, which keeps empty items, also those that a
# generator expression evaluates to, for _parallel_quote_items().
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

# Sets `out` to text that a generator expression takes literally, as one of its
# arguments.
function(_parallel_expression_text out text)
  string(REPLACE "," "$<COMMA>" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()
