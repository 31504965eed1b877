# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What the converters of framework listings share: they write the manifest
# that an adapter would have written.

# Brackets, semicolons and backslashes would keep CMake from cutting a text
# into lines; control characters take their place meanwhile.
foreach(_parallel_code IN ITEMS 1 2 3 4)
  string(ASCII ${_parallel_code} _parallel_stand_in_${_parallel_code})
endforeach()

# Sets `out` to the text as a list, cut at each `separator`. Items need
# _parallel_restore().
function(_parallel_cut out separator text)
  string(REPLACE "[" "${_parallel_stand_in_1}" text "${text}")
  string(REPLACE "]" "${_parallel_stand_in_2}" text "${text}")
  string(REPLACE ";" "${_parallel_stand_in_3}" text "${text}")
  string(REPLACE "\\" "${_parallel_stand_in_4}" text "${text}")
  string(REPLACE "${separator}" ";" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

function(_parallel_restore variable)
  set(text "${${variable}}")
  string(REPLACE "${_parallel_stand_in_1}" "[" text "${text}")
  string(REPLACE "${_parallel_stand_in_2}" "]" text "${text}")
  string(REPLACE "${_parallel_stand_in_3}" ";" text "${text}")
  string(REPLACE "${_parallel_stand_in_4}" "\\" text "${text}")
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Replaces the character references of XML.
function(_parallel_unescape_xml variable)
  set(text "${${variable}}")
  if(text MATCHES "&")
    string(REPLACE "&lt;" "<" text "${text}")
    string(REPLACE "&gt;" ">" text "${text}")
    string(REPLACE "&quot;" "\"" text "${text}")
    string(REPLACE "&apos;" "'" text "${text}")
    string(REPLACE "&#x0A;" "\n" text "${text}")
    string(REPLACE "&#x0D;" "\r" text "${text}")
    string(REPLACE "&#x09;" "\t" text "${text}")
    string(REPLACE "&amp;" "&" text "${text}")
  endif()
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

# Starts an empty manifest.
function(_parallel_start_manifest arguments)
  set_property(
    GLOBAL PROPERTY _parallel_manifest "parallel_manifest(${arguments})\n")
  set_property(GLOBAL PROPERTY _parallel_manifest_names "")
  set_property(GLOBAL PROPERTY _parallel_manifest_file "")
  set_property(GLOBAL PROPERTY _parallel_manifest_count "")
endfunction()

# Adds one case. Its name gives way to the framework's, which is unique, when
# another case has it: two parameters may print alike.
function(_parallel_add_case name selector file line markers flags
         framework_name)
  get_property(used GLOBAL PROPERTY "_parallel_used_${name}")
  if(used)
    set(name "${framework_name}")
  endif()
  set_property(GLOBAL PROPERTY "_parallel_used_${name}" TRUE)
  get_property(current GLOBAL PROPERTY _parallel_manifest_file)
  set(code "")
  if(NOT file STREQUAL current)
    set_property(GLOBAL PROPERTY _parallel_manifest_file "${file}")
    _parallel_quote(quoted "${file}")
    string(APPEND code "parallel_file(${quoted})\n")
  endif()
  foreach(value IN ITEMS name selector markers flags framework_name)
    _parallel_quote(quoted_${value} "${${value}}")
  endforeach()
  if(name STREQUAL framework_name)
    set(quoted_framework_name "")
  else()
    string(PREPEND quoted_framework_name " ")
  endif()
  string(APPEND code
    "parallel_case(${quoted_name} ${quoted_selector} ${line} "
    "${quoted_markers} ${quoted_flags}${quoted_framework_name})\n"
  )
  set_property(GLOBAL APPEND_STRING PROPERTY _parallel_manifest "${code}")
  # A name with an unbalanced bracket would make the list unreadable.
  string(REGEX REPLACE "[^][]" "" brackets "${name}")
  while(brackets MATCHES "\\[]")
    string(REPLACE "[]" "" brackets "${brackets}")
  endwhile()
  if(brackets STREQUAL "")
    string(REPLACE ";" "\\;" name "${name}")
    set_property(
      GLOBAL APPEND_STRING PROPERTY _parallel_manifest_names ";${name}")
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY _parallel_manifest_count "x")
endfunction()

# Writes the manifest to a file.
function(_parallel_finish_manifest path)
  get_property(content GLOBAL PROPERTY _parallel_manifest)
  get_property(names GLOBAL PROPERTY _parallel_manifest_names)
  get_property(count GLOBAL PROPERTY _parallel_manifest_count)
  if(NOT names STREQUAL "")
    string(SUBSTRING "${names}" 1 -1 names)
  endif()
  _parallel_quote(names "${names}")
  string(LENGTH "${count}" count)
  file(WRITE "${path}"
    "${content}parallel_names(${names})\nparallel_manifest_end(${count})\n")
endfunction()

# Sets `variable` to the absolute form of a source path as compilers write it.
function(_parallel_absolute_source variable)
  set(path "${${variable}}")
  if(NOT path STREQUAL "" AND NOT IS_ABSOLUTE "${path}")
    cmake_path(
      ABSOLUTE_PATH path BASE_DIRECTORY "${option_binary_dir}" NORMALIZE)
    if(NOT EXISTS "${path}")
      set(path "")
    endif()
  endif()
  set(${variable} "${path}" PARENT_SCOPE)
endfunction()
