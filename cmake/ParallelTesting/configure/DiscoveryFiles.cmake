# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The files with which a call of parallel_discover_tests() affects the build and
# ctest:
#   <base>_options.cmake   the input of the discovery script
#   <base>_sources.txt     the locations of the sources of the target
#   <base>_include.cmake   the file that ctest includes
# With several configurations, each has its own files, with its name in theirs.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/DeclaredLabels.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/DiscoverOptions.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/LockReach.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/MpiStarter.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/../pure/Quoting.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/RunScript.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/SourceFiles.cmake")

# Writes the input of the discovery script, for each configuration. Reads
# arg_<keyword> of the call, with defaults, and arg_USES_LAUNCHER and
# arg_PRIVATE.
function(_parallel_write_options call target base)
  get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  get_property(digest GLOBAL PROPERTY PARALLEL_TESTING_SCRIPTS_DIGEST)
  _parallel_declared_labels(arg_LABELS)
  if(multi_config)
    string(APPEND base "-$<CONFIG>")
  endif()
  set(arg_CALL "${call}")
  _parallel_lock_reach(arg_LOCK_REACH)
  set(arg_TARGET "${target}")
  set(arg_BASE "${base}")
  set(arg_BINARY_DIR "${CMAKE_BINARY_DIR}")
  set(arg_SOURCE_DIR "${PROJECT_SOURCE_DIR}")
  set(arg_CURRENT_BINARY_DIR "${CMAKE_CURRENT_BINARY_DIR}")
  set(arg_CROSSCOMPILING "${CMAKE_CROSSCOMPILING}")
  set(arg_PINNING "${PARALLEL_TESTING_PINNING}")
  set(arg_EXECUTABLE "$<TARGET_FILE:${target}>")
  set(arg_ADAPTER "$<TARGET_PROPERTY:${target},PARALLEL_TESTING_ADAPTER>")
  # The values of these properties may be generator expressions.
  set(arg_LAUNCHER "")
  foreach(property IN ITEMS TEST_LAUNCHER CROSSCOMPILING_EMULATOR)
    set(value "$<TARGET_PROPERTY:${target},${property}>")
    list(APPEND arg_LAUNCHER "$<TARGET_GENEX_EVAL:${target},${value}>")
  endforeach()
  _parallel_mpi_starter(arg_MPI_STARTER)
  set(arg_RUNTIME_MARKERS
    "$<BOOL:$<TARGET_PROPERTY:${target},PARALLEL_TESTING_RUNTIME_MARKERS>>")
  set(content "# Options of ${call}, scripts ${digest}.\n")
  _parallel_discover_options(keywords)
  foreach(keyword IN LISTS keywords_texts)
    string(TOLOWER "option_${keyword}" name)
    _parallel_quote(value "${arg_${keyword}}")
    string(APPEND content "set(${name} ${value})\n")
  endforeach()
  foreach(keyword IN LISTS keywords_lists)
    string(TOLOWER "option_${keyword}" name)
    _parallel_quote_list(code ${name} arg_${keyword})
    string(APPEND content "${code}")
  endforeach()
  foreach(keyword IN LISTS keywords_arguments)
    string(TOLOWER "option_${keyword}" name)
    _parallel_quote_arguments(code ${name} arg_${keyword})
    string(APPEND content "${code}")
  endforeach()
  string(APPEND content
    "$<TARGET_PROPERTY:${target},PARALLEL_TESTING_MARKS>")
  file(GENERATE OUTPUT "${base}_options.cmake" CONTENT "${content}")
  _parallel_sources_text(sources "${target}")
  file(GENERATE OUTPUT "${base}_sources.txt" CONTENT "${sources}")
endfunction()

# Runs the discovery after each link, unless ctest runs it itself, and makes
# ctest load the result. Reads arg_DISCOVERY_MODE of the call.
function(_parallel_register_discovery target base)
  _parallel_copy_scripts(scripts)
  get_property(multi_config GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  set(per_config "${base}")
  set(configurations "")
  if(multi_config)
    string(APPEND per_config "-$<CONFIG>")
    set(configurations "${CMAKE_CONFIGURATION_TYPES}")
  endif()

  if(arg_DISCOVERY_MODE STREQUAL "POST_BUILD")
    # Changed options or markers must update the registration even if nothing is
    # compiled.
    set_property(
      TARGET ${target}
      APPEND PROPERTY LINK_DEPENDS
        "${per_config}_options.cmake"
        "${CMAKE_BINARY_DIR}/parallel_testing/capacities.cmake"
    )
    # CMake rejects these characters in names of outputs.
    set(byproducts "")
    if(NOT CMAKE_BINARY_DIR MATCHES "[#<>]")
      set(byproducts BYPRODUCTS
        "${per_config}_tests.cmake" "${per_config}_manifest.cmake")
    endif()
    add_custom_command(
      TARGET ${target} POST_BUILD
      ${byproducts}
      COMMAND
        "${CMAKE_COMMAND}"
        "-Doptions_file=${per_config}_options.cmake"
        -P "${scripts}/discover/Discover.cmake"
      VERBATIM
    )
  endif()

  _parallel_write_include_file(${target} "${base}" "${configurations}")
endfunction()

# Writes the file that ctest reads for this call. All paths in it are relative
# to it, so that the build tree can be moved. Reads arg_DISCOVERY_MODE.
function(_parallel_write_include_file target base configurations)
  _parallel_copy_scripts(scripts)
  cmake_path(GET base PARENT_PATH directory)
  cmake_path(GET base FILENAME name)
  file(RELATIVE_PATH scripts "${directory}" "${scripts}")
  file(RELATIVE_PATH include "${CMAKE_CURRENT_BINARY_DIR}"
    "${base}_include.cmake")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${include}")

  _parallel_quote(cmake "${CMAKE_COMMAND}")
  _parallel_quote(quoted_name "${name}")
  string(CONCAT head
    "# Tests of ${target}, read by ctest.\n"
    "include(\"\${CMAKE_CURRENT_LIST_DIR}/${scripts}/ctest/Run.cmake\")\n"
    "_parallel_begin_tests(${target} ${cmake})\n"
  )
  if(configurations)
    _parallel_quote(quoted_configurations "${configurations}")
    string(APPEND head
      "_parallel_load_configuration(\n"
      "  ${quoted_name} ${quoted_configurations})\n"
    )
    file(GENERATE OUTPUT "${base}_include.cmake" CONTENT "${head}")
    string(APPEND base "-$<CONFIG>")
    _parallel_quote(quoted_name "${name}-$<CONFIG>")
    set(head "")
  endif()
  set(load "_parallel_load_tests(${quoted_name})\n")
  if(arg_DISCOVERY_MODE STREQUAL "PRE_TEST")
    set(executable "$<TARGET_FILE:${target}>")
    _parallel_expression_text(from "${directory}")
    _parallel_quote(relative "$<PATH:RELATIVE_PATH,${executable},${from}>")
    string(PREPEND load
      "_parallel_refresh_tests(${quoted_name} ${relative})\n")
  endif()
  file(GENERATE OUTPUT "${base}_include.cmake" CONTENT "${head}${load}")
endfunction()
