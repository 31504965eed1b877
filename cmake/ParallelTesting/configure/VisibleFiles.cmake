# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The names that files have in a private working directory.
include_guard(GLOBAL)

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
