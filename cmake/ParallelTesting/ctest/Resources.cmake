# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The resource spec of this ctest: the worker pool, the declared capacities, and
# the locks that some test only reads. It is written when ctest starts, because
# it may depend on the machine.

# Any number of readers, or one writer that takes all slots.
set(_parallel_reader_slots 10000)

# Reads the results of the configure step and of discovery. Sets, for all
# scripts:
#   _parallel_capacity_<name>   the capacity, with AUTO replaced
#   _parallel_read_<key>        defined if some test reads this lock
#   _parallel_types             <type>=<JSON> for each type of the spec
macro(_parallel_read_resources)
  include("${CMAKE_CURRENT_LIST_DIR}/../pure/Memory.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/../pure/Quoting.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/../pure/Requests.cmake")
  set(_parallel_capacities "")
  set(_parallel_types "")
  set(_parallel_plain_tests_have_groups FALSE)
  cmake_path(SET _parallel_capacities_file NORMALIZE
    "${CMAKE_CURRENT_LIST_DIR}/../../capacities.cmake")
  unset(_parallel_capacity_gpu)
  include("${_parallel_capacities_file}" OPTIONAL)
  _parallel_start_devices()
  foreach(_parallel_name IN LISTS _parallel_capacities)
    if(NOT _parallel_name STREQUAL "workers")
      _parallel_known_capacity(
        _parallel_capacity_${_parallel_name}
        "${_parallel_capacity_${_parallel_name}}"
      )
      _parallel_capacity_json(
        _parallel_json "${_parallel_capacity_${_parallel_name}}")
      list(APPEND _parallel_types "${_parallel_name}=${_parallel_json}")
    endif()
  endforeach()
  set(_parallel_bound_tests "")
  set(_parallel_isolations "")
  _parallel_build_directory(_parallel_index)
  string(APPEND _parallel_index "/parallel_testing/index")
  _parallel_names_in(_parallel_files "${_parallel_index}" "*.cmake")
  foreach(_parallel_item IN LISTS _parallel_files)
    include("${_parallel_index}/${_parallel_item}")
  endforeach()
  _parallel_count_pinned_cores()
endmacro()

# Makes the cores of this machine a capacity if some test is pinned.
macro(_parallel_count_pinned_cores)
  unset(_parallel_capacity_parallel_testing_cores)
  if("${_parallel_bound_tests}" MATCHES "=parallel_testing_cores "
     AND NOT "$ENV{PARALLEL_TESTING_PINNING}" STREQUAL "off")
    _parallel_available_cores(_parallel_item "")
    set(_parallel_capacity_parallel_testing_cores "amount;${_parallel_item}")
    _parallel_capacity_json(
      _parallel_json "${_parallel_capacity_parallel_testing_cores}")
    list(APPEND _parallel_types "parallel_testing_cores=${_parallel_json}")
  endif()
endmacro()

# Sets `out` to the names in `directory` that match a pattern. The path of the
# directory is taken literally. No list holds it, because a list would not keep
# an unbalanced bracket.
function(_parallel_names_in out directory pattern)
  string(REGEX REPLACE "([[*?])" "[\\1]" literal "${directory}")
  file(GLOB names RELATIVE "${directory}" "${literal}/${pattern}")
  set(${out} "${names}" PARENT_SCOPE)
endfunction()

# Called by the files of the index.
macro(_parallel_reads key)
  if(NOT DEFINED "_parallel_read_${key}")
    set("_parallel_read_${key}" TRUE)
    _parallel_lock_type(_parallel_name "${key}")
    _parallel_capacity_json(
      _parallel_json "ids;${_parallel_reader_slots};0")
    list(APPEND _parallel_types "${_parallel_name}=${_parallel_json}")
  endif()
endmacro()

# Adds RESOURCE_GROUPS to the property list `variable`, for the requests of
# markers and the locks that they read and write, each joined by commas.
function(_parallel_add_groups variable requests reads writes)
  set(groups "")
  foreach(list IN ITEMS requests reads writes)
    string(REPLACE "," ";" ${list} "${${list}}")
  endforeach()
  foreach(request IN LISTS requests)
    string(REPLACE " " ";" request "${request}")
    list(POP_FRONT request name amount)
    if(name STREQUAL "gpu" AND DEFINED _parallel_without_device)
      _parallel_note_missing_device("${variable}" "${_parallel_without_device}")
    elseif(name STREQUAL "parallel_testing_cores"
           AND NOT _parallel_schedules_readers)
      # The kernel locks on cores apply anyway.
      continue()
    elseif(DEFINED "_parallel_capacity_${name}")
      set(capacity "${_parallel_capacity_${name}}")
      list(GET capacity 1 most)
      if(capacity MATCHES "^devices;")
        _parallel_check_request(problem ${name} ${amount} "${capacity}")
        if(NOT problem STREQUAL "")
          _parallel_note_missing_device(
            "${variable}" "${_parallel_device_policy} the test ${problem}")
          continue()
        endif()
      elseif(name STREQUAL "parallel_testing_cores" AND amount GREATER most)
        set(amount ${most})
      elseif(amount GREATER most)
        _parallel_warn(
          "tests request ${amount} of the capacity '${name}', but this machine "
          "has ${most}; such tests take all of it"
        )
        set(amount ${most})
      endif()
      _parallel_request_groups(group "${name}" ${amount} "${capacity}")
      list(APPEND groups "${group}")
    endif()
  endforeach()
  foreach(kind IN ITEMS reads writes)
    foreach(key IN LISTS ${kind})
      set(slots 1)
      if(kind STREQUAL "writes")
        set(slots ${_parallel_reader_slots})
      endif()
      if(_parallel_schedules_readers AND DEFINED "_parallel_read_${key}")
        _parallel_lock_type(type "${key}")
        list(APPEND groups "${type}:${slots}")
      endif()
    endforeach()
  endforeach()
  if(NOT groups STREQUAL "")
    list(JOIN groups "\\;" groups)
    set("${variable}" "${${variable}};RESOURCE_GROUPS;${groups}")
  endif()
  set("${variable}" "${${variable}}" PARENT_SCOPE)
