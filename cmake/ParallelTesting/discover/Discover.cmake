# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Lists the cases of one executable and writes the files that ctest loads:
#   <base>_manifest.cmake   the cases
#   <base>_tests.cmake      how to register them
#
# Run as `cmake -Doptions_file=<base>_options.cmake -P Discover.cmake` after
# the link, or from inside ctest (DISCOVERY_MODE PRE_TEST).
#
# Variables of the script, constant once the options are read:
#   options_file    as passed
#   option_*        the variables of the options file, with current paths
#   mark_*          the results of parallel_mark() in the options file
#   base            <base>: options_file without its ending
#   call_name       the last part of it
#   test_directory  the directory in which the executable runs
#   distribution    the option that makes cases share a process, or empty
#   starts_ranks    whether the program in front of the cases starts copies
#   launches        whether the launcher runs all cases
#   marks_are_private  whether a mark gives cases a private working directory
# Each file in this folder lists those that it reads.
cmake_minimum_required(VERSION 3.25...4.0)
include("${CMAKE_CURRENT_LIST_DIR}/../pure/FrameworkVariables.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Frameworks.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Properties.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Quoting.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CheckManifest.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CommandCode.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Distribution.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/ListCases.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/ReadManifest.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/WriteTests.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/frameworks/CaseArguments.cmake")

# A list made under a filter would lack tests without any sign of it.
_parallel_clear_framework_variables(cleared)

# What an instrumented program without an adapter runs to list its cases is not
# coverage of a run, and must not be written beside its object files.
cmake_path(GET options_file PARENT_PATH listing_place)
set(ENV{GCOV_PREFIX} "${listing_place}/listing")
set(ENV{LLVM_PROFILE_FILE} /dev/null)

# Sets `out` to the current location of a path of the configured build tree,
# which may have been moved since.
function(_parallel_relocate out path)
  cmake_path(
    RELATIVE_PATH option_base BASE_DIRECTORY "${option_binary_dir}"
    OUTPUT_VARIABLE inside
  )
  string(LENGTH "/${inside}_options.cmake" length)
  string(LENGTH "${options_file}" whole)
  math(EXPR length "${whole} - ${length}")
  string(LENGTH "${option_binary_dir}/" prefix)
  string(FIND "${path}/" "${option_binary_dir}/" at)
  if(at EQUAL 0 AND length GREATER 0 AND NOT inside MATCHES "^\\.\\./")
    string(SUBSTRING "${options_file}" 0 ${length} directory)
    string(SUBSTRING "${path}/" ${prefix} -1 path)
    string(REGEX REPLACE "/$" "" path "${directory}/${path}")
  endif()
  set(${out} "${path}" PARENT_SCOPE)
endfunction()

# Creates the manifest and checks it. Sets
#   <prefix>_failure   why the executable cannot be listed, or empty
#   <prefix>_problems  what is wrong with the call or the markers, or empty
#   <prefix>_is_empty  TRUE if the executable has no cases and no other problem
# and the variables of _parallel_check_manifest() and _parallel_read_manifest().
macro(_parallel_examine_executable prefix manifest)
  set(${prefix}_failure "")
  set(${prefix}_problems "")
  set(${prefix}_is_empty FALSE)
  _parallel_adapter_names(adapters or)
  if(option_private AND NOT option_adapter)
    string(CONCAT ${prefix}_problems
      "WORKING_DIRECTORY PRIVATE requires an adapter\n"
      "  remedy: link ${adapters} to ${option_target}"
    )
  elseif(marks_are_private AND NOT option_adapter)
    string(CONCAT ${prefix}_problems
      "WORKING_DIRECTORY PRIVATE of parallel_mark_tests(${option_target}) "
      "requires an adapter\n"
      "  remedy: link ${adapters} to ${option_target}"
    )
  elseif(distribution AND NOT option_adapter)
    string(CONCAT ${prefix}_problems
      "${distribution} requires an adapter\n"
      "  remedy: link ${adapters} to ${option_target}"
    )
  elseif(starts_ranks AND NOT launches)
    string(CONCAT ${prefix}_problems
      "TEST_LAUNCHER or CROSSCOMPILING_EMULATOR starts several ranks of a case, "
      "which requires the launcher\n"
      "  remedy: remove LAUNCHER OFF"
    )
  elseif(starts_ranks AND distribution)
    string(CONCAT ${prefix}_problems
      "${distribution} cannot be combined with a TEST_LAUNCHER or "
      "CROSSCOMPILING_EMULATOR that starts several ranks\n"
      "  remedy: remove ${distribution}"
    )
  else()
    _parallel_set_library_paths()
    _parallel_list_cases(${prefix}_failure "${manifest}")
    if(${prefix}_failure STREQUAL "")
      _parallel_check_manifest(${prefix} "${manifest}")
    endif()
    if(${prefix}_failure STREQUAL "")
      _parallel_check_framework_options(
        ${prefix}_problems ${${prefix}_framework})
    endif()
    if(${prefix}_failure STREQUAL "" AND ${prefix}_problems STREQUAL "")
      # The manifest is code. If reading it should end this script, the failing
      # test exists already.
      _parallel_write_failure("the manifest cannot be read")
      _parallel_read_manifest(${prefix} "${manifest}")
    endif()
  endif()
