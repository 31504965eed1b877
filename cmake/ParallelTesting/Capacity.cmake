# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/configure/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/CapacityFiles.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Markers.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Memory.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/configure/ProjectChecks.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/pure/Quoting.cmake")

#[===[.rst:
.. command:: parallel_declare_capacity

  Declares how much there is of something that tests use up while they run::

    parallel_declare_capacity(<name> <count>)
    parallel_declare_capacity(<name> IDS <id>... [SLOTS <count>])
    parallel_declare_capacity(gpu AUTO [VENDOR NVIDIA|AMD|INTEL]
                              [WITHOUT_DEVICE SKIP|FAIL]
                              [UNMARKED_TESTS HIDE|ALL])
    parallel_declare_capacity(memory AUTO|<size>)
    parallel_declare_capacity(workers AUTO|<count>)

  CTest then starts a test only when everything that its markers request is free.
  A name consists of ``a-z``, ``0-9`` and ``_``.

  ==============  ====================================  =====================
  name            requested by the marker               counts
  ==============  ====================================  =====================
  ``databases``   ``database``                          databases
  ``ports``       ``ports``, ``ports:<n>``              ports
  ``memory``      ``memory:<size>``                     MiB
  ``gpu``         ``gpu``, ``gpu:<n>``, …               devices
  ``workers``     every test                            tests at a time
  any other       ``resource:<name>[:<n>]``             what you like
  ==============  ====================================  =====================

  ``<count>``
    How many there are. Each test learns which ones it holds, except for
    ``ports`` and ``memory``, which are amounts.
  ``<size>``
    A number of MiB, or a number with a unit as in the marker: ``4GiB``.
  ``IDS``, ``SLOTS``
    The ids of devices, each listed once, and the number of slots of each. A test
    takes its slots from one device. Default: 1 slot.
  ``AUTO``
    What this machine grants the process when ctest starts: memory by control
    group or RAM, processors by affinity and quota, devices by what
    ``nvidia-smi``, the kernel driver of AMD or ``rocm-smi``, and ``/dev/dri``
    report. Each device has 100 slots, which stand for per cent.
  ``VENDOR``
    Only devices of this vendor count. Default: those of the first vendor that
    has some, in the order above.
  ``WITHOUT_DEVICE``
    What a test does that requests more devices than there are: it is skipped
    with the reason (default), or fails. The environment variable
    ``PARALLEL_TESTING_WITHOUT_DEVICE`` takes precedence: ``skip`` or ``fail``.
  ``UNMARKED_TESTS``
    Whether tests without the marker see no device (``HIDE``, the default) or
    ``ALL``.

  A test that requests more than there is causes an error that states both
  numbers. Calls in several projects of one build tree form one resource spec:
  of two numbers for one name the smaller one applies, and lists of ids are
  joined. They extend a spec of the project (``CTEST_RESOURCE_SPEC_FILE``).

  ``parallel_capacity()`` is the old name of this function. Release 0.2 removes
  it.

  .. code-block:: cmake

    parallel_declare_capacity(databases 4)
    parallel_declare_capacity(gpu IDS 0 1 SLOTS 100)
    parallel_declare_capacity(memory AUTO)
    parallel_declare_capacity(gpu AUTO WITHOUT_DEVICE FAIL)
#]===]
foreach(function IN ITEMS parallel_declare_capacity parallel_capacity)
  function(${function} name)
    _parallel_begin_call(1 values LISTS ""
      "SLOTS;VENDOR;WITHOUT_DEVICE;UNMARKED_TESTS" "IDS")
    if(NOT name MATCHES "^[a-z_][a-z0-9_]*$"
       OR name MATCHES "^parallel_testing")
      message(FATAL_ERROR
        "${call}: a name consists of a-z, 0-9 and _, and starts neither "
        "with a digit nor with parallel_testing"
      )
    endif()
    list(LENGTH values count)
    if(count GREATER 1 OR (count EQUAL 1 AND NOT "${arg_IDS}" STREQUAL "")
       OR (count EQUAL 0 AND "${arg_IDS}" STREQUAL ""))
      message(FATAL_ERROR
        "${call}: requires one number, AUTO, or IDS <id>... [SLOTS <count>]")
    endif()
    if(name STREQUAL "gpu" AND "${values}" STREQUAL "AUTO")
      _parallel_searched_capacity(capacity "${call}")
    elseif(NOT "${arg_VENDOR}${arg_WITHOUT_DEVICE}${arg_UNMARKED_TESTS}"
           STREQUAL "")
      message(FATAL_ERROR
        "${call}: VENDOR, WITHOUT_DEVICE and UNMARKED_TESTS require 'gpu AUTO'")
    elseif(count EQUAL 0)
      _parallel_device_capacity(capacity "${call}")
    else()
      _parallel_counted_capacity(capacity "${call}" "${name}" "${values}")
    endif()
    _parallel_merge_capacity("${call}" "${name}" "${capacity}")
    _parallel_write_capacities_later()
  endfunction()
endforeach()