endfunction()

# Adds to the property list `variable` that the test cannot have its devices,
# given `<policy> <reason>`. The test itself, or its launcher, acts on it.
function(_parallel_note_missing_device variable text)
  string(REGEX REPLACE "[][;\\]" " " text "${text}")
  set("${variable}"
    "${${variable}};ENVIRONMENT;PARALLEL_TESTING_NO_DEVICE=${text}"
    PARENT_SCOPE
  )
endfunction()

# Decides what ctest schedules by. Readers are scheduled with slots unless ctest
# reads another spec, which would lack them: the kernel locks apply anyway.
macro(_parallel_start_resources)
  _parallel_read_resources()
  _parallel_start_launcher()
  _parallel_start_worker_pool()
  _parallel_read_timeout_multiplier()
  _parallel_start_shuffle()
  _parallel_start_order()
  set(_parallel_schedules_readers TRUE)
  unset(ENV{PARALLEL_TESTING_RESOURCE_SPEC})
  if(NOT _parallel_user_spec_file STREQUAL "")
    set(_parallel_schedules_readers FALSE)
    # Relative to the directory of ctest, which differs from that of the
    # scripts.
    file(REAL_PATH /proc/self/cwd _parallel_item)
    cmake_path(ABSOLUTE_PATH _parallel_user_spec_file
      BASE_DIRECTORY "${_parallel_item}" OUTPUT_VARIABLE _parallel_item)
    set(ENV{PARALLEL_TESTING_RESOURCE_SPEC} "${_parallel_item}")
    _parallel_check_user_spec("${_parallel_item}")
  elseif(NOT _parallel_types STREQUAL "" AND NOT _parallel_lists)
    if(DEFINED CTEST_RESOURCE_SPEC_FILE)
      _parallel_use_spec("${CTEST_RESOURCE_SPEC_FILE}")
    else()
      _parallel_use_spec("")
    endif()
    # A subproject may set it later.
    variable_watch(CTEST_RESOURCE_SPEC_FILE _parallel_spec_was_set)
  endif()
  _parallel_intercept()
endmacro()

macro(_parallel_spec_was_set name access value)
  if("${access}" STREQUAL "MODIFIED_ACCESS"
     AND NOT "${value}" STREQUAL "${_parallel_spec}")
    _parallel_use_spec("${value}")
  endif()
endmacro()

# Makes ctest read a spec with all types, including those of the file `user`.
macro(_parallel_use_spec user)
  _parallel_write_spec(_parallel_spec "${user}")
  set(CTEST_RESOURCE_SPEC_FILE "${_parallel_spec}")
  set(ENV{PARALLEL_TESTING_RESOURCE_SPEC} "${_parallel_spec}")
endmacro()

# Writes the spec and sets `out` to its path, or to `user` if that file cannot
# be parsed: ctest reports what is wrong with it.
function(_parallel_write_spec out user)
  set(${out} "${user}" PARENT_SCOPE)
  set(spec "{\"version\": {\"major\": 1, \"minor\": 0}, \"local\": [{}]}")
  if(NOT user STREQUAL "")
    if(NOT EXISTS "${user}")
      return()
    endif()
    file(READ "${user}" spec)
    string(JSON count ERROR_VARIABLE problem LENGTH "${spec}" local)
    if(NOT problem AND count EQUAL 0)
      string(JSON spec SET "${spec}" local "[{}]")
    endif()
  endif()
  foreach(type IN LISTS _parallel_types)
    string(REGEX MATCH "^([^=]*)=(.*)$" type "${type}")
    set(name "${CMAKE_MATCH_1}")
    set(json "${CMAKE_MATCH_2}")
    # A type in the file of the user takes precedence.
    string(JSON known ERROR_VARIABLE problem GET "${spec}" local 0 "${name}")
    if(problem)
      string(JSON spec ERROR_VARIABLE problem
        SET "${spec}" local 0 "${name}" "${json}")
      if(problem)
        return()
      endif()
    endif()
  endforeach()
  _parallel_build_directory(build)
  string(MD5 digest "${spec}")
  set(path "${build}/Testing/ParallelTesting/resources-${digest}.json")
  # The name depends on the content, because two ctests may start at once.
  if(NOT EXISTS "${path}")
    string(RANDOM LENGTH 8 suffix)
    file(WRITE "${path}.${suffix}" "${spec}\n")
    file(RENAME "${path}.${suffix}" "${path}")
  endif()
  set(${out} "${path}" PARENT_SCOPE)
endfunction()

# A spec that is passed to ctest replaces this one: reports what will not run.
function(_parallel_check_user_spec path)
  if(_parallel_lists OR NOT EXISTS "${path}")
    return()
  endif()
  file(READ "${path}" spec)
  set(missing "")
  foreach(name IN LISTS _parallel_capacities)
    string(JSON known ERROR_VARIABLE problem GET "${spec}" local 0 "${name}")
    if(problem AND NOT name STREQUAL "workers")
      list(APPEND missing "${name}")
    endif()
  endforeach()
  if(missing)
    list(JOIN missing "', '" missing)
    _parallel_warn(
      "the resource spec file '${_parallel_user_spec_file}' lacks "
      "'${missing}', so ctest will not run the tests that need it. Omit the "
      "option and set CTEST_RESOURCE_SPEC_FILE in the project instead: "
      "ParallelTesting then adds what the file lacks"
    )
  endif()
endfunction()
