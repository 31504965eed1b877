# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The names that files have in a private working directory.
include_guard(GLOBAL)

# Sets `out` to a line for each of arg_EMPTY_DIRECTORIES, as VISIBLE_FILES has
# them: `<name>/ TAB`. They require arg_WORKING_DIRECTORY PRIVATE.
function(_parallel_empty_directory_lines out call)
  set(lines "")
  if(NOT "${arg_EMPTY_DIRECTORIES}" STREQUAL ""
     AND NOT "${arg_WORKING_DIRECTORY}" STREQUAL "PRIVATE")
    message(FATAL_ERROR
      "${call}: EMPTY_DIRECTORIES requires WORKING_DIRECTORY PRIVATE")
  endif()
  foreach(path IN LISTS arg_EMPTY_DIRECTORIES)
    _parallel_from_item(path)
    set(given "${path}")
    _parallel_visible_name(name path)
    if(NOT name STREQUAL path OR name MATCHES "^(|[.]|[.][.])$")
      message(FATAL_ERROR
        "${call}: EMPTY_DIRECTORIES requires paths inside the private directory\n"
        "  directory: ${given}"
      )
    endif()
    string(APPEND lines "${name}/\t\n")
  endforeach()
  set(${out} "${lines}" PARENT_SCOPE)
endfunction()

# Normalizes the path in `path_variable`, and sets `out` to the name of the file
# in a private directory: the path itself, or its last part if the path leaves
# the directory.
function(_parallel_visible_name out path_variable)
  set(path "${${path_variable}}")
  cmake_path(NORMAL_PATH path)
  string(REGEX REPLACE "/$" "" path "${path}")
  set(name "${path}")
  if(IS_ABSOLUTE "${path}" OR path MATCHES "^\\.\\./")
    cmake_path(GET path FILENAME name)
  endif()
  set(${out} "${name}" PARENT_SCOPE)
  set(${path_variable} "${path}" PARENT_SCOPE)
endfunction()
