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
  set_property(GLOBAL PROPERTY _parallel_manifest_count 0)
  set_property(GLOBAL PROPERTY _parallel_manifest_problems "")
endfunction()

# Adds one case.
function(_parallel_add_case name selector file line markers flags
         framework_name)
  get_property(count GLOBAL PROPERTY _parallel_manifest_count)
  foreach(value IN ITEMS selector markers flags)
    _parallel_quote(quoted_${value} "${${value}}")
  endforeach()
  set_property(GLOBAL PROPERTY _parallel_name_${count} "${name}")
  set_property(
    GLOBAL PROPERTY _parallel_framework_name_${count} "${framework_name}")
  set_property(GLOBAL PROPERTY _parallel_file_${count} "${file}")
  set_property(
    GLOBAL PROPERTY _parallel_rest_${count}
    "${quoted_selector} ${line} ${quoted_markers} ${quoted_flags}"
  )
  math(EXPR count "${count} + 1")
  set_property(GLOBAL PROPERTY _parallel_manifest_count ${count})
endfunction()

# Adds something that is wrong with the cases.
function(_parallel_add_listing_problem file line text)
  _parallel_quote(file "${file}")
  _parallel_quote(text "${text}")
  set_property(
    GLOBAL APPEND_STRING PROPERTY _parallel_manifest_problems
    "parallel_problem(${file} ${line} ${text})\n"
  )
endfunction()

# Changes names that several cases have into those of the framework, which are
# unique: two parameters may print alike.
function(_parallel_make_names_unique count)
  set(changed TRUE)
  while(changed)
    set(changed FALSE)
    set(names "")
    set(index 0)
    while(index LESS count)
      get_property(name GLOBAL PROPERTY _parallel_name_${index})
      string(HEX "${name}" key)
      set(several_${key} FALSE)
      if(DEFINED used_${key})
        set(several_${key} TRUE)
      endif()
      set(used_${key} TRUE)
      list(APPEND names ${key})
      math(EXPR index "${index} + 1")
    endwhile()
    set(index 0)
    foreach(key IN LISTS names)
      if(several_${key})
        get_property(name GLOBAL PROPERTY _parallel_name_${index})
        get_property(other GLOBAL PROPERTY _parallel_framework_name_${index})
        if(NOT "x${name}" STREQUAL "x${other}")
          set_property(GLOBAL PROPERTY _parallel_name_${index} "${other}")
          set(changed TRUE)
        endif()
      endif()
      math(EXPR index "${index} + 1")
    endforeach()
    foreach(key IN LISTS names)
      unset(used_${key})
    endforeach()
  endwhile()
endfunction()

# Writes the manifest to a file.
function(_parallel_finish_manifest path)
  get_property(count GLOBAL PROPERTY _parallel_manifest_count)
  _parallel_make_names_unique(${count})
  get_property(content GLOBAL PROPERTY _parallel_manifest)
  set(names "")
  set(current_file "")
  set(index 0)
  while(index LESS count)
    foreach(value IN ITEMS name framework_name file rest)
      get_property(${value} GLOBAL PROPERTY _parallel_${value}_${index})
    endforeach()
    if(NOT "x${file}" STREQUAL "x${current_file}")
      set(current_file "${file}")
      _parallel_quote(file "${file}")
      string(APPEND content "parallel_file(${file})\n")
    endif()
    _parallel_quote(quoted_name "${name}")
    string(APPEND content "parallel_case(${quoted_name} ${rest}")
    if(NOT "x${name}" STREQUAL "x${framework_name}")
      _parallel_quote(framework_name "${framework_name}")
      string(APPEND content " ${framework_name}")
    endif()
    string(APPEND content ")\n")
    # Another name would make the list unreadable.
    _parallel_fits_a_list(fits "${name}")
    if(fits)
      string(REPLACE ";" "\\;" name "${name}")
      string(APPEND names ";${name}")
    endif()
    math(EXPR index "${index} + 1")
  endwhile()
  if(NOT names STREQUAL "")
    string(SUBSTRING "${names}" 1 -1 names)
  endif()
  _parallel_quote(names "${names}")
  get_property(problems GLOBAL PROPERTY _parallel_manifest_problems)
  file(WRITE "${path}"
    "${content}${problems}parallel_names(${names})\n"
    "parallel_manifest_end(${count})\n"
  )
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
