# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The only table of markers in CMake, the labels, and suggestions for misspelt
# words. lib/src/markers/marker.hpp has the same words and forms; a unit test of
# the library compares both. Tags.cmake judges Catch2 tags. Pure.
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/Nearest.cmake")

# Sets `out` to the table. A row is
#
#   <word>|<form>=<result>,<form>=<result>...|<rule>|<meaning>
#
# form     The text after the word and a colon; empty for the word alone. <name>
#          and <group> are names; <count>, <1-99>, <seconds> and <size> are
#          numbers; <ranks> are numbers between commas; others are words. Only the launcher can obey forms after `*`.
# result   What CTest gets; %0 is the marker, %1 and %2 are its arguments:
#            <property> <value>            a property of the test
#            lock <key>                    a lock that others may share
#            share <key>                   shares such a lock
#            request <capacity> <amount>   units of a capacity; for devices see
#                                          Requests.cmake
#            RANKS <counts>                multiplies PROCESSORS
#            nothing
# rule     `once`: two different markers of this kind contradict each other.
#          `declared`: another call must declare the name.
# meaning  Of the word alone, if a tag may be that word by chance.
function(_parallel_marker_table out)
  set(${out}
    "no_parallel|=RUN_SERIAL TRUE,<group>=lock lock:%1||"
    "serial|=RUN_SERIAL TRUE||nothing else runs meanwhile"
    "lock|<name>=lock lock:%1,<name>:shared=share lock:%1,\
<name>:cluster=lock lock:%1,<name>:shared:cluster=share lock:%1||"
    "port|<1-65535>=RESOURCE_LOCK %0||"
    "ports|=request ports 1,<1-10000>=request ports %1|once|needs a free port"
    "database|=request databases 1,<name>=lock database:%1,\
<name>:shared=share database:%1,<name>:cluster=lock database:%1,\
<name>:shared:cluster=share database:%1||creates its own database"
    "resource|<name>=request %1 1,<name>:<count>=request %1 %2|declared|"
    "memory|<size>=request memory %1,*<size>:hard=request memory %1|once|"
    "gpu|=request gpu 1d,<1-99>=request gpu %1d,\
memory:<size>=request gpu %1M,share:<1-100>=request gpu %1p|once|\
has a device alone"
    "threads|<1-9999>=PROCESSORS %1,*<1-9999>:pinned=PROCESSORS %1|once|"
    "mpi|*<ranks>=RANKS %1|once|"
    "timeout|<seconds>=TIMEOUT %1|once|"
    "fixture|<name>=FIXTURES_REQUIRED %1|declared|"
    "group|<name>=nothing|once|"
    "flaky|<1-99>=LABELS %0|once|"
    "supervised|*=nothing||is run by the launcher"
    "isolate|*=RESOURCE_LOCK isolate:network isolate:tmp isolate:ipc,\
*network=RESOURCE_LOCK %0,*tmp=RESOURCE_LOCK %0,*ipc=RESOURCE_LOCK %0,\
*pid=RESOURCE_LOCK %0||has its own network, /tmp and shared memory"
    "leak|*fail=nothing,*warn=nothing,*allow=nothing|once|"
    "grace|*<seconds>=nothing|once|"
    PARENT_SCOPE
  )
endfunction()

# Sets `out` to the labels that need no declaration.
function(_parallel_builtin_labels out)
  set(${out}
    unit integration slow fast auth api db network smoke e2e
    PARENT_SCOPE
  )
endfunction()

# Sets <prefix>_forms to the list of `<form>=<result>` of a word (empty if no
# marker has the word), <prefix>_patterns to a regular expression for each form,
# and <prefix>_rule. Caches them, because a target may have a marker for each of
# its cases.
function(_parallel_marker_row prefix word)
  set(property "_parallel_marker_row_${word}")
  get_property(rule GLOBAL PROPERTY "${property}")
  if("${rule}" STREQUAL "")
    _parallel_read_row(row "${word}")
    # Never empty, so that each word is looked up only once.
    set(rule "${row_rule} ")
    set_property(GLOBAL PROPERTY "${property}" "${rule}")
    set_property(GLOBAL PROPERTY "${property}_forms" "${row_forms}")
    set_property(GLOBAL PROPERTY "${property}_patterns" "${row_patterns}")
  endif()
  get_property(forms GLOBAL PROPERTY "${property}_forms")
  get_property(patterns GLOBAL PROPERTY "${property}_patterns")
  set(${prefix}_forms "${forms}" PARENT_SCOPE)
  set(${prefix}_patterns "${patterns}" PARENT_SCOPE)
  set(${prefix}_rule "${rule}" PARENT_SCOPE)
endfunction()

