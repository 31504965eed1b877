# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/Markers.cmake")

function(expect_misspelt)
  foreach(tag IN LISTS ARGN)
    _parallel_read_markers(tags "${tag}" "billing")
    if("${markers_problems}" STREQUAL "")
      message(FATAL_ERROR "the tag '${tag}' was taken for a plain tag")
    endif()
  endforeach()
endfunction()

function(expect_plain)
  foreach(tag IN LISTS ARGN)
    _parallel_read_markers(tags "${tag}" "billing")
    expect_equal("${markers_problems}" "")
    expect_equal("${markers_properties}" "")
    _parallel_read_markers(labels "${tag}" "billing")
    expect_equal("${markers_properties}" "LABELS;${tag}")
  endforeach()
endfunction()

expect_misspelt(
  no_paralel noparallel seria serail databse solw integraton intergation
  netwrok biling prot:8080 unknown:thing
)
# Without its argument the marker would silently mean nothing.
expect_misspelt(lock timeout memory port)
expect_plain(app flow clock block cast log int set helpers "two words" .hidden)

_parallel_read_markers(tags "slow;port:8080;vector" "")
expect_equal("${markers_properties}" "RESOURCE_LOCK;port:8080;LABELS;slow")
_parallel_read_markers(labels "slow;port:8080;vector" "")
expect_equal("${markers_properties}" "RESOURCE_LOCK;port:8080;LABELS;slow\\;vector")
# A declared label is no misspelling.
_parallel_read_markers(tags "slows;memory" "slows;memory")
expect_equal("${markers_problems}" "")
