# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Runs the executable to get a manifest.
#
# Reads option_*, base, starts_ranks, test_directory.

# Writes the manifest of the executable to the file `manifest`. Sets `out` to
# why that failed; empty if it did not.
function(_parallel_list_cases out manifest)
  if(NOT IS_DIRECTORY "${test_directory}")
    set(${out}
      "the working directory does not exist\n  directory: ${test_directory}"
      PARENT_SCOPE
    )
    return()
  endif()
  if(option_adapter)
    _parallel_ask_adapter(failure "${manifest}")
  elseif(option_framework)
    _parallel_include_framework(${option_framework})
    cmake_language(
      CALL _parallel_list_${option_framework} failure is_found "${manifest}")
  else()
    _parallel_list_any(failure "${manifest}")
  endif()
  set(${out} "${failure}" PARENT_SCOPE)
endfunction()

# Includes the code for a framework.
macro(_parallel_include_framework name)
  include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/frameworks/${name}/Command.cmake")
  include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/frameworks/${name}/Listing.cmake")
endmacro()

# Tries the frameworks one after another. Sets `out` to why none of them works;
# empty if one does. Frameworks that would run all tests when they are asked in
# the language of another one have a sign, by which they are found first.
function(_parallel_list_any out manifest)
  _parallel_frameworks(names)
  set(silent "")
  foreach(name IN LISTS names)
    _parallel_framework_row(row ${name})
    if(row_sign STREQUAL "")
      list(APPEND silent ${name})
      continue()
    endif()
    _parallel_has_sign(is_found "${row_sign}")
    if(is_found)
      _parallel_include_framework(${name})
      cmake_language(
        CALL _parallel_list_${name} failure is_found "${manifest}")
      set(${out} "${failure}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  set(first_failure "")
  set(titles "")
  foreach(name IN LISTS silent)
    _parallel_include_framework(${name})
    cmake_language(CALL _parallel_list_${name} failure is_found "${manifest}")
    if(is_found)
      set(${out} "${failure}" PARENT_SCOPE)
      return()
    endif()
    if(first_failure STREQUAL "" AND name STREQUAL "googletest")
      set(first_failure "${failure}")
    endif()
  endforeach()
  if(first_failure STREQUAL "")
    foreach(name IN LISTS names)
      _parallel_framework_row(row ${name})
      list(APPEND titles "${row_title}")
    endforeach()
    list(JOIN titles ", " titles)
    _parallel_adapter_names(adapters or)
    string(CONCAT first_failure
      "the executable lists its cases as none of these frameworks does: "
      "${titles}\n"
      "  executable: ${option_executable}\n"
      "  remedy: link ${adapters}, or register it with parallel_add_test()"
    )
  endif()
  set(${out} "${first_failure}" PARENT_SCOPE)
endfunction()

# Sets `out` to whether the executable contains the text `sign`.
function(_parallel_has_sign out sign)
  execute_process(
    COMMAND grep -q -a -F -e "${sign}" "${option_executable}"
    RESULT_VARIABLE result
    OUTPUT_QUIET ERROR_QUIET
  )
  set(${out} FALSE PARENT_SCOPE)
  if(result STREQUAL "0")
    set(${out} TRUE PARENT_SCOPE)
  endif()
endfunction()

# Sets `out` to what is wrong with options that only this framework has; empty
# if nothing is.
function(_parallel_check_framework_options out framework)
  _parallel_include_framework(${framework})
  set(problem "")
  if(COMMAND _parallel_${framework}_check_options)
    cmake_language(CALL _parallel_${framework}_check_options problem)
  endif()
  set(${out} "${problem}" PARENT_SCOPE)
endfunction()

# Runs an executable with an adapter, which writes the manifest itself. Sets
# `out` to why it does not; empty if it does.
function(_parallel_ask_adapter out manifest)
  set(ENV{PARALLEL_TESTING_MANIFEST} "${manifest}")
  set(words "")
  if(option_no_pretty_types)
    list(APPEND words no_pretty_types)
  endif()
  if(option_no_pretty_values)
    list(APPEND words no_pretty_values)
  endif()
  if(option_tags_are_not_markers)
    list(APPEND words tags_are_not_markers)
  endif()
  list(JOIN words "," words)
  set(ENV{PARALLEL_TESTING_MANIFEST_OPTIONS} "${words}")
  _parallel_hand_over_plan("${manifest}")
  set(ENV{PARALLEL_TESTING_MANIFEST_SOURCES} "${base}_sources.txt")
  _parallel_include_framework(${option_adapter})
  _parallel_listing_arguments(arguments ${option_adapter})
  _parallel_run_listing(listing "" option_discovery_extra_args ${arguments})
  unset(ENV{PARALLEL_TESTING_MANIFEST})
  file(REMOVE "${manifest}.plan")
  set(failure "${listing_failure}")
  if(failure STREQUAL "" AND NOT EXISTS "${manifest}")
    string(CONCAT failure
      "the executable ended without writing its list of cases\n"
      "  executable: ${option_executable}\n"
      "  remedy: main() must call the framework before it returns, whatever "
      "its arguments and environment"
    )
    _parallel_append_output(failure "${listing_output}")
  endif()
  set(${out} "${failure}" PARENT_SCOPE)
endfunction()

# Runs the executable with the arguments after `extra` and those in the list
# `extra`, if it is not empty. Sets
#   <prefix>_output, <prefix>_errors  its stdout and stderr
#   <prefix>_result                   its exit code, or what ended it
#   <prefix>_failure                  why its output is not a listing, or empty.
#                                     Results other than 0 are failures unless
#                                     they match `accepted`
function(_parallel_run_listing prefix accepted extra)
  set(program "")
  _parallel_append_item(program "${option_executable}")
  set(given "")
  set(index 3)
  while(index LESS ARGC)
    _parallel_append_item(given "${ARGV${index}}")
    math(EXPR index "${index} + 1")
  endwhile()
  # One process lists the cases.
  set(before "${option_launcher}")
  if(starts_ranks AND NOT option_crosscompiling)
    set(before "")
  endif()
  _parallel_quote_items(
    command before program given ${extra})
  set(output "")
  set(errors "")
  cmake_language(EVAL CODE "
    execute_process(
      COMMAND${command}
      WORKING_DIRECTORY \"\${test_directory}\"
      TIMEOUT \${option_discovery_timeout}
      RESULT_VARIABLE result
      OUTPUT_VARIABLE output
      ERROR_VARIABLE errors
    )"
  )
  set(${prefix}_output "${output}" PARENT_SCOPE)
  set(${prefix}_errors "${errors}" PARENT_SCOPE)
  set(${prefix}_result "${result}" PARENT_SCOPE)
  set(${prefix}_failure "" PARENT_SCOPE)
  if(result STREQUAL "0"
     OR (NOT accepted STREQUAL "" AND result MATCHES "${accepted}"))
    return()
  endif()
  list(JOIN given " " arguments)
  _parallel_from_item(arguments)
  set(launcher "")
  foreach(item IN LISTS before)
    _parallel_from_item(item)
    string(APPEND launcher "${item} ")
  endforeach()
  if(result MATCHES "[Tt]imeout")
    _parallel_end_children()
    set(reason "no answer within ${option_discovery_timeout} seconds")
    set(remedy "increase DISCOVERY_TIMEOUT, or find out what it waits for")
  elseif(result MATCHES "^-?[0-9]+$")
    set(reason "exit code ${result}")
    set(remedy "run the command in a shell")
  else()
    set(reason "${result}")
    set(remedy "run the command in a shell")
  endif()
  if(option_crosscompiling)
    string(CONCAT remedy
      "the target is cross-compiled: set its CROSSCOMPILING_EMULATOR, or use "
      "DISCOVERY_MODE PRE_TEST and run ctest where the executable can run"
    )
  endif()
  string(STRIP "${launcher}${option_executable} ${arguments}" command)
  string(CONCAT text
    "listing the test cases failed: ${reason}\n"
    "  command: ${command}\n"
    "  directory: ${test_directory}\n"
    "  remedy: ${remedy}"
  )
  _parallel_append_output(text "${output}${errors}")
  set(${prefix}_failure "${text}" PARENT_SCOPE)
endfunction()

# Ends all processes that this one started, and those that they started: at a
# timeout, execute_process() of CMake 3.31 leaves the program running.
function(_parallel_end_children)
  execute_process(
    COMMAND sh -c "
      end() (
        for child in \$(cat /proc/$1/task/*/children 2>/dev/null); do
          if [ $child != $$ ]; then
            end $child
            kill -s KILL $child 2>/dev/null
          fi
        done
      )
      end $PPID"
    OUTPUT_QUIET ERROR_QUIET
  )
endfunction()

# Appends the end of the output of a program to the message in `variable`.
function(_parallel_append_output variable output)
  string(STRIP "${output}" output)
  string(LENGTH "${output}" length)
  if(length GREATER 4000)
    math(EXPR start "${length} - 4000")
    string(SUBSTRING "${output}" ${start} -1 output)
    string(PREPEND output "...")
  endif()
  if(output STREQUAL "")
    set(output "(none)")
  endif()
  string(REPLACE "\n" "\n    " output "${output}")
  set(${variable} "${${variable}}\n  output:\n    ${output}" PARENT_SCOPE)
endfunction()

# Prepends DL_PATHS and DL_FRAMEWORK_PATHS to the search paths of the listing.
function(_parallel_set_library_paths)
  foreach(kind IN ITEMS paths framework_paths)
    _parallel_library_variable(variable ${kind})
    if(option_dl_${kind} STREQUAL "" OR variable STREQUAL "")
      continue()
    endif()
    cmake_path(CONVERT "$ENV{${variable}}" TO_CMAKE_PATH_LIST present)
    set(paths ${option_dl_${kind}} ${present})
    cmake_path(CONVERT "${paths}" TO_NATIVE_PATH_LIST paths)
    set(ENV{${variable}} "${paths}")
  endforeach()
endfunction()

# Sets `out` to the environment variable with the search paths of this system
# for libraries (`kind` is paths) or frameworks (framework_paths); empty if
# there is none.
function(_parallel_library_variable out kind)
  set(variable LD_LIBRARY_PATH)
  if(CMAKE_HOST_WIN32)
    set(variable PATH)
  elseif(CMAKE_HOST_APPLE)
    set(variable DYLD_LIBRARY_PATH)
  endif()
  if(kind STREQUAL "framework_paths")
    set(variable "")
    if(CMAKE_HOST_APPLE)
      set(variable DYLD_FRAMEWORK_PATH)
    endif()
  endif()
  set(${out} "${variable}" PARENT_SCOPE)
endfunction()
