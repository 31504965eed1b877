# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What cpack makes of this build. tools/packaging/check_packages.sh installs such
# packages into a clean system.
if(IN_PROJECT)
  return()
endif()
foreach(program IN ITEMS dpkg-deb dpkg-shlibdeps gzip strip)
  find_program(found_${program} ${program} NO_CACHE)
  if(NOT found_${program})
    message("Skipped: there is no ${program}")
    expect_nothing_more()
    return()
  endif()
endforeach()

set(packages "${work}/packages")
set(ENV{SOURCE_DATE_EPOCH} 1767225600)
cmake_path(GET CMAKE_COMMAND PARENT_PATH programs)
execute_process(
  COMMAND
    "${programs}/cpack" -G "DEB;TGZ" -B "${packages}"
    -D CPACK_ARCHIVE_COMPONENT_INSTALL=OFF
    --config "${project_build}/CPackConfig.cmake"
  OUTPUT_VARIABLE output
  ERROR_VARIABLE output
  RESULT_VARIABLE result
)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "cpack failed: ${output}")
endif()

# Unpacks the only file that matches, and sets `files` to what it contains.
function(unpack pattern directory)
  file(GLOB package "${packages}/${pattern}")
  list(LENGTH package count)
  if(NOT count EQUAL 1)
    message(FATAL_ERROR "${pattern}: '${package}', not one file")
  endif()
  if(package MATCHES "[.]deb$")
    execute_process(
      COMMAND dpkg-deb --raw-extract "${package}" "${work}/${directory}"
      COMMAND_ERROR_IS_FATAL ANY
    )
  else()
    file(ARCHIVE_EXTRACT INPUT "${package}" DESTINATION "${work}/${directory}")
  endif()
  file(GLOB_RECURSE files RELATIVE "${work}/${directory}" "${work}/${directory}/*")
  set(files "${files}" PARENT_SCOPE)
endfunction()

function(expect_files)
  foreach(pattern IN LISTS ARGN)
    set(found ${files})
    list(FILTER found INCLUDE REGEX "${pattern}")
    if(found STREQUAL "")
      message(FATAL_ERROR "no file '${pattern}' among\n${files}")
    endif()
  endforeach()
endfunction()

unpack(parallel-testing_*.deb programs)
set(man "usr/share/man/man1/parallel-testing")
expect_files(
  "^usr/bin/parallel-testing$" "^usr/libexec/parallel-testing-launcher$"
  "^usr/libexec/parallel-testing/ctest$"
  "^${man}[.]1[.]gz$" "^${man}-run[.]1[.]gz$" "^${man}-suggest[.]1[.]gz$"
  "^usr/share/bash-completion/completions/parallel-testing$"
  "^usr/share/fish/vendor_completions.d/parallel-testing.fish$"
  "^usr/share/zsh/vendor-completions/_parallel-testing$"
  "^usr/share/doc/parallel-testing/copyright$"
  "^usr/share/doc/parallel-testing/changelog.Debian.gz$"
)
# Each program has a page.
file(GLOB programs RELATIVE "${work}/programs/usr/bin" "${work}/programs/usr/bin/*")
foreach(program IN LISTS programs)
  expect_files("^usr/share/man/man1/${program}[.]1[.]gz$")
endforeach()
file(STRINGS "${work}/programs/DEBIAN/control" control)
file(STRINGS "${project_source}/tools/packaging/debian/changelog" changelog
  LIMIT_COUNT 1)
string(REGEX MATCH "[(](.*)[)]" version "${changelog}")
set(version "${CMAKE_MATCH_1}")
expect_text("${control}" "Package: parallel-testing;" "Version: ${version};"
  "libc6" "libarchive13")

unpack(libparallel-testing-dev_*.deb development)
expect_files(
  "^usr/include/parallel_testing/gtest.hpp$"
  "/libparallel_testing_runtime.a$" "/pkgconfig/parallel-testing.pc$"
  "/cps/parallel_testing.cps$" "/ParallelTestingConfig.cmake$"
  "/ParallelTestingConfigVersion.cmake$" "/ParallelTesting_tool.cmake$"
  "^usr/share/ParallelTesting/googletest_adapter.cpp$"
  "^usr/share/doc/libparallel-testing-dev/changelog.gz$"
)
set(found ${files})
list(FILTER found INCLUDE REGEX "usr/(bin|libexec)/")
expect_equal("${found}" "")
file(STRINGS "${work}/development/DEBIAN/control" control)
expect_text("${control}" "Package: libparallel-testing-dev;"
  "Depends: parallel-testing (= ${version})")

unpack(parallel-testing-*.tar.gz archive)
expect_files("^[^/]+/bin/parallel-testing$" "/ParallelTestingConfig.cmake$")

# No file knows where it was built. Only packages are compiled without debug
# information. Sanitizers write the paths of sources into programs.
if(NOT "${compiler_flags}" MATCHES sanitize)
  file(GLOB_RECURSE archives "${work}/development/*.a")
  execute_process(COMMAND strip --strip-debug ${archives}
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(
    COMMAND
      grep --recursive --files-with-matches --fixed-strings
      "--regexp=${project_source}/" "--regexp=${project_build}/"
      "${work}/programs" "${work}/development"
    OUTPUT_VARIABLE found
  )
  expect_equal("${found}" "")
endif()

# All files have the time of SOURCE_DATE_EPOCH.
execute_process(
  COMMAND
    find "${work}/programs/usr" "${work}/archive" -type f -not -newermt
    @1767225600 -newermt @1767225599
  OUTPUT_VARIABLE of_that_time
)
execute_process(
  COMMAND find "${work}/programs/usr" "${work}/archive" -type f
  OUTPUT_VARIABLE all
)
expect_equal("${of_that_time}" "${all}")
