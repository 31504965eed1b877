# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Generates the code for each distinct list of markers: the properties of its
# tests, and the lines of the index for the tests that have it.
#
# Reads option_*, base, call_name, test_directory, and the variables _parallel_capacities,
# _parallel_capacity_<name> and _parallel_fixtures of capacities.cmake.

# Makes sure that ctest has the properties of this list of markers, and adds the
# case to the index. Reads _parallel_file, which the manifest sets.
function(_parallel_use_marker_list name line markers selector)
  get_property(problem GLOBAL PROPERTY "_parallel_list_${markers}")
  if(NOT problem)
    _parallel_add_marker_list(problem "${markers}")
  endif()
  if(NOT problem STREQUAL "none")
    _parallel_add_problem("${name}: ${problem}" "${_parallel_file}" ${line})
  endif()
  if(NOT selector STREQUAL "")
    _parallel_add_to_index("${markers}" "${selector}")
  endif()
endfunction()

# Adds a test that waits for others to the index.
function(_parallel_add_to_index markers selector)
  get_property(bound GLOBAL PROPERTY "_parallel_bound_${markers}")
  if(bound MATCHES "^(.*)[|](.*)$" AND NOT bound STREQUAL "|")
    _parallel_program_key(program)
    string(HEX "${selector}" key)
    set_property(
      GLOBAL APPEND_STRING PROPERTY _parallel_bound
      "_parallel_bound_test(${program}_${key} \"${CMAKE_MATCH_1}\" \"${CMAKE_MATCH_2}\")\n"
    )
  endif()
endfunction()

# Adds the tests that have no markers themselves to the index.
function(_parallel_index_unmarked manifest)
  function(parallel_marked)
  endfunction()
  function(parallel_problem)
  endfunction()
  function(parallel_case name selector line markers flags)
    if(markers STREQUAL "")
      if(flags MATCHES "unit")
        set(selector "@${name}")
      endif()
      _parallel_add_to_index("" "${selector}")
    endif()
  endfunction()
  include("${manifest}")
endfunction()

# Sets `out` to the name of the executable in the files of times.
function(_parallel_program_key out)
  cmake_path(GET option_executable FILENAME name)
  string(HEX "${name}" key)
  set(${out} ${key} PARENT_SCOPE)
endfunction()

# Reads one list of markers, together with those of the whole target. Sets `out`
# to what is wrong with it, or to `none`.
function(_parallel_add_marker_list out markers)
  include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../pure/Markers.cmake")
  include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../pure/Memory.cmake")
  set(all ${option_markers} ${markers})
  set(private "${all}")
  list(FILTER private INCLUDE REGEX "^=(private|visible)[0-9]+$")
  set(quarantines "${all}")
  list(FILTER quarantines INCLUDE REGEX "^=quarantine[0-9]+$")
  list(FILTER all EXCLUDE REGEX "^=(private|visible|quarantine)[0-9]+$")
  if(option_isolate_fixed_ports)
    _parallel_isolate_fixed_ports(all "${all}")
  endif()
  if(option_pinning)
    _parallel_pin_threads(all "${all}")
  endif()
  _parallel_widen_locks(all "${all}" "${option_lock_reach}")
  get_property(style GLOBAL PROPERTY _parallel_style)
  set(counts "")
  if(NOT style MATCHES "^free_" OR option_markers MATCHES "(^|;)mpi:")
    _parallel_rank_counts(counts "${all}")
  endif()
  if(counts STREQUAL "")
    _parallel_add_list_code(problem "${markers}" "${markers}" "${all}")
  else()
    foreach(count IN LISTS counts)
      list(TRANSFORM all REPLACE "^mpi:.*" "mpi:${count}")
      _parallel_add_list_code(
        problem "${markers}" "${markers}|${count}" "${all}")
    endforeach()
    _parallel_add_rank_code("${markers}" "${counts}")
    _parallel_starts_ranks(starts_ranks)
    if(problem STREQUAL "none" AND starts_ranks)
      list(GET option_launcher 0 program)
      string(CONCAT problem
        "TEST_LAUNCHER or CROSSCOMPILING_EMULATOR starts the ranks itself "
        "(${program}), and so does the marker mpi; remove one of them")
    elseif(problem STREQUAL "none" AND "${option_mpi_starter}" STREQUAL "")
      string(CONCAT problem
        "the marker mpi requires MPIEXEC_EXECUTABLE; call find_package(MPI) "
        "before parallel_discover_tests()")
    endif()
  endif()
  set_property(GLOBAL PROPERTY "_parallel_list_${markers}" "${problem}")
  set(${out} "${problem}" PARENT_SCOPE)
