# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What of a test's surroundings its markers ask to be its own.
include_guard(GLOBAL)

# Adds `isolate:network` to markers with a fixed port.
function(_parallel_isolate_fixed_ports out markers)
  if("${markers}" MATCHES "(^|;)port:"
     AND NOT "${markers}" MATCHES "(^|;)isolate(:network)?(;|$)")
    list(APPEND markers isolate:network)
  endif()
  set(${out} "${markers}" PARENT_SCOPE)
endfunction()

# Sets `out` to the kinds of isolation that markers ask for.
function(_parallel_isolations out markers)
  set(kinds "")
  foreach(marker IN LISTS markers)
    if(marker STREQUAL "isolate")
      list(APPEND kinds network tmp ipc)
    elseif(marker MATCHES "^isolate:(.*)$")
      list(APPEND kinds ${CMAKE_MATCH_1})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES kinds)
  set(${out} "${kinds}" PARENT_SCOPE)
endfunction()
