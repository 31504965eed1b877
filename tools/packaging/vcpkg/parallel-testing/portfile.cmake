# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# An overlay port: vcpkg install parallel-testing --overlay-ports=tools/packaging/vcpkg
# It builds the source tree that it is part of, or the one that
# PARALLEL_TESTING_SOURCE names in a triplet.
if(DEFINED PARALLEL_TESTING_SOURCE)
  set(SOURCE_PATH "${PARALLEL_TESTING_SOURCE}")
else()
  cmake_path(ABSOLUTE_PATH CURRENT_PORT_DIR NORMALIZE OUTPUT_VARIABLE port)
  cmake_path(SET SOURCE_PATH NORMALIZE "${port}/../../../..")
endif()
if(NOT EXISTS "${SOURCE_PATH}/cmake/ParallelTestingConfig.cmake.in")
  message(FATAL_ERROR
    "there are no sources of ParallelTesting in ${SOURCE_PATH}: set "
    "PARALLEL_TESTING_SOURCE in the triplet"
  )
endif()

vcpkg_check_linkage(ONLY_STATIC_LIBRARY)

vcpkg_check_features(
  OUT_FEATURE_OPTIONS feature_options
  FEATURES tool PARALLEL_TESTING_BUILD_TOOLS
  INVERTED_FEATURES
    postgresql CMAKE_DISABLE_FIND_PACKAGE_PostgreSQL
    sqlite CMAKE_DISABLE_FIND_PACKAGE_SQLite3
)

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    ${feature_options}
    -DPARALLEL_TESTING_BUILD_TESTS=OFF
    -DPARALLEL_TESTING_INSTALL=ON
    # Programs that tests start; vcpkg has no folder libexec.
    -DCMAKE_INSTALL_LIBEXECDIR=tools/parallel-testing
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(
  PACKAGE_NAME ParallelTesting
  CONFIG_PATH lib/cmake/ParallelTesting
)
vcpkg_fixup_pkgconfig()
if("tool" IN_LIST FEATURES)
  vcpkg_copy_tools(TOOL_NAMES parallel-testing AUTO_CLEAN)
endif()

file(
  REMOVE_RECURSE
  "${CURRENT_PACKAGES_DIR}/debug/include"
  "${CURRENT_PACKAGES_DIR}/debug/share"
  "${CURRENT_PACKAGES_DIR}/debug/tools"
)
file(
  INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage"
  DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}"
)
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