endfunction()

# Adds the code by which ctest knows that cases with this list of markers are one
# test for each of these numbers of ranks.
function(_parallel_add_rank_code markers counts)
  set_property(GLOBAL PROPERTY _parallel_has_ranks TRUE)
  _parallel_quote(variable "_parallel_ranks_${call_name}_${markers}")
  _parallel_quote(counts "${counts}")
  set_property(
    GLOBAL APPEND_STRING PROPERTY _parallel_property_code
    "set(${variable} ${counts})\n"
  )
endfunction()

# Part of _parallel_add_marker_list(): adds the code for the list `all`, under
# the name `key`. `markers` is the list in the manifest. Reads private and
# quarantines.
function(_parallel_add_list_code out markers key all)
  get_property(style GLOBAL PROPERTY _parallel_style)
  _parallel_read_markers(read ${style} "${all}" "${option_labels}")
  foreach(list IN ITEMS hints known)
    set_property(GLOBAL APPEND PROPERTY _parallel_${list} "${read_${list}}")
  endforeach()
  _parallel_check_capacities(problems "${all}" "${read_requests}")
  list(PREPEND problems ${read_problems})
  _parallel_check_devices(device_problem "${read_requests}" ${read_supervised})
  if(NOT device_problem STREQUAL "")
    list(APPEND problems "${device_problem}")
  endif()
  set(problem none)
  if(NOT problems STREQUAL "")
    list(JOIN problems ", " problem)
    _parallel_unescape_markers(problem)
  endif()
  set(${out} "${problem}" PARENT_SCOPE)

  _parallel_ordering(bound read)
  set_property(GLOBAL PROPERTY "_parallel_bound_${markers}" "${bound}")
  # All calls in a ctest share their variables.
  _parallel_quote(launch "_parallel_launch_${key}")
  _parallel_quote(variable "_parallel_properties_${key}")
  _parallel_quote(value "${read_properties}")
  set_property(
    GLOBAL APPEND_STRING PROPERTY _parallel_property_code
    "unset(${launch})\nset(${variable} ${value})\n"
  )
  _parallel_add_group_code("${variable}" read)
  if(NOT private STREQUAL "")
    _parallel_add_private_code("${variable}" "${private}")
  endif()
  if(NOT quarantines STREQUAL "")
    _parallel_add_quarantine_code("${variable}" "${quarantines}")
    set(read_supervised TRUE)
  endif()
  _parallel_add_launch_code("${variable}" "${key}" "${read_known}"
    ${read_supervised} "${read_isolations}")
  _parallel_add_thread_code("${variable}" ${read_supervised}
    "${read_properties}")
endfunction()

# Limits the threads of cases that no launcher runs: libraries of threads read
# these variables before an adapter could set them. What the call sets itself
# stays.
function(_parallel_add_thread_code properties_variable supervised properties)
  _parallel_uses_launcher(launches)
  list(FIND properties PROCESSORS at)
  if(launches OR supervised OR at LESS 0)
    return()
  endif()
  math(EXPR at "${at} + 1")
  list(GET properties ${at} count)
  string(REGEX MATCHALL "[A-Z]+_NUM_THREADS=" given "${option_properties}")
  _parallel_quote(given "${given}")
  set_property(
    GLOBAL APPEND_STRING PROPERTY _parallel_property_code
    "_parallel_limit_threads(${properties_variable} ${count} ${given})\n"
  )
endfunction()

