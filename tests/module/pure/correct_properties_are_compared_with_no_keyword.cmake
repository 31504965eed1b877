# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Comparing a name with all that are like it takes milliseconds, which a project
# with many correct calls would pay each time that it is configured.
include("${module_dir}/ParallelTesting/configure/Arguments.cmake")

_parallel_test_properties(known)
set(arg_PROPERTIES "")
foreach(name IN LISTS known_names)
  list(APPEND arg_PROPERTIES ${name} value)
endforeach()

set(compared "")
function(_parallel_edit_distance out word other limit)
  set_property(GLOBAL APPEND PROPERTY compared "${word} with ${other}")
  set(${out} ${limit} PARENT_SCOPE)
endfunction()
_parallel_reject_swallowed(
  parallel_add_test PROPERTIES "NAME;MARKERS;FIXTURES;PROPERTIES;TIMEOUT"
)
_parallel_reject_misspelt_properties(parallel_add_test arg_PROPERTIES)
get_property(compared GLOBAL PROPERTY compared)
expect_equal("${compared}" "")

# A misspelt one is.
set(arg_PROPERTIES MARKRES)
_parallel_reject_swallowed(parallel_add_test PROPERTIES "NAME;MARKERS")
get_property(compared GLOBAL PROPERTY compared)
expect_equal("${compared}" "MARKRES with MARKERS")
