# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What `cpack` makes of the build tree: `-G DEB` the Debian packages
# parallel-testing (programs) and libparallel-testing-dev (library, headers and
# CMake files), `-G TGZ` one archive of everything. The preset `package` sets
# what packages need: the prefix /usr, and no paths of the build in programs.
set(
  PARALLEL_TESTING_MAINTAINER
  "ParallelTesting maintainers <maintainers@parallel-testing.example>"
  CACHE STRING
  "The maintainer that Debian packages name"
)

set(CPACK_PACKAGE_NAME parallel-testing)
set(CPACK_PACKAGE_VENDOR ParallelTesting)
# The first line of the description of each package.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES OFF) # the install rules do it
set(CPACK_COMPONENTS_ALL ParallelTesting_dev ParallelTesting_programs)
set(
  CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
  WORLD_EXECUTE
)

set(debian_version "${PROJECT_VERSION}-1")
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${PARALLEL_TESTING_MAINTAINER}")
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PARALLELTESTING_PROGRAMS_PACKAGE_NAME parallel-testing)
set(CPACK_DEBIAN_PARALLELTESTING_PROGRAMS_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PARALLELTESTING_PROGRAMS_PACKAGE_SHLIBDEPS ON)
# The program loads it when it needs it, so dpkg-shlibdeps does not find it.
set(
  CPACK_DEBIAN_PARALLELTESTING_PROGRAMS_PACKAGE_DEPENDS
  "libarchive13 (>= 3.3.3) | libarchive13t64"
)
set(CPACK_DEBIAN_PARALLELTESTING_PROGRAMS_PACKAGE_RECOMMENDS "cmake (>= 3.25)")
set(
  CPACK_COMPONENT_PARALLELTESTING_PROGRAMS_DESCRIPTION
  "The program parallel-testing runs the tests of a CTest build tree in parallel,
finds out what tests share, and writes reports of a run. It works on build
trees of any project."
)

set(CPACK_DEBIAN_PARALLELTESTING_DEV_PACKAGE_NAME libparallel-testing-dev)
set(CPACK_DEBIAN_PARALLELTESTING_DEV_PACKAGE_SECTION libdevel)
set(
  CPACK_DEBIAN_PARALLELTESTING_DEV_PACKAGE_DEPENDS
  "parallel-testing (= ${debian_version})"
)
set(
  CPACK_DEBIAN_PARALLELTESTING_DEV_PACKAGE_RECOMMENDS
  "cmake (>= 3.25), g++ | clang, libgtest-dev | catch2"
)
set(
  CPACK_DEBIAN_PARALLELTESTING_DEV_PACKAGE_SUGGESTS
  "libpq-dev, libsqlite3-dev, pkgconf"
)
set(
  CPACK_COMPONENT_PARALLELTESTING_DEV_DESCRIPTION
  "Each GoogleTest or Catch2 case becomes one CTest test with its own worker id,
directory, ports and names. Markers beside a test keep this test apart from
the tests that it would disturb.

This package has the static library, its headers, and what CMake and pkg-config
need to find it."
)

# Runs after the files of a package were installed into a directory.
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_CURRENT_LIST_DIR}/FinishFiles.cmake")
set(CPACK_PARALLEL_TESTING_SOURCE "${PROJECT_SOURCE_DIR}")
include(CPack)
