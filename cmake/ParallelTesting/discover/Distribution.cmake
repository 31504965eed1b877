# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# DIST and BATCH: which cases share a process. The adapter in the executable
# decides that with a plan that it receives, and writes the lists of cases that
# share a process to <base>_units.txt.
#
# Reads option_*, mark_*, call_name, distribution.

# Sets `out` to the option that makes cases share a process, for messages; empty
# if each case has its own process.
function(_parallel_find_distribution out)
  set(text "")
  if(mark_count GREATER 0)
    math(EXPR last "${mark_count} - 1")
    foreach(index RANGE ${last})
      if(NOT "${mark_${index}_dist}" MATCHES "^(load)?$")
        string(CONCAT text
          "DIST ${mark_${index}_dist} of ${mark_${index}_call}(${option_target})")
      endif()
    endforeach()
  endif()
  if("${option_batch}" GREATER 1 OR "${option_batch}" STREQUAL "auto")
    set(text "BATCH ${option_batch}")
  endif()
  if(NOT "${option_dist}" MATCHES "^(load)?$")
    set(text "DIST ${option_dist}")
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Writes the plan for the executable that will write `manifest`, and passes its
# location.
function(_parallel_hand_over_plan manifest)
  if(distribution STREQUAL "")
    unset(ENV{PARALLEL_TESTING_MANIFEST_PLAN})
    return()
  endif()
  set(dist "${option_dist}")
  if(dist STREQUAL "")
    set(dist load)
  endif()
  set(batch "${option_batch}")
  if(batch STREQUAL "")
    set(batch 1)
  endif()
  set(plan "parallel_testing_plan 1\n")
  _parallel_append_plan_line(plan dist "${dist}")
  _parallel_append_plan_line(plan batch "${batch}")
  if(batch STREQUAL "auto")
    _parallel_append_plan_line(plan times
      "${option_binary_dir}/Testing/ParallelTesting/case_times.txt")
  endif()
  if(option_isolated)
    _parallel_append_plan_line(plan isolated yes)
  endif()
  _parallel_append_plan_line(plan source "${option_source_dir}")
  _parallel_append_plan_line(plan build "${option_binary_dir}")
  _parallel_append_plan_line(plan units "${manifest}.units")
  _parallel_append_plan_line(plan prefix "${option_test_prefix}")
  _parallel_append_plan_line(plan suffix "${option_test_suffix}")
  set(index 0)
  while(index LESS mark_count)
    set(markers ${mark_${index}_markers} ${mark_${index}_private})
    _parallel_append_plan_line(plan mark
      "${mark_${index}_glob}" "${markers}" "${mark_${index}_dist}"
      ${mark_${index}_isolated}
    )
    math(EXPR index "${index} + 1")
  endwhile()
  file(WRITE "${manifest}.plan" "${plan}")
  set(ENV{PARALLEL_TESTING_MANIFEST_PLAN} "${manifest}.plan")
endfunction()

# Appends a line with fields between tabs to the plan in `variable`.
function(_parallel_append_plan_line variable what)
  set(line "${what}")
  math(EXPR last "${ARGC} - 1")
  foreach(index RANGE 2 ${last})
    set(field "${ARGV${index}}")
    _parallel_as_field(field)
    string(APPEND line "\t${field}")
  endforeach()
  set(${variable} "${${variable}}${line}\n" PARENT_SCOPE)
endfunction()

# Moves the lists of cases that came with `manifest` to `units`. The adapter of
# a fake executable writes none.
function(_parallel_place_units manifest units)
  if(EXISTS "${manifest}.units")
    file(RENAME "${manifest}.units" "${units}")
  else()
    file(REMOVE "${units}")
  endif()
endfunction()

# Sets `out` to the commands that complete the selector of a unit: its list is
# beside the generated file.
function(_parallel_unit_selector_code out)
  set(code "")
  if(NOT distribution STREQUAL "")
    _parallel_quote(name "${call_name}_units.txt")
    set(strict "")
    if(option_skip_is_failure)
      set(strict "!")
    endif()
    string(CONCAT code
      "  if(flags MATCHES \"unit\")\n"
      "    string(CONCAT selector"
      " \"\${selector}${strict}:\${_parallel_here}/\" ${name})\n"
      "  endif()\n"
    )
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()

# Sets `out` to the commands that compute the key of a unit in the times of
# earlier runs: the location of its list may change.
function(_parallel_unit_key_code out)
  set(code "")
  if(NOT distribution STREQUAL "")
    string(CONCAT code
      "    if(flags MATCHES \"unit\")\n"
      "      set(selector \"@\${name}\")\n"
      "    endif()\n"
    )
  endif()
  set(${out} "${code}" PARENT_SCOPE)
endfunction()