endmacro()

# Sets `severity` to the effect of a failure on a build, and `hint` to how to
# continue. An executable without tests works, and may be intended.
function(_parallel_find_severity severity hint problems is_empty)
  set(${hint} "" PARENT_SCOPE)
  set(${severity} FATAL_ERROR PARENT_SCOPE)
  if(NOT problems STREQUAL "")
    return()
  elseif(is_empty OR option_discovery_failure STREQUAL "warn")
    set(${severity} WARNING PARENT_SCOPE)
  else()
    set(${hint} "\n  to build anyway: DISCOVERY_FAILURE warn"
      PARENT_SCOPE)
  endif()
endfunction()

# An error in the sources, or in running the executable, is an error of the
# build. For a build that continues, it is one failing test.
function(_parallel_discover)
  # An outdated file of markers would still take effect.
  if(NOT option_runtime_markers)
    file(REMOVE "${option_executable}.markers")
  endif()

  # Two ctests may list cases at the same time; two builds may not.
  set(suffix new)
  if(option_discovery_mode STREQUAL "PRE_TEST")
    string(RANDOM LENGTH 8 suffix)
  endif()
  set(manifest "${base}_manifest.cmake.${suffix}")
  file(REMOVE "${manifest}")
  _parallel_examine_executable(found "${manifest}")

  if(found_failure STREQUAL "" AND found_problems STREQUAL "")
    _parallel_place_units("${manifest}" "${base}_units.txt")
    file(RENAME "${manifest}" "${base}_manifest.cmake")
    _parallel_write_tests(found)
    _parallel_write_case_markers()
    _parallel_remove_old_private_files()
    _parallel_write_index(found)
    if(NOT found_notes STREQUAL "")
      message(NOTICE "${found_notes}")
    endif()
    return()
  endif()
  file(REMOVE "${manifest}" "${manifest}.units")
  _parallel_write_failure("${found_failure}${found_problems}")
  if(option_discovery_mode STREQUAL "POST_BUILD")
    _parallel_find_severity(
      severity hint "${found_problems}" "${found_is_empty}")
    message(${severity}
      "${option_call}: ${found_failure}${found_problems}${hint}")
  endif()
endfunction()

include("${options_file}")
_parallel_relocate(capacities
  "${option_binary_dir}/parallel_testing/capacities.cmake")
include("${capacities}" OPTIONAL)
foreach(path IN ITEMS
  executable working_directory current_binary_dir private
)
  _parallel_relocate(option_${path} "${option_${path}}")
endforeach()
string(REGEX REPLACE "_options\\.cmake$" "" base "${options_file}")
cmake_path(GET base FILENAME call_name)
set(test_directory "${option_working_directory}")
if(test_directory STREQUAL "")
  set(test_directory "${option_current_binary_dir}")
endif()
_parallel_find_distribution(distribution)
_parallel_find_private_marks(marks_are_private)
_parallel_starts_ranks(starts_ranks)
_parallel_uses_launcher(launches)
_parallel_discover()