# Gives the cases with this list of markers a private working directory that
# shows the files of all these marks, and of the call of
# parallel_discover_tests().
function(_parallel_add_private_code properties_variable marks)
  set(lines "")
  if(NOT option_private STREQUAL "")
    file(READ "${option_private}" lines)
  endif()
  set(directory "${test_directory}")
  foreach(mark IN LISTS marks)
    string(REGEX REPLACE "[^0-9]" "" number "${mark}")
    get_property(visible GLOBAL PROPERTY _parallel_visible_${number})
    while(visible MATCHES "^([^\t]*)\t([^\n]*)\n(.*)$")
      set(name "${CMAKE_MATCH_1}")
      set(path "${CMAKE_MATCH_2}")
      set(visible "${CMAKE_MATCH_3}")
      if(NOT path STREQUAL "")
        cmake_path(ABSOLUTE_PATH path BASE_DIRECTORY "${directory}" NORMALIZE)
      endif()
      set(line "${name}\t${path}\n")
      string(FIND "\n${lines}" "\n${line}" at)
      if(at LESS 0)
        string(APPEND lines "${line}")
      endif()
    endwhile()
  endforeach()
  string(MD5 digest "${lines}")
  string(SUBSTRING "${digest}" 0 12 digest)
  set(file "${call_name}_private_${digest}.txt")
  cmake_path(REPLACE_FILENAME base "${file}" OUTPUT_VARIABLE path)
  file(WRITE "${path}" "${lines}")
  set_property(GLOBAL APPEND PROPERTY _parallel_private_files "${path}")
  _parallel_quote(file "/${file}")
  string(CONCAT code
    "string(CONCAT _parallel_private_mark"
    " \"PARALLEL_TESTING_PRIVATE_DIRECTORY=\${_parallel_here}\" ${file})\n"
    "list(APPEND ${properties_variable}"
    " ENVIRONMENT \"\${_parallel_private_mark}\")\n"
  )
  set_property(GLOBAL APPEND_STRING PROPERTY _parallel_property_code "${code}")
endfunction()

# Passes the last of these quarantines to the launcher, and gives the cases its
# label.
function(_parallel_add_quarantine_code properties_variable quarantines)
  list(GET quarantines -1 last)
  string(REGEX REPLACE "[^0-9]" "" number "${last}")
  get_property(value GLOBAL PROPERTY _parallel_quarantine_${number})
  _parallel_quote(value "PARALLEL_TESTING_QUARANTINE=${value}")
  set_property(
    GLOBAL APPEND_STRING PROPERTY _parallel_property_code
    "list(APPEND ${properties_variable} ENVIRONMENT ${value} LABELS quarantine)\n"
  )
endfunction()

# Removes the lists of visible files that an earlier discovery wrote for marks
# that are withdrawn.
function(_parallel_remove_old_private_files)
  get_property(used GLOBAL PROPERTY _parallel_private_files)
  file(GLOB files "${base}_private_*.txt")
  if(used)
    list(REMOVE_ITEM files ${used})
  endif()
  if(files)
    file(REMOVE ${files})
  endif()
endfunction()

# Puts the launcher before the cases with this list of markers, if they use it.
# `supervised` is TRUE if only the launcher can obey the markers; `isolations`
# lists the kinds of isolation that they request.
function(_parallel_add_launch_code properties_variable markers known supervised
  isolations
)
  _parallel_uses_launcher(launches)
  if(NOT launches AND NOT supervised)
    return()
  endif()
  _parallel_quote(variable "_parallel_launch_${markers}")
  list(JOIN known "," all)
  _parallel_quote(all "${all}")
  set_property(
    GLOBAL APPEND_STRING PROPERTY _parallel_property_code
    "_parallel_launch_list(${variable} ${properties_variable} ${all})\n"
  )
  foreach(kind IN LISTS isolations)
    set_property(
      GLOBAL APPEND_STRING PROPERTY _parallel_isolates
      "_parallel_isolates(${kind})\n"
    )
  endforeach()
endfunction()

# Sets `out` to whether all cases are launched, whatever their markers. An
# emulator, or any other program in front of the test, may change how a program
# with an adapter ends, and may start it where the adapter cannot do all that
# the launcher does.
function(_parallel_uses_launcher out)
  set(uses "${option_uses_launcher}")
  if(uses STREQUAL "AUTO")
    set(uses ON)
    if(option_adapter AND "${option_launcher}" STREQUAL "")
      set(uses OFF)
    endif()
  endif()
  set(${out} ${uses} PARENT_SCOPE)
