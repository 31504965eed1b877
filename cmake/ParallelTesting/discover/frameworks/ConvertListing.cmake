# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Shared by the converters of framework listings: they write the manifest that
# an adapter would have written.
#
# Reads base.

# Brackets, semicolons and backslashes would prevent CMake from splitting a text
# into lines. Control characters replace them meanwhile.
foreach(_parallel_code IN ITEMS 1 2 3 4)
  string(ASCII ${_parallel_code} _parallel_stand_in_${_parallel_code})
endforeach()

# Sets `out` to the text as a list, split at each `separator`. Items need
# _parallel_restore().
function(_parallel_cut out separator text)
  string(REPLACE "[" "${_parallel_stand_in_1}" text "${text}")
  string(REPLACE "]" "${_parallel_stand_in_2}" text "${text}")
  string(REPLACE ";" "${_parallel_stand_in_3}" text "${text}")
  string(REPLACE "\\" "${_parallel_stand_in_4}" text "${text}")
  string(REPLACE "${separator}" ";" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Converts an item of _parallel_cut() back to the original text.
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

# Adds one case. If its selector also selects an earlier case, one test runs
# both.
function(_parallel_add_case name selector file line markers flags
         framework_name)
  get_property(count GLOBAL PROPERTY _parallel_manifest_count)
  get_property(first GLOBAL PROPERTY "_parallel_first_of_${selector}")
  if(NOT "${first}" STREQUAL "")
    _parallel_add_namesakes(${first} 1)
    return()
  endif()
  set_property(GLOBAL PROPERTY "_parallel_first_of_${selector}" ${count})
  foreach(value IN ITEMS selector markers)
    _parallel_quote(quoted_${value} "${${value}}")
  endforeach()
  set_property(GLOBAL PROPERTY _parallel_name_${count} "${name}")
  set_property(
    GLOBAL PROPERTY _parallel_framework_name_${count} "${framework_name}")
  set_property(GLOBAL PROPERTY _parallel_file_${count} "${file}")
  set_property(
    GLOBAL PROPERTY _parallel_rest_${count}
    "${quoted_selector} ${line} ${quoted_markers}"
  )
  set_property(GLOBAL PROPERTY _parallel_flags_${count} "${flags}")
  math(EXPR count "${count} + 1")
  set_property(GLOBAL PROPERTY _parallel_manifest_count ${count})
endfunction()

# Makes the test of the case `index` also run `number` others.
function(_parallel_add_namesakes index number)
  get_property(known GLOBAL PROPERTY _parallel_namesakes_${index})
  math(EXPR known "0${known} + ${number}")
  set_property(GLOBAL PROPERTY _parallel_namesakes_${index} ${known})
endfunction()

# Adds a problem with the cases.
function(_parallel_add_listing_problem file line text)
  _parallel_quote(file "${file}")
  _parallel_quote(text "${text}")
  set_property(
    GLOBAL APPEND_STRING PROPERTY _parallel_manifest_problems
    "parallel_problem(${file} ${line} ${text})\n"
  )
endfunction()

# Replaces names that several cases have by their names in the framework, which
# are unique: two parameters may print alike.
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
    foreach(value IN ITEMS name framework_name file rest flags namesakes)
      get_property(${value} GLOBAL PROPERTY _parallel_${value}_${index})
    endforeach()
    if(NOT "${namesakes}" STREQUAL "")
      math(EXPR namesakes "${namesakes} + 1")
      string(APPEND flags " cases:${namesakes}")
    endif()
    _parallel_quote(flags "${flags}")
    string(APPEND rest " ${flags}")
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

# Sets `variable` to the absolute form of a source path that a compiler wrote.
function(_parallel_absolute_source variable)
  set(path "${${variable}}")
  if(path STREQUAL "" OR (IS_ABSOLUTE "${path}" AND EXISTS "${path}"))
    return()
  endif()
  get_property(known GLOBAL PROPERTY "_parallel_source_${path}")
  if("${known}" STREQUAL "")
    _parallel_find_source(known "${path}")
    set_property(GLOBAL PROPERTY "_parallel_source_${path}" "${known}")
  endif()
  if(known STREQUAL "none")
    set(known "")
    if(IS_ABSOLUTE "${path}")
      set(known "${path}")
    endif()
  endif()
  set(${variable} "${known}" PARENT_SCOPE)
endfunction()

# Sets `out` to the source file that a compiler wrote as `path`, or to `none`.
# Like source_files in the library, it chooses the file whose end has most parts
# in common with the path; among equals, it prefers a compiled file to one below
# the directories.
function(_parallel_find_source out path)
  cmake_path(NORMAL_PATH path)
  set(found "")
  set(longest 0)
  set(directories "")
  if(EXISTS "${base}_sources.txt")
    file(STRINGS "${base}_sources.txt" lines ENCODING UTF-8)
  endif()
  foreach(line IN LISTS lines)
    string(REGEX MATCH "^([a-z]+)\t(.*)$" line "${line}")
    set(file "${CMAKE_MATCH_2}")
    if(CMAKE_MATCH_1 STREQUAL "directory")
      list(APPEND directories "${file}")
      continue()
    elseif(CMAKE_MATCH_1 STREQUAL "base")
      set(own_directory "${file}")
      continue()
    endif()
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${own_directory}" NORMALIZE)
    _parallel_common_parts(length "${path}" "${file}")
    if(length GREATER longest)
      set(longest ${length})
      set(found "${file}")
    elseif(length GREATER 0 AND length EQUAL longest
           AND NOT file STREQUAL found)
      set(found "")
    endif()
  endforeach()
  _parallel_find_below(below "${path}" "${directories}")
  if(found STREQUAL "" OR below_length GREATER longest)
    set(found "${below}")
  endif()
  set(${out} "${found}" PARENT_SCOPE)
endfunction()

# Sets `out` to the number of equal parts at the ends of two paths.
function(_parallel_common_parts out one other)
  set(count 0)
  while(NOT one STREQUAL "")
    cmake_path(GET one FILENAME name)
    cmake_path(GET other FILENAME other_name)
    if(name STREQUAL "" OR NOT name STREQUAL other_name)
      break()
    endif()
    math(EXPR count "${count} + 1")
    cmake_path(GET one PARENT_PATH one)
    cmake_path(GET other PARENT_PATH other)
  endwhile()
  set(${out} ${count} PARENT_SCOPE)
endfunction()

# Sets `out` to the file below one of `directories` that `path` means, with as
# many of its last parts as possible, or to `none`. Sets `out`_length to the
# number of these parts.
function(_parallel_find_below out path directories)
  set(${out} none PARENT_SCOPE)
  set(${out}_length 0 PARENT_SCOPE)
  set(rest "${path}")
  while(NOT rest STREQUAL "")
    if(NOT IS_ABSOLUTE "${rest}")
      foreach(directory IN LISTS directories)
        cmake_path(ABSOLUTE_PATH rest BASE_DIRECTORY "${directory}" NORMALIZE
          OUTPUT_VARIABLE file)
        if(EXISTS "${file}" AND NOT IS_DIRECTORY "${file}")
          set(${out} "${file}" PARENT_SCOPE)
          string(REGEX MATCHALL "[^/]+" parts "${rest}")
          list(LENGTH parts length)
          set(${out}_length ${length} PARENT_SCOPE)
          return()
        endif()
      endforeach()
    endif()
    if(NOT rest MATCHES "/")
      break()
    endif()
    string(REGEX REPLACE "^[^/]*/" "" rest "${rest}")
  endwhile()
endfunction()
