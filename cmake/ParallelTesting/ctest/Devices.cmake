# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# parallel_declare_capacity(gpu AUTO): finds the devices of this machine when
# ctest starts, and hides them from tests that do not ask for one.

include("${CMAKE_CURRENT_LIST_DIR}/../pure/DeviceLists.cmake")

# The variables that select devices, by vendor. A later one of AMD counts the
# devices that the first one leaves.
set(_parallel_device_variables_nvidia CUDA_VISIBLE_DEVICES)
set(_parallel_device_variables_amd ROCR_VISIBLE_DEVICES HIP_VISIBLE_DEVICES)
set(_parallel_device_variables_intel ZE_AFFINITY_MASK)

# Sets `devices` to the devices that `nvidia-smi` reports, and `reason` to why
# there are none.
function(_parallel_find_nvidia devices reason root)
  find_program(program nvidia-smi NO_CACHE)
  if(NOT program)
    set(${reason} "nvidia-smi is not on PATH" PARENT_SCOPE)
    return()
  endif()
  execute_process(
    COMMAND "${program}" -L
    OUTPUT_VARIABLE listing ERROR_VARIABLE errors
    RESULT_VARIABLE status TIMEOUT 60
  )
  execute_process(
    COMMAND "${program}" --query-gpu=uuid,memory.total
      --format=csv,noheader,nounits
    OUTPUT_VARIABLE memory ERROR_QUIET TIMEOUT 60
  )
  _parallel_nvidia_devices(found "${listing}" "${memory}")
  set(${devices} "${found}" PARENT_SCOPE)
  if(NOT status EQUAL 0)
    # Only its first line.
    string(REGEX REPLACE "\n.*" "" problem "${listing}${errors}")
    set(${reason} "nvidia-smi failed: ${problem}" PARENT_SCOPE)
  else()
    set(${reason} "nvidia-smi lists none" PARENT_SCOPE)
  endif()
endfunction()

# The same for the devices that the kernel driver of AMD reports, or else
# `rocm-smi`.
function(_parallel_find_amd devices reason root)
  set(found "")
  set(nodes "${root}/sys/class/kfd/kfd/topology/nodes")
  file(GLOB names RELATIVE "${nodes}" "${nodes}/*")
  list(SORT names COMPARE NATURAL)
  foreach(name IN LISTS names)
    _parallel_number_in(cores "${nodes}/${name}/properties" simd_count)
    # Without the right to use a device, its properties are empty. Processors
    # are nodes too.
    if(NOT cores GREATER 0)
      continue()
    endif()
    _parallel_number_in(id "${nodes}/${name}/properties" unique_id)
    list(LENGTH found index)
    # CMake computes with 63 bits.
    string(LENGTH "${id}" length)
    if(length LESS 19
       OR (length EQUAL 19 AND NOT id STRGREATER "9223372036854775807"))
      math(EXPR id "${id}" OUTPUT_FORMAT HEXADECIMAL)
    endif()
    _parallel_amd_name(device ${index} "${id}")
    set(bytes 0)
    file(GLOB banks "${nodes}/${name}/mem_banks/*/properties")
    foreach(bank IN LISTS banks)
      _parallel_number_in(kind "${bank}" heap_type)
      if(kind EQUAL 1 OR kind EQUAL 2)
        _parallel_number_in(size "${bank}" size_in_bytes)
        math(EXPR bytes "${bytes} + ${size}")
      endif()
    endforeach()
    _parallel_device_memory(size ${bytes})
    list(APPEND found "${device}|${size}")
  endforeach()
  set(why "there is no /sys/class/kfd and no rocm-smi on PATH")
  if(names)
    set(why "/sys/class/kfd lists none")
  else()
    find_program(program rocm-smi PATHS /opt/rocm/bin NO_CACHE)
    if(program)
      execute_process(
        COMMAND "${program}" --showuniqueid --showmeminfo vram --csv
        OUTPUT_VARIABLE listing ERROR_QUIET TIMEOUT 60
      )
      _parallel_rocm_devices(found "${listing}")
      set(why "rocm-smi lists none")
    endif()
  endif()
  set(${devices} "${found}" PARENT_SCOPE)
  set(${reason} "${why}" PARENT_SCOPE)
endfunction()

# The same for devices of Intel with a node in /dev/dri, in the order of their
# PCI addresses, in which Level Zero counts them.
function(_parallel_find_intel devices reason root)
  set(cards "")
  file(GLOB paths "${root}/sys/class/drm/card*/device/vendor")
  foreach(path IN LISTS paths)
    file(READ "${path}" vendor)
    cmake_path(GET path PARENT_PATH device)
    cmake_path(GET device PARENT_PATH card)
    file(GLOB nodes RELATIVE "${device}/drm" "${device}/drm/renderD*")
    # Outputs such as card0-DP-1 belong to a card.
    if(NOT vendor MATCHES "^0x8086" OR NOT card MATCHES "/card[0-9]+$"
       OR nodes STREQUAL "" OR NOT EXISTS "${root}/dev/dri/${nodes}")
      continue()
    endif()
    set(bytes "")
    foreach(name IN ITEMS
        lmem_total_bytes device/tile0/physical_vram_size_bytes)
      if(bytes STREQUAL "" AND EXISTS "${card}/${name}")
        file(STRINGS "${card}/${name}" bytes LIMIT_COUNT 1)
      endif()
    endforeach()
    if(bytes MATCHES "^0x")
      math(EXPR bytes "${bytes}")
    endif()
    _parallel_device_memory(size "${bytes}")
    file(REAL_PATH "${device}" address)
    cmake_path(GET address FILENAME address)
    list(APPEND cards "${address} ${size}")
  endforeach()
  list(SORT cards)
  set(found "")
  foreach(card IN LISTS cards)
    list(LENGTH found index)
    string(REGEX REPLACE "^.* " "" size "${card}")
    list(APPEND found "${index}|${size}")
  endforeach()
  set(${devices} "${found}" PARENT_SCOPE)
  set(${reason} "/dev/dri has none of Intel" PARENT_SCOPE)
