# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Writes the file that registers the cases of a manifest inside ctest.
#
# Reads option_*, base, call_name, distribution.

# Writes a file under a temporary name first, because ctest may be reading it.
function(_parallel_write_file path content)
  string(RANDOM LENGTH 8 suffix)
  file(WRITE "${path}.${suffix}" "${content}")
  file(RENAME "${path}.${suffix}" "${path}")
endfunction()

# Writes the facts that concern tests of other calls, for every ctest of the
# build tree: the locks that cases of this call only read, and the cases that
# wait for others. Reads the variables of _parallel_read_manifest():
# <prefix>_reads, <prefix>_bound, <prefix>_isolates.
function(_parallel_write_index prefix)
  string(MD5 name "${option_base}")
  _parallel_relocate(path
    "${option_binary_dir}/parallel_testing/index/${name}.cmake")
  set(reads "${${prefix}_reads}")
  list(REMOVE_DUPLICATES reads)
  set(content "${${prefix}_bound}${${prefix}_isolates}")
  foreach(key IN LISTS reads)
    string(APPEND content "_parallel_reads(${key})\n")
  endforeach()
  if(content STREQUAL "")
    file(REMOVE "${path}")
  else()
    _parallel_write_file("${path}" "${content}")
  endif()
endfunction()

# Registers only one failing test, which prints `message`.
function(_parallel_write_failure message)
  _parallel_quote(message "${option_call}: ${message}")
  _parallel_write_file(
    "${base}_tests.cmake" "_parallel_add_failing_test(${message})\n")
endfunction()

