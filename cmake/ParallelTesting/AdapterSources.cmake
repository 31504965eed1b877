# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An adapter is a source file that the user's target compiles. What the project
# demands of its own sources must not break it: a precompiled header or a unity
# build would give it another framework than it asks for, and warnings as errors
# and linters are rules for the user's code.
include_guard(GLOBAL)

block(SCOPE_FOR POLICIES)
cmake_policy(VERSION 3.25...4.0)

# Exempts the sources of these adapters, in every directory of the project:
# properties of a source hold for one directory, and targets of any may link an
# adapter.
function(_parallel_exempt_adapters)
  get_property(known GLOBAL PROPERTY PARALLEL_TESTING_ADAPTER_SOURCES)
  foreach(adapter IN LISTS ARGN)
    get_target_property(sources ${adapter} INTERFACE_SOURCES)
    if(sources MATCHES "EXECUTABLE>:([^>]+)>")
      set_property(
        GLOBAL
        APPEND PROPERTY PARALLEL_TESTING_ADAPTER_SOURCES "${CMAKE_MATCH_1}"
      )
    endif()
  endforeach()
  if(NOT known)
    cmake_language(
      DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL _parallel_exempt_directories)
  endif()
endfunction()

# Called when the whole project is configured.
function(_parallel_exempt_directories)
  get_property(sources GLOBAL PROPERTY PARALLEL_TESTING_ADAPTER_SOURCES)
  list(REMOVE_DUPLICATES sources)
  set(directories "${CMAKE_SOURCE_DIR}")
  while(directories)
    list(POP_FRONT directories directory)
    get_property(
      children DIRECTORY "${directory}" PROPERTY SUBDIRECTORIES)
    list(APPEND directories ${children})
    _parallel_exempt_sources("${directory}" ${sources})
  endwhile()
endfunction()

# SKIP_LINTING is known from CMake 3.27 on; before, the sources themselves ask
# clang-tidy and cppcheck to leave them alone.
function(_parallel_exempt_sources directory)
  set_source_files_properties(
    ${ARGN}
    DIRECTORY "${directory}"
    PROPERTIES
      CXX_SCAN_FOR_MODULES OFF
      SKIP_AUTOGEN ON
      SKIP_LINTING ON
      SKIP_PRECOMPILE_HEADERS ON
      SKIP_UNITY_BUILD_INCLUSION ON
  )
  set_property(
    SOURCE ${ARGN}
    DIRECTORY "${directory}"
    APPEND PROPERTY COMPILE_OPTIONS
      "$<$<CXX_COMPILER_ID:GNU,Clang,AppleClang,IntelLLVM>:-w>"
  )
endfunction()

endblock()
