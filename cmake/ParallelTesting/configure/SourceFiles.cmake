# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Where the sources of targets are: compilers write down relative paths, and
# those that -ffile-prefix-map and its siblings changed.
include_guard(GLOBAL)

# Sets `out` to lines that name the files a target compiles, and the directories
# that other files, such as headers, are below. What is relative is relative to
# the base before it.
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
