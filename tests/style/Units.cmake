# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The tests tidy.*: every source of lib and tools is in one of these units. Two
# sources of a unit cannot have helpers with the same name. They take three
# minutes of processor time, so only the preset `tidy` has them; CI has those of
# the adapters, which users compile.
set(units "")
if(PARALLEL_TESTING_TIDY_ALL)
  set(
    units
    "launcher 17 lib/launcher/"
    "databases 17 lib/src/(sqlite|postgresql)/"
    "crashes 17 lib/(crashes|clock)/"
    "lib 17 lib/"
    "tools 20 tools/"
  )
endif()

set(targets "")
append_targets(targets "${PROJECT_SOURCE_DIR}/lib")
foreach(folder IN ITEMS clock crashes launcher stacks)
  append_targets(targets "${PROJECT_SOURCE_DIR}/lib/${folder}")
endforeach()
append_targets(targets "${PROJECT_SOURCE_DIR}/tools")

set(names "")
foreach(target IN LISTS targets)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY" OR type STREQUAL "UTILITY")
    continue()
  endif()
  sources_of(sources ${target})
  foreach(source IN LISTS sources)
    foreach(unit IN LISTS units)
      string(REGEX MATCH "^([^ ]+) ([^ ]+) (.+)$" unit "${unit}")
      set(name ${CMAKE_MATCH_1})
      set(standard_of_${name} ${CMAKE_MATCH_2})
      set(folders "${CMAKE_MATCH_3}")
      cmake_path(
        RELATIVE_PATH source BASE_DIRECTORY "${PROJECT_SOURCE_DIR}"
        OUTPUT_VARIABLE path
      )
      if(path MATCHES "^${folders}")
        list(APPEND names ${name})
        list(APPEND sources_of_${name} "${source}")
        list(APPEND targets_of_${name} ${target})
        break()
      endif()
    endforeach()
  endforeach()
endforeach()
list(REMOVE_DUPLICATES names)
foreach(name IN LISTS names)
  list(REMOVE_DUPLICATES sources_of_${name})
  list(REMOVE_DUPLICATES targets_of_${name})
  add_tidy_test(
    ${name}
    ROOT "${PROJECT_SOURCE_DIR}"
    SOURCES ${sources_of_${name}}
    STANDARD ${standard_of_${name}}
    TARGETS ${targets_of_${name}}
  )
endforeach()

# The adapters are C++11, and NOLINT keeps linters of users out of them: copies
# without it have braces.
_parallel_frameworks(frameworks)
foreach(framework IN LISTS frameworks)
  set(source "${PROJECT_SOURCE_DIR}/lib/src/adapters/${framework}_adapter.cpp")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
  file(READ "${source}" text)
  string(REGEX REPLACE "NOLINT(BEGIN|END)" "linted" text "${text}")
  set(root "${CMAKE_CURRENT_BINARY_DIR}/linted")
  set(copy "${root}/lib/${framework}_adapter.cpp")
  file(CONFIGURE OUTPUT "${copy}" CONTENT "${text}" @ONLY)
  add_tidy_test(
    ${framework}_adapter
    CHECKS "-*,readability-braces-around-statements"
    ROOT "${root}"
    SOURCES "${copy}"
    STANDARD 17
    TARGETS parallel_testing_runtime
  )
endforeach()
find_package(Catch2 QUIET)
target_link_libraries(tidy_googletest_adapter PRIVATE GTest::gtest)
if(TARGET Catch2::Catch2)
  target_link_libraries(tidy_catch2_adapter PRIVATE Catch2::Catch2)
endif()

# Each of these files deviates from the dialect, and the same command reports
# it.
function(add_deviation name expected)
  set(root "${CMAKE_CURRENT_SOURCE_DIR}/deviating")
  add_tidy_test(
    deviation.${name}
    PROPERTIES PASS_REGULAR_EXPRESSION "${expected}"
    ROOT "${root}"
    SOURCES "${root}/lib/${name}.cpp"
    STANDARD 17
    TARGETS parallel_testing_runtime
  )
endfunction()
add_deviation(
  missing_braces
  "missing_braces.cpp:3:[0-9]+: error: [^\n]*[[]readability-braces-around-statements"
)
add_deviation(
  missing_nodiscard
  "missing_nodiscard.hpp:8:[0-9]+: error: [^\n]*[[]modernize-use-nodiscard"
)
add_deviation(
  use_after_move
  "use_after_move.cpp:7:[0-9]+: error: [^\n]*[[]bugprone-use-after-move"
)
