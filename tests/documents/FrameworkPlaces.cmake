# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A test framework is a folder, two sources, a header and a row in each table:
# its name occurs in no other source, except in comments. ROOT is the source tree.
cmake_policy(VERSION 3.25...4.0)

set(places_of_each
  cmake/ParallelTesting/discover/frameworks/<name>/Command.cmake
  cmake/ParallelTesting/discover/frameworks/<name>/Listing.cmake
  # Tables.
  cmake/ParallelTesting/pure/Adapters.cmake
  cmake/ParallelTesting/pure/Frameworks.cmake
  lib/include/parallel_testing/detail/adapter.hpp
  lib/src/base/frameworks.hpp
  tools/discovered/frameworks.cpp
  # Compiled into programs with the framework, and into those without it.
  lib/src/adapters/<name>_adapter.cpp
  lib/src/frameworks/<name>.cpp
)
# Names of the frameworks that were added last. The two older ones gave their
# names to more things, such as variables of the environment.
set(names doctest boost_test)

file(GLOB_RECURSE files RELATIVE "${ROOT}"
  "${ROOT}/cmake/*.cmake" "${ROOT}/cmake/*.in" "${ROOT}/lib/*.cpp"
  "${ROOT}/lib/*.hpp" "${ROOT}/lib/CMakeLists.txt" "${ROOT}/tools/*.cpp"
  "${ROOT}/tools/*.hpp" "${ROOT}/tools/CMakeLists.txt")
list(LENGTH files count)
set(problems "")
if(count LESS 100)
  string(APPEND problems "only ${count} sources were found\n")
endif()
foreach(name IN LISTS names)
  set(found_${name} "")
endforeach()
foreach(file IN LISTS files)
  file(READ "${ROOT}/${file}" text)
  if(NOT text MATCHES "doctest|boost_test")
    continue()
  endif()
  # Without comments.
  if(file MATCHES "[.][ch]pp$")
    string(REGEX REPLACE "//[^\n]*" "" text "${text}")
  else()
    string(REGEX REPLACE "#\\[(=*)\\[.*\\]=*\\]" "" text "${text}")
    string(REGEX REPLACE "#[^\n]*" "" text "${text}")
  endif()
  # A function of other projects.
  string(REPLACE "add_boost_test" "" text "${text}")
  foreach(name IN LISTS names)
    if(text MATCHES "(^|[^a-z])${name}")
      list(APPEND found_${name} "${file}")
    endif()
  endforeach()
endforeach()
foreach(name IN LISTS names)
  string(REPLACE "<name>" "${name}" wanted "${places_of_each}")
  # Its public header is about it alone.
  list(REMOVE_ITEM found_${name} lib/include/parallel_testing/${name}.hpp)
  foreach(file IN LISTS found_${name})
    if(NOT file IN_LIST wanted)
      string(APPEND problems
        "${file}: is about '${name}'; put that into its folder, its sources or "
        "its row, which docs/adding-a-framework.md lists\n"
      )
    endif()
  endforeach()
  foreach(file IN LISTS wanted)
    if(NOT file IN_LIST found_${name})
      string(APPEND problems
        "${file}: does not name '${name}'; is the list of "
        "tests/documents/FrameworkPlaces.cmake right?\n"
      )
    endif()
  endforeach()
endforeach()

if(NOT problems STREQUAL "")
  message(FATAL_ERROR "${problems}")
endif()
