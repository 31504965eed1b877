# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)

# parallel_link_on_demand(<program> <target> <definition> <source>)
#
# Lets <program> load the shared library of the imported <target> when it first
# calls one of the functions that <source> defines. <definition> is the macro
# with the library's name. Does nothing if that is not possible, for example
# for a static library: <program> is then linked with it as usual.
function(parallel_link_on_demand program target definition source)
  get_target_property(file "${target}" LOCATION)
  if(NOT CMAKE_READELF OR NOT file OR NOT file MATCHES "[.]so([.0-9]*)$")
    return()
  endif()
  execute_process(
    COMMAND "${CMAKE_READELF}" -d "${file}"
    OUTPUT_VARIABLE facts
    ERROR_QUIET
  )
  if(NOT facts MATCHES "SONAME[^\n]*\\[([^]\n]+)\\]")
    return()
  endif()
  target_sources(
    "${program}"
    PRIVATE "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/${source}"
  )
  target_compile_definitions(
    "${program}"
    PRIVATE "${definition}=\"${CMAKE_MATCH_1}\""
  )
  get_target_property(include "${target}" INTERFACE_INCLUDE_DIRECTORIES)
  if(include)
    target_include_directories("${program}" SYSTEM PRIVATE ${include})
  endif()
  # Otherwise, the linker would name the library in the program nevertheless.
  target_link_options("${program}" PRIVATE LINKER:--as-needed)
  target_link_libraries("${program}" PRIVATE ${CMAKE_DL_LIBS})
endfunction()
