# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An adapter is a source file that the user's target compiles. Rules of the
# project for its own sources must not break it: a precompiled header or a unity
# build would give it another framework, and warnings as errors and linters are
# meant for the code of the user.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Adapters.cmake")

# Exempts the sources of all adapters in every directory of the project:
# properties of a source apply to one directory, and targets in any directory
# may link an adapter.
function(_parallel_exempt_adapters)
  get_property(known GLOBAL PROPERTY PARALLEL_TESTING_ADAPTER_SOURCES)
  _parallel_adapters(adapters)
  foreach(adapter IN LISTS adapters)
    get_target_property(sources ParallelTesting::${adapter} INTERFACE_SOURCES)
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

# Runs when the whole project is configured. CMake finds a directory by its
# source or its build path. If a source directory has the path of the build tree
# of the project, only its own build path identifies it.
function(_parallel_exempt_directories)
  get_property(sources GLOBAL PROPERTY PARALLEL_TESTING_ADAPTER_SOURCES)
  list(REMOVE_DUPLICATES sources)
  get_property(directories GLOBAL PROPERTY PARALLEL_TESTING_DIRECTORIES)
  list(APPEND directories "${CMAKE_SOURCE_DIR}")
  set(done "")
  while(directories)
    list(POP_FRONT directories directory)
    get_property(build DIRECTORY "${directory}" PROPERTY BINARY_DIR)
    if(build IN_LIST done)
      continue()
    endif()
    list(APPEND done "${build}")
    get_property(
      children DIRECTORY "${directory}" PROPERTY SUBDIRECTORIES)
    list(APPEND directories ${children})
    _parallel_exempt_sources("${build}" ${sources})
  endwhile()
endfunction()

# CMake has SKIP_LINTING since 3.27. With older versions, comments in the
# sources exempt them from clang-tidy and cppcheck. A user who builds only this
# project works on it, and therefore sees warnings.
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
  if(NOT ParallelTesting_IS_TOP_LEVEL)
    set_property(
      SOURCE ${ARGN}
      DIRECTORY "${directory}"
      APPEND PROPERTY COMPILE_OPTIONS
        "$<$<CXX_COMPILER_ID:GNU,Clang,AppleClang,IntelLLVM>:-w>"
    )
  endif()
  foreach(source IN LISTS ARGN)
    string(REGEX REPLACE "^.*/([^/]*)_adapter[.]cpp$" "\\1" framework "${source}")
    _parallel_library_of_framework(library ${framework})
    _parallel_layout_option(option ${library})
    set(options "${option}")
    if(library STREQUAL "Catch2::Catch2")
      # Version 2 consists of headers, except for an optional installed main.
      set(main Catch2::Catch2WithMain)
      set(is_imported "$<BOOL:$<TARGET_PROPERTY:${main},IMPORTED>>")
      set(option "$<${is_imported}:-DPARALLEL_TESTING_CATCH2_IS_INSTALLED>")
      list(APPEND options "$<$<TARGET_EXISTS:${main}>:${option}>")
    endif()
    set_property(
      SOURCE "${source}"
      DIRECTORY "${directory}"
      APPEND PROPERTY COMPILE_OPTIONS "${options}"
    )
  endforeach()
endfunction()

# Sets `out` to the option with which a source sees the containers of `library`
# with their real layout. An adapter reads containers of the framework, and the
# target may be compiled with _GLIBCXX_DEBUG although the framework is not. A
# header-only framework is compiled like the target.
function(_parallel_layout_option out library)
  set(is_imported "$<BOOL:$<TARGET_PROPERTY:${library},IMPORTED>>")
  set(has_checks 0)
  if("${CMAKE_CXX_FLAGS}" MATCHES "-D *_GLIBCXX_DEBUG")
    set(has_checks "$<NOT:${is_imported}>")
  endif()
  foreach(item IN ITEMS _GLIBCXX_DEBUG _GLIBCXX_DEBUG=1)
    foreach(pair IN ITEMS "COMPILE_DEFINITIONS;${item}"
      "COMPILE_OPTIONS;-D${item}")
      list(GET pair 0 property)
      list(GET pair 1 value)
      set(list "$<TARGET_PROPERTY:${library},${property}>")
      set(has_checks "$<OR:${has_checks},$<IN_LIST:${value},${list}>>")
    endforeach()
  endforeach()
  set(type "$<TARGET_PROPERTY:${library},TYPE>")
  set(is_header "$<STREQUAL:${type},INTERFACE_LIBRARY>")
  set(option "$<$<NOT:$<OR:${is_header},${has_checks}>>:-U_GLIBCXX_DEBUG>")
  set(${out} "$<$<TARGET_EXISTS:${library}>:${option}>" PARENT_SCOPE)
endfunction()