# Sets the same variables from the table, and <prefix>_meaning.
function(_parallel_read_row prefix word)
  _parallel_marker_table(table)
  string(FIND ";${table}" ";${word}|" at)
  set(row "")
  if(at GREATER_EQUAL 0)
    string(SUBSTRING "${table}" ${at} -1 row)
  endif()
  string(REGEX MATCH "^[^|]*[|]([^|]*)[|]([^|]*)[|]([^;]*)" row "${row}")
  string(REPLACE "," ";" forms "${CMAKE_MATCH_1}")
  set(rule "${CMAKE_MATCH_2}")
  set(meaning "${CMAKE_MATCH_3}")
  set(count "([1-9][0-9]?[0-9]?[0-9]?[0-9]?[0-9]?[0-9]?[0-9]?[0-9]?)")
  set(patterns "")
  foreach(form IN LISTS forms)
    string(REGEX REPLACE "^[*]?([^=]*)=.*" ":\\1" pattern "${form}")
    string(REGEX REPLACE ":$" "" pattern "${pattern}")
    string(REGEX REPLACE
      "<name>|<group>" "([A-Za-z0-9_.-]+)" pattern "${pattern}")
    string(REGEX REPLACE "<count>|<1-[0-9]+>" "${count}" pattern "${pattern}")
    string(REPLACE "<seconds>" "([0-9]+([.][0-9]+)?)" pattern "${pattern}")
    string(REPLACE "<ranks>"
      "([1-9][0-9]?[0-9]?[0-9]?(,[1-9][0-9]?[0-9]?[0-9]?)*)" pattern "${pattern}")
    string(REPLACE "<size>" "${count}(B|KB|MB|GB|KiB|MiB|GiB)"
      pattern "${pattern}")
    list(APPEND patterns "^${pattern}$")
  endforeach()
  foreach(name IN ITEMS forms patterns rule meaning)
    set(${prefix}_${name} "${${name}}" PARENT_SCOPE)
  endforeach()
endfunction()

# Sets `out` to the words of markers: `all`, those with a rule such as
# `declared`, or those that are markers `alone`.
function(_parallel_marker_words out which)
  _parallel_marker_table(words)
  if(which STREQUAL "alone")
    list(FILTER words INCLUDE REGEX "^[^|]*[|][*]?=")
  elseif(NOT which STREQUAL "all")
    list(FILTER words INCLUDE REGEX "^[^|]*[|][^|]*[|]${which}[|]")
  endif()
  list(TRANSFORM words REPLACE "[|].*" "")
  set(${out} "${words}" PARENT_SCOPE)
endfunction()

# Sets `out` to a regular expression for a marker whose name another call
# declares. CMAKE_MATCH_1 is its word, CMAKE_MATCH_2 the name.
function(_parallel_declared_name_pattern out)
  _parallel_marker_words(words declared)
  list(JOIN words "|" words)
  set(${out} "^(${words}):([^:]+)" PARENT_SCOPE)
endfunction()

# Sets `out` to the syntax of the markers with this word, for messages; empty if
# there are none.
function(_parallel_marker_usage out word)
  _parallel_read_row(row "${word}")
  set(usage "")
  foreach(form IN LISTS row_forms)
    string(REGEX REPLACE "^[*]?([^=]*)=.*" ":\\1" form "${form}")
    string(REGEX REPLACE ":$" "" form "${form}")
    list(APPEND usage "${word}${form}")
  endforeach()
  list(LENGTH usage count)
  if(count GREATER 1)
    list(POP_BACK usage last)
    list(JOIN usage ", " usage)
    string(APPEND usage " or ${last}")
  endif()
  if(usage MATCHES "<size>")
    string(APPEND usage
      "; a size is a number and B, KB, MB, GB, KiB, MiB or GiB")
  endif()
  set(${out} "${usage}" PARENT_SCOPE)
endfunction()

# Sets `problem` to what is wrong with a label that is being declared; empty if
# nothing is.
function(_parallel_check_label problem label)
  set(${problem} "" PARENT_SCOPE)
  string(LENGTH "${label}" length)
  _parallel_marker_words(words alone)
  if(NOT label MATCHES "^[A-Za-z0-9_.-]+$" OR length GREATER 100)
    set(${problem}
      "'${label}' cannot be a label: a label has 1 to 100 of A-Z a-z 0-9 _ . -"
      PARENT_SCOPE
    )
  elseif(label IN_LIST words)
    set(${problem}
      "'${label}' cannot be a label: it is a marker"
      PARENT_SCOPE
    )
  endif()
endfunction()

# Sets `out` to the message about a marker whose property is `unknown` or
# `malformed`.
function(_parallel_marker_problem out property marker labels)
  string(REGEX REPLACE ":.*" "" head "${marker}")
  if(property STREQUAL "malformed")
    _parallel_marker_usage(usage ${head})
    set(text "malformed marker '${marker}': write ${usage}")
    if(NOT marker MATCHES ":")
      string(APPEND text
        ". A plain label must be declared: "
        "parallel_declare_labels(${marker})"
      )
    endif()
  else()
    _parallel_marker_words(names all)
    _parallel_nearest(nearest "${head}" ${names} ${labels})
    if(nearest)
      string(REGEX REPLACE "^[^:]+" "${nearest}" nearest "${marker}")
      set(text "unknown marker '${marker}', did you mean '${nearest}'?")
    else()
      set(text "unknown marker '${marker}'.")
    endif()
    if(NOT marker MATCHES ":")
      string(APPEND text
        " A label must be declared: parallel_declare_labels(${marker})")
    endif()
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()
