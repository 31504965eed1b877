# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)

# Makes include(ParallelTesting) find its file in every scope of this configure
# step. Commands are global, but CMAKE_MODULE_PATH is a variable: its value
# would be lost at the end of the function or directory that called
# find_package(), and a second FetchContent_MakeAvailable() does nothing that
# could set it again.
function(_parallel_make_includable directory)
  get_property(done GLOBAL PROPERTY PARALLEL_TESTING_MODULE_DIRECTORY)
  # Items of the list; a semicolon in one would separate two.
  string(REPLACE ";" "\\;" directory "${directory}")
  set_property(
    GLOBAL PROPERTY PARALLEL_TESTING_MODULE_DIRECTORY "${directory}")
  if("${done}" STREQUAL "")
    variable_watch(CMAKE_MODULE_PATH _parallel_complete_module_path)
  endif()
endfunction()

# CMake calls it when something reads the variable, in the scope of the reader,
# and before the reader gets the value. It is a macro, because it sets the
# variable in that scope.
macro(_parallel_complete_module_path variable access)
  if("${access}" MATCHES "READ_ACCESS$")
    get_property(
      _parallel_directory GLOBAL PROPERTY PARALLEL_TESTING_MODULE_DIRECTORY)
    string(FIND
      ";${CMAKE_MODULE_PATH};" ";${_parallel_directory};" _parallel_place)
    if(_parallel_place LESS 0)
      list(APPEND CMAKE_MODULE_PATH "${_parallel_directory}")
    endif()
    unset(_parallel_directory)
    unset(_parallel_place)
  endif()
endmacro()