endfunction()

# Sets `out` to the number after `key` in a file of lines `<key> <number>`, or
# to 0.
function(_parallel_number_in out path key)
  set(number 0)
  if(EXISTS "${path}")
    file(STRINGS "${path}" line REGEX "^${key} [0-9]+$" LIMIT_COUNT 1)
    if(line MATCHES " ([0-9]+)$")
      set(number ${CMAKE_MATCH_1})
    endif()
  endif()
  set(${out} ${number} PARENT_SCOPE)
endfunction()

# Sets `vendor` and `devices` to the first vendor, of `vendors`, that has
# devices which the variables of that vendor leave visible, or `reason` to why
# there are none.
function(_parallel_find_devices vendor devices reason vendors)
  set(reasons "")
  set(root "$ENV{PARALLEL_TESTING_DEVICE_ROOT}")
  foreach(each IN LISTS vendors)
    cmake_language(CALL _parallel_find_${each} found why "${root}")
    foreach(variable IN LISTS _parallel_device_variables_${each})
      if(DEFINED ENV{${variable}} AND NOT found STREQUAL "")
        _parallel_visible_devices(found "${found}" "$ENV{${variable}}")
        set(why "${variable}=$ENV{${variable}} hides all")
      endif()
    endforeach()
    if(NOT found STREQUAL "")
      set(${vendor} ${each} PARENT_SCOPE)
      set(${devices} "${found}" PARENT_SCOPE)
      return()
    endif()
    string(REPLACE ";" "," why "${why}")
    list(APPEND reasons "${why}")
  endforeach()
  list(JOIN reasons ", " reasons)
  set(${devices} "" PARENT_SCOPE)
  set(${reason} "${reasons}" PARENT_SCOPE)
endfunction()

# Replaces the capacity `gpu` that is to be searched for, `search <vendors>
# <policy> <policy>`, by what this machine has. Sets, for all scripts:
#   _parallel_capacity_gpu    the devices; not defined if there are none
#   _parallel_without_device  `<policy> <reason>` if there are none
# Sets variables of ctest, which its tests inherit: those that select devices
# hide all devices, and PARALLEL_TESTING_DEVICES lets a test find the devices
# that ctest gives it.
macro(_parallel_start_devices)
  unset(_parallel_without_device)
  unset(ENV{PARALLEL_TESTING_DEVICES})
  if("${_parallel_capacity_gpu}" MATCHES "^search;([^;]*);([^;]*);([^;]*)$")
    set(_parallel_vendors "${CMAKE_MATCH_1}")
    set(_parallel_device_policy "${CMAKE_MATCH_2}")
    set(_parallel_unmarked "${CMAKE_MATCH_3}")
    unset(_parallel_capacity_gpu)
    list(REMOVE_ITEM _parallel_capacities gpu)
    if(NOT _parallel_lists)
      _parallel_declare_found_devices()
    endif()
  endif()
endmacro()

macro(_parallel_declare_found_devices)
  if("$ENV{PARALLEL_TESTING_WITHOUT_DEVICE}" MATCHES "^(skip|fail)$")
    set(_parallel_device_policy "$ENV{PARALLEL_TESTING_WITHOUT_DEVICE}")
  elseif(NOT "$ENV{PARALLEL_TESTING_WITHOUT_DEVICE}" STREQUAL "")
    _parallel_warn(
      "PARALLEL_TESTING_WITHOUT_DEVICE='$ENV{PARALLEL_TESTING_WITHOUT_DEVICE}'"
      " is ignored: it is 'skip' or 'fail'"
    )
  endif()
  string(REPLACE "," ";" _parallel_vendors "${_parallel_vendors}")
  _parallel_find_devices(_parallel_vendor _parallel_devices _parallel_item
    "${_parallel_vendors}")
  if(_parallel_devices STREQUAL "")
    set(_parallel_without_device
      "${_parallel_device_policy} there is no device: ${_parallel_item}")
  else()
    list(APPEND _parallel_capacities gpu)
    _parallel_device_ids(
      _parallel_capacity_gpu _parallel_item "${_parallel_devices}")
    set(ENV{PARALLEL_TESTING_DEVICES} "${_parallel_vendor}:${_parallel_item}")
  endif()
  if(_parallel_unmarked STREQUAL "hide")
    foreach(_parallel_item IN ITEMS nvidia amd intel)
      foreach(_parallel_name IN LISTS _parallel_device_variables_${_parallel_item})
        # An index that no device has. CMake cannot set an empty value.
        set(ENV{${_parallel_name}} -1)
      endforeach()
    endforeach()
    set(ENV{ZE_AFFINITY_MASK} 65535)
  endif()
endmacro()
