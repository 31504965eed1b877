# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Copies the scripts that run inside ctest into the build tree, so that a build
# tree that was moved, or copied to another machine, still runs its tests.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/CapacityFiles.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Frameworks.cmake")

# Sets `out` to the directory for generated files of the current directory. Its
# name does not collide with the build directories of subprojects.
function(_parallel_output_directory out)
  set(${out} "${CMAKE_CURRENT_BINARY_DIR}/parallel_testing" PARENT_SCOPE)
endfunction()

# Makes ctest read the script of the whole run before the tests of the current
# directory, and before those of the whole project if it starts in the top-level
# directory.
function(_parallel_use_run_script)
  _parallel_copy_scripts(scripts)
  foreach(kind IN ITEMS SOURCE CURRENT_SOURCE)
    get_property(
      done DIRECTORY "${CMAKE_${kind}_DIR}"
      PROPERTY PARALLEL_TESTING_USES_RUN_SCRIPT
    )
    if(done)
      continue()
    endif()
    string(REPLACE SOURCE BINARY binary "CMAKE_${kind}_DIR")
    file(RELATIVE_PATH script "${${binary}}" "${scripts}/ctest/Run.cmake")
    set_property(
      DIRECTORY "${CMAKE_${kind}_DIR}"
      APPEND PROPERTY TEST_INCLUDE_FILES "${script}"
    )
    set_property(
      DIRECTORY "${CMAKE_${kind}_DIR}"
      PROPERTY PARALLEL_TESTING_USES_RUN_SCRIPT TRUE
    )
  endforeach()
endfunction()

# Copies the scripts that run during the build and inside ctest, once in each
# configure step, and sets `out` to their directory.
function(_parallel_copy_scripts out)
  set(folder "${CMAKE_BINARY_DIR}/parallel_testing/module")
  set(${out} "${folder}" PARENT_SCOPE)
  get_property(digest GLOBAL PROPERTY PARALLEL_TESTING_SCRIPTS_DIGEST)
  if(digest)
    return()
  endif()
  _parallel_write_capacities_later()
  cmake_language(
    DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL _parallel_write_added_tests)
  set(source "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/..")
  set(digests "")
  _parallel_frameworks(frameworks)
  list(TRANSFORM frameworks
    REPLACE "(.+)" "discover/frameworks/\\1/Command.cmake"
    OUTPUT_VARIABLE commands
  )
  list(TRANSFORM frameworks
    REPLACE "(.+)" "discover/frameworks/\\1/Listing.cmake"
    OUTPUT_VARIABLE listings
  )
  foreach(script IN ITEMS
    ${commands}
    ${listings}
    ctest/CollectCoverage.cmake
    ctest/CommandLine.cmake
    ctest/DiscoveryFailed.cmake
    ctest/Environment.cmake
    ctest/Intercept.cmake
    ctest/LoadTests.cmake
    ctest/Devices.cmake
    ctest/Order.cmake
    ctest/RegisterCases.cmake
    ctest/Resources.cmake
    ctest/Run.cmake
    ctest/RunLauncher.cmake
    ctest/Shuffle.cmake
    ctest/Timeouts.cmake
    ctest/Verdict.cmake
    ctest/WorkerPool.cmake
    ctest/valgrind.supp
    discover/CheckManifest.cmake
    discover/CommandCode.cmake
    discover/Discover.cmake
    discover/Distribution.cmake
    discover/ListCases.cmake
    discover/MarkerLists.cmake
    discover/ReadManifest.cmake
    discover/TagNotes.cmake
    discover/WriteTests.cmake
    discover/frameworks/CaseArguments.cmake
    discover/frameworks/ConvertListing.cmake
    pure/DeviceLists.cmake
    pure/FrameworkVariables.cmake
    pure/Frameworks.cmake
    pure/ListItems.cmake
    pure/MarkerKinds.cmake
    pure/Markers.cmake
    pure/Memory.cmake
    pure/Nearest.cmake
    pure/Parallelism.cmake
    pure/Properties.cmake
    pure/Quoting.cmake
    pure/Ranks.cmake
    pure/Requests.cmake
    pure/Tags.cmake
    pure/Version.cmake
  )
    configure_file("${source}/${script}" "${folder}/${script}" COPYONLY)
    file(SHA1 "${source}/${script}" digest)
    string(APPEND digests "${digest}")
  endforeach()
  string(SHA1 digest "${digests}")
  set_property(GLOBAL PROPERTY PARALLEL_TESTING_SCRIPTS_DIGEST ${digest})
endfunction()

# Writes <build>/parallel_testing/added_tests.cmake, for `parallel-testing
# explain`: the markers of each call of parallel_add_test().
function(_parallel_write_added_tests)
  get_property(content GLOBAL PROPERTY PARALLEL_TESTING_ADDED)
  # A name may look like a variable reference.
  string(REPLACE "@" "@at@" content "${content}")
  set(at "@")
  file(CONFIGURE
    OUTPUT "${CMAKE_BINARY_DIR}/parallel_testing/added_tests.cmake"
    CONTENT "${content}" @ONLY
  )
endfunction()