# Sets `out` to the capacity of arg_IDS with arg_SLOTS, or rejects the call.
function(_parallel_device_capacity out call)
  if("${arg_SLOTS}" STREQUAL "")
    set(arg_SLOTS 1)
  endif()
  if(NOT arg_SLOTS MATCHES "^[1-9][0-9]?[0-9]?[0-9]?[0-9]?[0-9]?$")
    message(FATAL_ERROR
      "${call}: SLOTS must be a number from 1 to 999999, not '${arg_SLOTS}'")
  endif()
  set(known "")
  foreach(id IN LISTS arg_IDS)
    if(NOT id MATCHES "^[a-z0-9_]+$")
      message(FATAL_ERROR
        "${call}: an id consists of a-z, 0-9 and _, not '${id}'")
    endif()
    if(id IN_LIST known)
      message(FATAL_ERROR
        "${call}: IDS names '${id}' twice\n"
        "  remedy: name each device once; SLOTS sets how many tests share one"
      )
    endif()
    list(APPEND known "${id}")
  endforeach()
  set(${out} ids ${arg_SLOTS} ${arg_IDS} PARENT_SCOPE)
endfunction()

# Sets `out` to the capacity of the devices that ctest will find, or rejects the
# call. Reads arg_VENDOR, arg_WITHOUT_DEVICE and arg_UNMARKED_TESTS; rejects
# arg_SLOTS.
function(_parallel_searched_capacity out call)
  _parallel_require_choice("${call}" VENDOR NVIDIA AMD INTEL)
  _parallel_require_choice("${call}" WITHOUT_DEVICE SKIP FAIL)
  _parallel_require_choice("${call}" UNMARKED_TESTS HIDE ALL)
  if(NOT "${arg_SLOTS}" STREQUAL "")
    message(FATAL_ERROR "${call}: SLOTS requires IDS")
  endif()
  set(capacity search)
  set(default_VENDOR nvidia,amd,intel)
  set(default_WITHOUT_DEVICE skip)
  set(default_UNMARKED_TESTS hide)
  foreach(keyword IN ITEMS VENDOR WITHOUT_DEVICE UNMARKED_TESTS)
    set(value "${arg_${keyword}}")
    if(value STREQUAL "")
      set(value "${default_${keyword}}")
    endif()
    string(TOLOWER "${value}" value)
    list(APPEND capacity "${value}")
  endforeach()
  set(${out} "${capacity}" PARENT_SCOPE)
endfunction()

# Sets `out` to the capacity of a number or AUTO, or rejects the call; also
# rejects arg_SLOTS.
function(_parallel_counted_capacity out call name value)
  if(NOT "${arg_SLOTS}" STREQUAL "")
    message(FATAL_ERROR "${call}: SLOTS requires IDS")
  endif()
  set(kind units)
  if(name MATCHES "^(ports|memory)$")
    set(kind amount)
  endif()
  if(value STREQUAL "AUTO")
    if(NOT name MATCHES "^(memory|workers)$")
      message(FATAL_ERROR
        "${call}: AUTO is for memory, workers and gpu only; write a number")
    endif()
    set(${out} auto PARENT_SCOPE)
    return()
  endif()
  if(name STREQUAL "memory")
    _parallel_read_request(of size "memory:${value}")
    if(NOT of STREQUAL "")
      set(value ${size})
    endif()
  endif()
  set(most 9999)
  if(kind STREQUAL "amount")
    set(most 999999999)
  endif()
  if(NOT value MATCHES "^[1-9][0-9]*$" OR value GREATER most)
    message(FATAL_ERROR
      "${call}: requires a number from 1 to ${most}, not '${value}'")
  endif()
  set(${out} ${kind} ${value} PARENT_SCOPE)
endfunction()

# Adds a capacity to those of earlier calls.
function(_parallel_merge_capacity call name capacity)
  get_property(names GLOBAL PROPERTY PARALLEL_TESTING_CAPACITIES)
  get_property(known GLOBAL PROPERTY PARALLEL_TESTING_CAPACITY_${name})
  get_property(place GLOBAL PROPERTY PARALLEL_TESTING_CAPACITY_${name}_PLACE)
  if(NOT name IN_LIST names)
    set_property(GLOBAL APPEND PROPERTY PARALLEL_TESTING_CAPACITIES ${name})
    set(place "${CMAKE_CURRENT_LIST_FILE}")
  elseif(NOT "${known}" STREQUAL "${capacity}")
    list(GET known 0 kind)
    list(GET capacity 0 other_kind)
    if(NOT kind STREQUAL other_kind OR kind STREQUAL "search")
      message(FATAL_ERROR
        "${call}: contradicts an earlier declaration\n"
        "  earlier: ${known}\n"
        "  in: ${place}\n"
        "  now: ${capacity}"
      )
    endif()
    list(POP_FRONT known kind number)
    list(POP_FRONT capacity kind other_number)
    if(other_number LESS number)
      set(number ${other_number})
      set(place "${CMAKE_CURRENT_LIST_FILE}")
    endif()
    list(APPEND known ${capacity})
    list(REMOVE_DUPLICATES known)
    list(PREPEND known ${kind} ${number})
    set(capacity "${known}")
  endif()
  set_property(GLOBAL PROPERTY PARALLEL_TESTING_CAPACITY_${name} "${capacity}")
  set_property(
    GLOBAL PROPERTY PARALLEL_TESTING_CAPACITY_${name}_PLACE "${place}")
endfunction()
