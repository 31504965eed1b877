# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Compiles the headers that most sources of the tools and of the tests include
# once for all of them. A missing #include is not noticed then, so only the
# preset ci-parallel asks for it, and never for lib: users compile its sources.

# Sets `out` to the targets with sources of `directory` and of those below it.
function(_parallel_targets_below out directory)
  set(found "")
  get_property(targets DIRECTORY "${directory}" PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type MATCHES "^(EXECUTABLE|OBJECT_LIBRARY|STATIC_LIBRARY)$")
      list(APPEND found ${target})
    endif()
  endforeach()
  get_property(directories DIRECTORY "${directory}" PROPERTY SUBDIRECTORIES)
  foreach(subdirectory IN LISTS directories)
    _parallel_targets_below(below "${subdirectory}")
    list(APPEND found ${below})
  endforeach()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

#   parallel_precompile(<name> LIBRARIES <target>... HEADERS <header>...
#     [LINKED_TO <target>...])
# For the C++20 targets of the current directory and of those below it; with
# LINKED_TO, only for those that link one of these targets. HEADERS come from
# LIBRARIES, which all these targets link: a precompiled header holds for one set
# of definitions. Headers of the standard library are added. Does nothing unless
# PARALLEL_TESTING_PRECOMPILE is set.
function(parallel_precompile name)
  if(NOT PARALLEL_TESTING_PRECOMPILE)
    return()
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;LIBRARIES;LINKED_TO")
  _parallel_targets_below(targets "${CMAKE_CURRENT_SOURCE_DIR}")
  set(headers parallel_testing_headers_of_${name})
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${headers}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "")
  add_library(${headers} STATIC "${source}")
  target_compile_features(${headers} PRIVATE cxx_std_20)
  target_link_libraries(${headers} PRIVATE ${arg_LIBRARIES})
  set(standard
      <algorithm> <array> <charconv> <chrono> <filesystem> <fstream>
      <functional> <map> <memory> <optional> <set> <sstream> <string>
      <string_view> <unordered_map> <unordered_set> <variant> <vector>
  )
  target_precompile_headers(${headers} PRIVATE ${standard} ${arg_HEADERS})
  foreach(target IN LISTS targets)
    if(arg_LINKED_TO)
      get_target_property(linked ${target} LINK_LIBRARIES)
      set(others ${linked})
      list(REMOVE_ITEM others ${arg_LINKED_TO})
      if("${others}" STREQUAL "${linked}")
        continue()
      endif()
    endif()
    target_link_libraries(${target} PRIVATE ${arg_LIBRARIES})
    target_compile_features(${target} PRIVATE cxx_std_20)
    target_precompile_headers(${target} REUSE_FROM ${headers})
  endforeach()
endfunction()
