# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The only list of the keywords of parallel_discover_tests(): how the call is
# parsed, and in which form the options file of the discovery script has each of
# them.
include_guard(GLOBAL)

# Sets <prefix>_options, <prefix>_one and <prefix>_multi, the keywords for
# cmake_parse_arguments(), and the contents of the options file:
#   <prefix>_texts      one text each
#   <prefix>_lists      lists, in which generator expressions are expanded
#   <prefix>_arguments  lists of arguments, which keep empty items
function(_parallel_discover_options prefix)
  set(options
    ADD_TAGS_AS_LABELS ALLOW_EMPTY ISOLATED ISOLATE_FIXED_PORTS NO_PRETTY_TYPES
    NO_PRETTY_VALUES SKIP_IS_FAILURE TAGS_ARE_NOT_MARKERS
  )
  set(one
    BATCH DISCOVERY_FAILURE DISCOVERY_MODE DISCOVERY_TIMEOUT DIST FRAMEWORK
    OUTPUT_DIR OUTPUT_PREFIX OUTPUT_SUFFIX REPORTER TEST_FILTER TEST_LIST
    TEST_PREFIX TEST_SUFFIX WORKING_DIRECTORY XML_OUTPUT_DIR
  )
  set(lists DL_FRAMEWORK_PATHS DL_PATHS MARKERS PROPERTIES TEST_SPEC)
  set(arguments DISCOVERY_EXTRA_ARGS EXTRA_ARGS)
  set(${prefix}_options ${options} PARENT_SCOPE)
  # The options file has LAUNCHER, MPI, VISIBLE_FILES and EMPTY_DIRECTORIES in
  # another form than the call.
  set(${prefix}_one ${one} LAUNCHER PARENT_SCOPE)
  set(${prefix}_multi
    ${arguments} ${lists} EMPTY_DIRECTORIES MPI VISIBLE_FILES PARENT_SCOPE)
  set(${prefix}_texts
    ${options} ${one}
    ADAPTER BASE BINARY_DIR CALL CROSSCOMPILING CURRENT_BINARY_DIR EXECUTABLE
    LOCK_REACH PINNING PRIVATE RUNTIME_MARKERS SOURCE_DIR TARGET USES_LAUNCHER
    PARENT_SCOPE
  )
  set(${prefix}_lists ${lists} LABELS PARENT_SCOPE)
  set(${prefix}_arguments ${arguments} LAUNCHER MPI_STARTER PARENT_SCOPE)
endfunction()
