# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Reads the command line of this ctest.

# Reads the arguments of a ctest. Pure. Sets
#   <prefix>_lists       whether tests are only listed, and none will run
#   <prefix>_lists_json  whether as JSON, from which editors read source locations
#   <prefix>_jobs        the value of -j or --parallel, or empty
#   <prefix>_spec_file   the value of --resource-spec-file, or empty
#   <prefix>_timeout     the value of --timeout, or empty
#   <prefix>_only_out_of_date  whether --out-of-date selects the tests
# Since CMake 4.4, the arguments after `--` are those of the tests.
function(_parallel_parse_command_line prefix arguments)
  set(lists FALSE)
  set(lists_json FALSE)
  set(jobs "")
  set(spec_file "")
  set(timeout "")
  set(only_out_of_date FALSE)
  set(expects_jobs FALSE)
  set(expects_timeout FALSE)
  set(expects_spec_file FALSE)
  foreach(argument IN LISTS arguments)
    if(expects_jobs)
      set(expects_jobs FALSE)
      if(NOT argument MATCHES "^-")
        set(jobs "${argument}")
        continue()
      endif()
    endif()
    if(expects_spec_file)
      set(expects_spec_file FALSE)
      set(spec_file "${argument}")
    elseif(expects_timeout)
      set(expects_timeout FALSE)
      set(timeout "${argument}")
    elseif(argument STREQUAL "--"
           AND CMAKE_VERSION VERSION_GREATER_EQUAL 4.4)
      break()
    elseif(argument STREQUAL "--out-of-date")
      set(only_out_of_date TRUE)
    elseif(argument STREQUAL "--timeout")
      set(expects_timeout TRUE)
    elseif(argument MATCHES "^--timeout=(.*)$")
      set(timeout "${CMAKE_MATCH_1}")
    elseif(argument MATCHES "^(-N|--show-only.*|--print-labels)$")
      set(lists TRUE)
      if(argument MATCHES "^--show-only=json")
        set(lists_json TRUE)
      endif()
    elseif(argument MATCHES "^(-j|--parallel)$")
      set(expects_jobs TRUE)
    elseif(argument MATCHES "^(-j|--parallel=)(auto|[0-9]+)$")
      set(jobs "${CMAKE_MATCH_2}")
    elseif(argument STREQUAL "--resource-spec-file")
      set(expects_spec_file TRUE)
    elseif(argument MATCHES "^--resource-spec-file=(.*)$")
      set(spec_file "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  foreach(name IN ITEMS
    lists lists_json jobs spec_file timeout only_out_of_date
  )
    set(${prefix}_${name} "${${name}}" PARENT_SCOPE)
  endforeach()
endfunction()

# Sets, for all scripts of this ctest:
#   _parallel_lists           whether tests are only listed, and none will run
#   _parallel_will_run        whether tests will run, and need everything for it
#   _parallel_wants_location  whether the reader of a listing needs locations
#   _parallel_jobs, _parallel_user_spec_file, _parallel_timeout_option
#   _parallel_leaves_out_cases  whether ctest runs no case of discovery
# Without /proc, the command line is unknown, and tests get everything.
function(_parallel_read_command_line)
  set(arguments "")
  set(_parallel_wants_location TRUE PARENT_SCOPE)
  if(EXISTS /proc/self/cmdline)
    file(STRINGS /proc/self/cmdline arguments ENCODING UTF-8)
  endif()
  _parallel_parse_command_line(given "${arguments}")
  if(EXISTS /proc/self/cmdline)
    set(_parallel_wants_location ${given_lists_json} PARENT_SCOPE)
  endif()
  set(_parallel_will_run TRUE PARENT_SCOPE)
  if(given_lists AND NOT given_lists_json)
    set(_parallel_will_run FALSE PARENT_SCOPE)
  endif()
  set(_parallel_lists ${given_lists} PARENT_SCOPE)
  set(_parallel_jobs "${given_jobs}" PARENT_SCOPE)
  set(_parallel_user_spec_file "${given_spec_file}" PARENT_SCOPE)
  set(_parallel_timeout_option "${given_timeout}" PARENT_SCOPE)
  set(_parallel_leaves_out_cases ${given_only_out_of_date} PARENT_SCOPE)
endfunction()