endfunction()

# Sets `out` to whether the program in front of the cases starts several copies of
# them.
function(_parallel_starts_ranks out)
  set(starts FALSE)
  if(NOT "${option_launcher}" STREQUAL "")
    include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../pure/Ranks.cmake")
    list(GET option_launcher 0 program)
    _parallel_starts_copies(starts "${program}")
  endif()
  set(${out} ${starts} PARENT_SCOPE)
endfunction()

# Adds a note, the text of all arguments, unless it exists already.
function(_parallel_note_once)
  string(CONCAT text ${ARGN})
  get_property(known GLOBAL PROPERTY "_parallel_noted_${text}")
  if(NOT known)
    set_property(GLOBAL PROPERTY "_parallel_noted_${text}" TRUE)
    set_property(
      GLOBAL APPEND_STRING PROPERTY _parallel_notes
      "note: ${option_call}: ${text}\n"
    )
  endif()
endfunction()

# Sets `out` to messages about markers with names that nearly equal declared
# ones, and about requests for more than there is. Adds a note about requests
# for undeclared capacities.
function(_parallel_check_capacities out markers requests)
  set(problems "")
  _parallel_declared_name_pattern(pattern)
  foreach(marker IN LISTS markers)
    if(marker MATCHES "${pattern}")
      _parallel_name_problem(
        text "${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}"
        "${_parallel_fixtures}" "${_parallel_capacities}"
      )
      if(NOT text STREQUAL "")
        list(APPEND problems "${text}")
      endif()
    endif()
  endforeach()
  foreach(request IN LISTS requests)
    string(REPLACE " " ";" request "${request}")
    list(GET request 0 name)
    list(GET request 1 amount)
    if("${_parallel_capacity_${name}}" MATCHES "^search;")
      continue()
    elseif(DEFINED "_parallel_capacity_${name}")
      _parallel_known_capacity(capacity "${_parallel_capacity_${name}}")
      _parallel_check_request(text "${name}" ${amount} "${capacity}")
      if(NOT text STREQUAL "")
        list(APPEND problems "${text}")
      endif()
    elseif(NOT name MATCHES "^(ports|databases|parallel_testing_cores)$")
      _parallel_note_once(
        "tests request '${name}', but no "
        "parallel_declare_capacity(${name} ...) declares how much there is, so "
        "nothing limits them")
    endif()
  endforeach()
  set(${out} "${problems}" PARENT_SCOPE)
endfunction()

# Sets `out` to the message about a test that requests devices that ctest finds,
# but has neither an adapter nor the launcher, which would show it its devices.
function(_parallel_check_devices out requests supervised)
  set(${out} "" PARENT_SCOPE)
  _parallel_uses_launcher(launches)
  if(requests MATCHES "(^|;)gpu " AND "${_parallel_capacity_gpu}" MATCHES "^search;"
     AND NOT option_adapter AND NOT launches AND NOT supervised)
    string(CONCAT problem
      "the marker gpu requires an adapter or the launcher, which set the "
      "variables by which the test finds its devices. Remove LAUNCHER OFF or "
      "link an adapter")
    set(${out} "${problem}" PARENT_SCOPE)
  endif()
endfunction()

# Leaves to ctest what depends on other tests and on the machine. `variable` has
# the code of a list of properties. Reads the variables of
# _parallel_read_markers(): <prefix>_requests, <prefix>_reads, <prefix>_writes.
function(_parallel_add_group_code variable prefix)
  set(requests "${${prefix}_requests}")
  set(reads "${${prefix}_reads}")
  set(writes "${${prefix}_writes}")
  foreach(key IN LISTS reads)
    set_property(GLOBAL APPEND PROPERTY _parallel_reads "${key}")
  endforeach()
  if("${requests}${reads}${writes}" STREQUAL "")
    return()
  endif()
  set(code "_parallel_add_groups(${variable}")
  foreach(list IN ITEMS requests reads writes)
    list(JOIN ${list} "," value)
    _parallel_quote(value "${value}")
    string(APPEND code " ${value}")
  endforeach()
  set_property(
    GLOBAL APPEND_STRING PROPERTY _parallel_property_code "${code})\n")
endfunction()
