# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Installs what other build systems read to find the library: a file for
# pkg-config and one of the Common Package Specification (CPS). Both find the
# installed tree relative to themselves.

# CMake 4.3 prefers `<name>.cps` to `<name>Config.cmake`, which also defines the
# functions. So the name of the CPS file is not ParallelTesting.
set(pkgconfig_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
set(cps_dir "${CMAKE_INSTALL_LIBDIR}/cps")

# Sets `out` to the prefix as seen from the directory `from`.
function(_parallel_testing_prefix_from out from)
  if(IS_ABSOLUTE "${from}")
    set(${out} "${CMAKE_INSTALL_PREFIX}" PARENT_SCOPE)
    return()
  endif()
  set(prefix "/")
  cmake_path(RELATIVE_PATH prefix BASE_DIRECTORY "/${from}")
  set(${out} "${prefix}" PARENT_SCOPE)
endfunction()

# Below the prefix, or absolute as its user gave it.
foreach(name IN ITEMS INCLUDEDIR LIBDIR DATADIR)
  string(TOLOWER "${name}" lower)
  cmake_path(
    ABSOLUTE_PATH CMAKE_INSTALL_${name}
    BASE_DIRECTORY "\${prefix}"
    OUTPUT_VARIABLE pkgconfig_${lower}
  )
  cmake_path(
    ABSOLUTE_PATH CMAKE_INSTALL_${name}
    BASE_DIRECTORY "@prefix@"
    OUTPUT_VARIABLE cps_${lower}
  )
endforeach()
_parallel_testing_prefix_from(pkgconfig_prefix "${pkgconfig_dir}")
if(NOT IS_ABSOLUTE "${pkgconfig_prefix}")
  set(pkgconfig_prefix "\${pcfiledir}/${pkgconfig_prefix}")
endif()
set(cps_path "@prefix@/${cps_dir}")
if(IS_ABSOLUTE "${cps_dir}")
  set(cps_path "${cps_dir}")
endif()

configure_file(parallel-testing.pc.in parallel-testing.pc @ONLY)
# `@prefix@` is of CPS.
set(prefix "@prefix@")
configure_file(parallel_testing.cps.in parallel_testing.cps @ONLY)
install(
  FILES "${CMAKE_CURRENT_BINARY_DIR}/parallel-testing.pc"
  DESTINATION "${pkgconfig_dir}"
)
install(
  FILES "${CMAKE_CURRENT_BINARY_DIR}/parallel_testing.cps"
  DESTINATION "${cps_dir}"
)
