# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What the command line of this ctest asks for.

block(SCOPE_FOR POLICIES)
cmake_policy(VERSION 3.25...4.0)

# Reads the arguments of a ctest. Pure. Sets
#   lists         tests are only listed, none will run
#   lists_json    as JSON, which is what editors read source locations from
#   jobs          what was given to -j or --parallel, or nothing
#   spec_file     what was given to --resource-spec-file, or nothing
#   timeout       what was given to --timeout, or nothing
function(_parallel_parse_command_line arguments)
  set(lists FALSE)
  set(lists_json FALSE)
  set(jobs "")
  set(spec_file "")
  set(timeout "")
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
  foreach(name IN ITEMS lists lists_json jobs spec_file timeout)
    set(${name} "${${name}}" PARENT_SCOPE)
  endforeach()
endfunction()

# Sets, for all scripts of this ctest:
#   _parallel_will_run        tests will run, so they need what only counts then
#   _parallel_wants_location  somebody will read source locations
#   _parallel_jobs, _parallel_user_spec_file, _parallel_timeout_option
# Without /proc the command line is unknown and everything is wanted.
macro(_parallel_read_command_line)
  set(_parallel_arguments "")
  set(_parallel_wants_location TRUE)
  if(EXISTS /proc/self/cmdline)
    file(STRINGS /proc/self/cmdline _parallel_arguments ENCODING UTF-8)
    set(_parallel_wants_location FALSE)
  endif()
  _parallel_parse_command_line("${_parallel_arguments}")
  if(lists_json)
    set(_parallel_wants_location TRUE)
  endif()
  set(_parallel_will_run TRUE)
  if(lists AND NOT lists_json)
    set(_parallel_will_run FALSE)
  endif()
  set(_parallel_lists ${lists})
  set(_parallel_jobs "${jobs}")
  set(_parallel_user_spec_file "${spec_file}")
  set(_parallel_timeout_option "${timeout}")
endmacro()

endblock()
