# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The launcher of a project that is cross-compiled runs where ctest runs, and
# starts the emulator of a test. It is built in a separate build tree by the
# compiler of this machine, unless PARALLEL_TESTING_HOST_LAUNCHER names one.
if(NOT CMAKE_HOST_SYSTEM_NAME STREQUAL "Linux")
  return()
endif()
set(program "${PARALLEL_TESTING_HOST_LAUNCHER}")
if("${program}" STREQUAL "")
  include("${PROJECT_SOURCE_DIR}/cmake/ParallelTesting/pure/Quoting.cmake")
  set(launcher_build "${CMAKE_CURRENT_BINARY_DIR}/build")
  set(program "${launcher_build}/lib/launcher/parallel-testing-launcher")
  set(settings "${CMAKE_CURRENT_BINARY_DIR}/settings.cmake")
  set(code "")
  foreach(name IN ITEMS CMAKE_MAKE_PROGRAM)
    _parallel_quote(value "${${name}}")
    string(APPEND code "set(${name} ${value} CACHE STRING \"\")\n")
  endforeach()
  foreach(setting IN ITEMS "CMAKE_BUILD_TYPE Release"
                           "PARALLEL_TESTING_BUILD_TOOLS OFF"
                           "PARALLEL_TESTING_BUILD_TESTS OFF"
                           "PARALLEL_TESTING_INSTALL OFF"
                           "PARALLEL_TESTING_UNITY ON"
  )
    string(APPEND code "set(${setting} CACHE STRING \"\")\n")
  endforeach()
  file(CONFIGURE OUTPUT "${settings}" CONTENT "@code@" @ONLY)
  set(generator "${CMAKE_GENERATOR}")
  if(generator STREQUAL "Ninja Multi-Config")
    set(generator Ninja)
  endif()
  # A toolchain may also be in the environment.
  set(without_toolchain "${CMAKE_COMMAND}" -E env)
  foreach(name IN ITEMS CC CXX CFLAGS CXXFLAGS LDFLAGS CMAKE_TOOLCHAIN_FILE)
    list(APPEND without_toolchain "--unset=${name}")
  endforeach()
  file(
    GLOB_RECURSE sources CONFIGURE_DEPENDS
    "${PROJECT_SOURCE_DIR}/lib/*.cpp" "${PROJECT_SOURCE_DIR}/lib/*.hpp"
  )
  add_custom_command(
    OUTPUT "${program}"
    DEPENDS ${sources}
    COMMAND
      ${without_toolchain} "${CMAKE_COMMAND}" --log-level=WARNING -C
      "${settings}" -G "${generator}" -S "${PROJECT_SOURCE_DIR}" -B
      "${launcher_build}"
    COMMAND
      ${without_toolchain} "${CMAKE_COMMAND}" --build "${launcher_build}"
      --target parallel_testing_launcher
    COMMAND "${CMAKE_COMMAND}" -E touch "${program}"
    COMMENT "Building the launcher of tests for this machine"
    VERBATIM
  )
  add_custom_target(
    parallel_testing_launcher_of_this_machine DEPENDS "${program}"
  )
endif()
add_executable(ParallelTesting::launcher IMPORTED GLOBAL)
set_target_properties(
  ParallelTesting::launcher
  PROPERTIES IMPORTED_LOCATION "${program}"
)
if(TARGET parallel_testing_launcher_of_this_machine)
  set_target_properties(
    ParallelTesting::launcher
    PROPERTIES PARALLEL_TESTING_BUILT_FOR_HOST TRUE
  )
  add_dependencies(
    ParallelTesting::launcher parallel_testing_launcher_of_this_machine
  )
endif()