# Sets `out` to names and values of the properties of every case.
function(_parallel_common_properties out)
  set(code "")
  if(NOT option_working_directory STREQUAL "")
    string(APPEND code " WORKING_DIRECTORY \"\${_parallel_working_directory}\"")
  endif()
  _parallel_quote_items(properties option_properties)
  string(APPEND code "${properties}")
  if(NOT option_private STREQUAL "")
    set(variable PARALLEL_TESTING_PRIVATE_DIRECTORY)
    string(APPEND code " ENVIRONMENT \"${variable}=\${_parallel_private}\"")
  endif()
  set(changes "")
  foreach(kind IN ITEMS paths framework_paths)
    _parallel_library_variable(variable ${kind})
    if(variable STREQUAL "")
      continue()
    endif()
    foreach(path IN LISTS option_dl_${kind})
      cmake_path(NATIVE_PATH path path)
      list(PREPEND changes "${variable}=path_list_prepend:${path}")
    endforeach()
  endforeach()
  if(NOT changes STREQUAL "")
    _parallel_quote(changes "${changes}")
    string(APPEND code " ENVIRONMENT_MODIFICATION ${changes}")
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that let ctest see how a case ended. Without an
# adapter, the launcher reads the report of the framework. Without both, the
# output of a skipped case is the only sign, and other cases may print it.
function(_parallel_verdict_code out framework set_properties)
  _parallel_property_names(names option_properties)
  _parallel_verdict_flags(flags "${names}")
  if(option_skip_is_failure)
    string(APPEND flags "s")
  endif()
  set(selector "")
  _parallel_framework_row(row ${framework})
  if(row_option STREQUAL "" AND NOT option_launcher STREQUAL "")
    set(selector " \"\${selector}\"")
  endif()
  set(quarantine "")
  if(option_skip_is_failure)
    # The line of a failure in quarantine must still count as a skip.
    string(CONCAT quarantine
      "    if(markers MATCHES \"=quarantine\")\n"
      "      set(_parallel_flags \"${flags}q\")\n"
      "    endif()\n"
    )
  endif()
  string(CONCAT code
    "  if(NOT _parallel_lists)\n"
    "    set(_parallel_flags \"${flags}\")\n"
    "${quarantine}"
    "    _parallel_identify_test("
    "\"\${test}\" \"\${_parallel_flags}\"${selector})\n"
    "    set(\"_parallel_case_flags_\${test}\" \"\${_parallel_flags}\""
    " PARENT_SCOPE)\n"
    "  endif()\n"
  )
  _parallel_failure_code(pattern ${framework})
  if(NOT option_adapter AND NOT pattern STREQUAL "")
    set(red "FAIL_REGULAR_EXPRESSION ${pattern}")
    string(APPEND code
      "  if(NOT _parallel_lists AND NOT DEFINED"
      " \"_parallel_launch_\${markers}\")\n"
      "    ${set_properties} ${red})\n  endif()\n"
    )
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that give a case its properties.
function(_parallel_property_commands out framework)
  string(CONCAT set_properties
    "cmake_language(CALL \${_parallel_set_case_properties}"
    " \"\${test}\" PROPERTIES"
  )
  set(code "")
  _parallel_common_properties(common)
  if(NOT common STREQUAL "")
    string(APPEND code "  ${set_properties}${common})\n")
  endif()
  set(mark "${set_properties} \${_parallel_properties_\${markers}})\n")
  if(option_markers STREQUAL "")
    string(CONCAT mark
      "if(NOT markers STREQUAL \"\")\n    ${mark}  endif()\n")
  endif()
  string(APPEND code
    "  ${mark}"
    "  if(DEFINED \"_parallel_launch_\${markers}\")\n"
    "    _parallel_limit_case_time(\"\${test}\" \"\${markers}\")\n"
    "  endif()\n"
    "  if(flags MATCHES \"disabled\")\n"
    "    ${set_properties} DISABLED TRUE)\n"
    "  endif()\n"
  )
  _parallel_verdict_code(verdict ${framework} "${set_properties}")
  string(APPEND code "${verdict}")
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that look up the markers of a case from
# parallel_mark_tests(), if any case has some.
function(_parallel_mark_lookup_code out mark_code)
  set(code "")
  if(NOT mark_code STREQUAL "")
    set(variable "_parallel_marks_${call_name}_\${name}")
    string(CONCAT code
      "  if(DEFINED \"${variable}\")\n"
      "    set(markers \"\${${variable}}\")\n"
      "  endif()\n"
    )
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that add the test.
function(_parallel_add_code out framework framework_version)
  _parallel_command_code(command ${framework})
  set(reported "")
  if(option_adapter AND distribution STREQUAL "")
    set(reported " --adapter")
  elseif(NOT option_adapter)
    _parallel_report_kind(kind ${framework} "${framework_version}")
    set(reported " --framework=${kind}")
  endif()
  _parallel_starts_ranks(starts_ranks)
  if(starts_ranks)
    list(LENGTH option_launcher words)
    string(APPEND reported " --starts-ranks=${words}")
  endif()
  # The content that the report of the framework must have.
  set(count "")
  get_property(namesakes GLOBAL PROPERTY _parallel_namesakes)
  if(NOT option_adapter AND NOT namesakes STREQUAL "")
    string(APPEND reported " \${_parallel_cases}")
    string(CONCAT count
      "  set(_parallel_cases \"\")\n"
      "  if(flags MATCHES \"cases:([0-9]+)\")\n"
      "    set(_parallel_cases --cases=\${CMAKE_MATCH_1})\n"
      "  endif()\n"
    )
  endif()
  # Without the launcher, it would be a test on one rank.
  set(no_ranks "")
  get_property(has_ranks GLOBAL PROPERTY _parallel_has_ranks)
  if(has_ranks)
    if(option_adapter AND NOT distribution STREQUAL "")
      string(APPEND reported " \${_parallel_adapter}")
    endif()
    string(CONCAT no_ranks
      "  elseif(_parallel_count GREATER 0 AND NOT _parallel_lists)\n"
      "    _parallel_add_unlaunched_ranks(\"\${test}\")\n"
    )
  endif()
  string(CONCAT code
    "${count}"
    "  if(DEFINED \"_parallel_launch_\${markers}\")\n"
    "    add_test(\"\${test}\" \"\${_parallel_launcher}\""
    " \"--name=\${test}\"${reported} \${_parallel_launch_\${markers}}"
    " --${command})\n"
    "${no_ranks}"
    "  else()\n"
    "    add_test(\"\${test}\"${command})\n"
    "  endif()\n"
  )
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the definition of parallel_case(), as text, so that each case
# costs as few commands as possible when ctest loads thousands. Reads the
# variables of _parallel_check_manifest() and _parallel_read_manifest():
# <prefix>_framework, <prefix>_framework_version, <prefix>_mark_code.
function(_parallel_case_code out prefix)
  set(framework ${${prefix}_framework})
  _parallel_mark_lookup_code(lookup "${${prefix}_mark_code}")
  _parallel_add_code(add ${framework} "${${prefix}_framework_version}")
  _parallel_unit_selector_code(selector)
  _parallel_report_code(report ${framework})
  _parallel_property_commands(properties ${framework})
  _parallel_quote(test_prefix "${option_test_prefix}")
  _parallel_quote(test_suffix "${option_test_suffix}")
  set(order "")
  _parallel_property_of(cost COST option_properties)
  if(NOT cost_found)
    _parallel_unit_key_code(key)
    string(CONCAT order
      "  if(_parallel_has_costs)\n${key}"
      "    _parallel_set_cost(\"\${test}\" \"\${selector}\")\n  endif()\n")
  endif()
  _parallel_framework_row(row ${framework})
  # A case with the marker `mpi` is one test for each number of ranks.
  set(begin "")
  set(end "")
  get_property(has_ranks GLOBAL PROPERTY _parallel_has_ranks)
  if(has_ranks)
    string(CONCAT begin
      "${lookup}"
      "  set(_parallel_counts 0)\n"
      "  if(DEFINED \"_parallel_ranks_${call_name}_\${markers}\")\n"
      "    set(_parallel_counts"
      " \"\${_parallel_ranks_${call_name}_\${markers}}\")\n"
      "  endif()\n"
      "  _parallel_begin_ranks()\n"
      "  foreach(_parallel_count IN LISTS _parallel_counts)\n"
      "  _parallel_take_count()\n"
    )
    set(lookup "")
    string(CONCAT end
      "  list(APPEND _parallel_ranked \"\${test}\")\n"
      "  endforeach()\n"
      "  string(CONCAT test ${test_prefix} \"\${_parallel_case_name}\""
      " ${test_suffix})\n"
      "  _parallel_end_ranks()\n"
    )
  endif()
  string(CONCAT code
    "function(parallel_case name selector line markers flags)\n"
    "${begin}"
    "  string(CONCAT test ${test_prefix} \"\${name}\" ${test_suffix})\n"
    "  if(DEFINED \"_parallel_test_\${test}\")\n"
    "    _parallel_free_name(test)\n"
    "  endif()\n"
    "  set(\"_parallel_test_\${test}\" 1 PARENT_SCOPE)\n"
    "${selector}"
    "${report}"
    "${lookup}"
    "${add}"
    "${properties}"
    "${order}"
    "  if(_parallel_wants_location)\n"
    "    _parallel_set_location(\"\${test}\" \${line} ${row_macro})\n"
    "  endif()\n"
    "${end}"
    "endfunction()\n"
  )
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the definitions with which a ctest that only lists the tests
# adds them without parallel_case(); empty if it must call that. Reads what
# _parallel_case_code() reads.
function(_parallel_listed_code out prefix)
  set(${out} "" PARENT_SCOPE)
  set(framework ${${prefix}_framework})
  _parallel_report_code(report ${framework})
  _parallel_command_code(command ${framework})
  get_property(has_ranks GLOBAL PROPERTY _parallel_has_ranks)
  # Brackets would end an argument; the other two mean something in a template.
  if(has_ranks OR NOT option_adapter OR NOT report STREQUAL ""
     OR "${option_test_prefix}${option_test_suffix}" MATCHES "[][]"
     OR "${option_test_prefix}${option_test_suffix}${command}" MATCHES "[@\\]")
    return()
  endif()
  _parallel_framework_row(row ${framework})
  set(selector "\"${row_option}\${selector}\"")
  set(listed_selector "[=[${row_option}@2]=]")
  string(REPLACE "${selector}" "${listed_selector}" command "${command}")
  set(test "[=[${option_test_prefix}@1${option_test_suffix}]=]")
  set(add "add_test(${test}${command})")
  set(mark "\n_parallel_list_properties(${test} [=[@1]=]")
  set(marked "${add}${mark} [=[@3]=] [=[@4]=])")
  _parallel_mark_lookup_code(lookup "${${prefix}_mark_code}")
  _parallel_common_properties(common)
  if(NOT "${lookup}${common}${option_markers}" STREQUAL "")
    string(APPEND add "${mark} \"\" \"\")")
  endif()
  _parallel_quote(test_prefix "${option_test_prefix}")
  _parallel_quote(test_suffix "${option_test_suffix}")
  string(CONCAT code
    "set(_parallel_listed_prefix ${test_prefix})\n"
    "set(_parallel_listed_suffix ${test_suffix})\n"
  )
  foreach(kind IN ITEMS add marked)
    string(REGEX REPLACE "@([1-4])" "\\\\\\1" text "${${kind}}")
    _parallel_quote(text "${text}")
    string(REPLACE add "" name "_${kind}")
    string(REGEX REPLACE "^_$" "" name "${name}")
    string(APPEND code "set(_parallel_listed${name}_case ${text})\n")
  endforeach()
  _parallel_property_commands(properties ${framework})
  string(APPEND code
    "function(_parallel_list_properties test name markers flags)\n"
    "${lookup}${properties}endfunction()\n"
  )
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Writes the file that registers the cases of the manifest. Reads the variables
# of _parallel_check_manifest() and _parallel_read_manifest():
# <prefix>_case_count, <prefix>_property_code, <prefix>_mark_code, and those
# that _parallel_case_code() reads.
function(_parallel_write_tests prefix)
  string(CONCAT content
    "# Written by ${option_call}: ${${prefix}_case_count} test cases.\n")
  foreach(name IN ITEMS executable working_directory private)
    if(NOT option_${name} STREQUAL "")
      _parallel_path_code(
        code _parallel_${name} "${option_${name}}" "${base}")
      string(APPEND content "${code}")
    endif()
  endforeach()
  _parallel_program_key(program)
  _parallel_quote_items(starter option_mpi_starter)
  string(APPEND content
    "set(_parallel_program ${program})\n"
    "set(_parallel_mpi${starter})\n"
    "unset(_parallel_launch_)\n"
    "${${prefix}_property_code}${${prefix}_mark_code}"
  )
  _parallel_uses_launcher(launches)
  if(launches)
    set(markers "${option_markers}")
    if(option_isolate_fixed_ports)
      include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../pure/Markers.cmake")
      _parallel_isolate_fixed_ports(markers "${markers}")
    endif()
    if(option_pinning)
      include("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../pure/Markers.cmake")
      _parallel_pin_threads(markers "${markers}")
    endif()
    list(JOIN markers "," markers)
    _parallel_quote(markers "${markers}")
    string(APPEND content
      "_parallel_launch_list(_parallel_launch_ _parallel_properties_"
      " ${markers})\n"
    )
  endif()
  foreach(property IN ITEMS
    TIMEOUT
    TIMEOUT_AFTER_MATCH
    TIMEOUT_SIGNAL_NAME
    TIMEOUT_SIGNAL_GRACE_PERIOD
  )
    _parallel_property_of(value ${property} option_properties)
    string(TOLOWER "${property}" variable)
    _parallel_quote(value "${value}")
    string(APPEND content "set(_parallel_case_${variable} ${value})\n")
  endforeach()
  _parallel_case_code(code ${prefix})
  string(APPEND content "${code}")
  _parallel_listed_code(code ${prefix})
  string(APPEND content "${code}")
  _parallel_quote(manifest "${call_name}_manifest.cmake")
  _parallel_quote(test_prefix "${option_test_prefix}")
  _parallel_quote(test_suffix "${option_test_suffix}")
  string(APPEND content
    "_parallel_load_manifest(${manifest})\n"
    "_parallel_set_test_list(${option_test_list} ${test_prefix} ${test_suffix})\n"
  )
  _parallel_write_file("${base}_tests.cmake" "${content}")
endfunction()
