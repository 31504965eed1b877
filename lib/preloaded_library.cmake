# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include(GNUInstallDirs)

# Adds the library `parallel-testing-<name>`, which the loader puts in front of
# the others of a program of any kind. It is beside the launcher, where those
# who preload it look for it. It brings no other library with it, and no
# sanitizer. Sources of lib/src are those that only need the C library.
function(add_preloaded_library name)
  cmake_parse_arguments(PARSE_ARGV 1 given "" "" "SOURCES;LINK_OPTIONS")
  set(target parallel_testing_${name})
  add_library(
    ${target}
    MODULE
    ${given_SOURCES}
    "${PROJECT_SOURCE_DIR}/lib/src/base/preloaded.cpp"
  )
  target_compile_features(${target} PRIVATE cxx_std_17)
  target_include_directories(
    ${target}
    PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/lib/src"
  )
  set_target_properties(
    ${target}
    PROPERTIES
      OUTPUT_NAME parallel-testing-${name}
      PREFIX lib
      CXX_VISIBILITY_PRESET hidden
      VISIBILITY_INLINES_HIDDEN ON
      LIBRARY_OUTPUT_DIRECTORY "$<TARGET_FILE_DIR:parallel_testing_launcher>"
  )
  target_compile_options(
    ${target}
    PRIVATE -fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-sanitize=all
  )
  target_link_options(
    ${target}
    PRIVATE
      -static-libstdc++
      -static-libgcc
      -fno-sanitize=all
      LINKER:--as-needed
      LINKER:--exclude-libs,ALL
      LINKER:--no-undefined
      LINKER:--hash-style=gnu
      ${given_LINK_OPTIONS}
  )
  # Whoever builds the launcher needs this library too.
  add_dependencies(parallel_testing_launcher ${target})
  if(PARALLEL_TESTING_INSTALL)
    install(
      TARGETS ${target}
      LIBRARY
        DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}
        COMPONENT ParallelTesting_programs
    )
  endif()
endfunction()
