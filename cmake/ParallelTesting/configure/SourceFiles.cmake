# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Records where the sources of targets are: compilers write relative paths, and
# paths that -ffile-prefix-map and similar options changed.
include_guard(GLOBAL)

# Sets `out` to lines with the files that a target compiles, and with the
# directories that contain other files, such as headers. A relative path is
# relative to the last base before it.
function(_parallel_sources_text out target)
  get_target_property(own_directory "${target}" SOURCE_DIR)
  set(text "base\t${own_directory}\n")
  set(directories
    "${own_directory}" "${CMAKE_CURRENT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}"
    "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_BINARY_DIR}" "${CMAKE_BINARY_DIR}"
  )
  list(REMOVE_DUPLICATES directories)
  foreach(directory IN LISTS directories)
    string(APPEND text "directory\t${directory}\n")
  endforeach()
  string(APPEND text
    "file\t$<JOIN:$<TARGET_PROPERTY:${target},SOURCES>,\nfile\t>\n")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()
