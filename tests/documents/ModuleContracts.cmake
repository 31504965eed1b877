# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The modules below cmake/ keep their contracts:
#   * policies are set by the files that CMake, a build or ctest reads first;
#     what these include inherits them
#   * a function or macro uses no name of its caller that its first comment, or
#     the comment at the top of its file, does not list. `arg_*` and
#     `<prefix>_text` in a comment stand for all names that begin or end so.
#   * no two functions have one name: the last one read would replace the others
# The second one reads text, not CMake: a name belongs to the function when the
# function mentions it outside of references, or hands its beginning, a prefix, to
# another function. ROOT is the source tree.
cmake_policy(VERSION 3.25...4.0)

# The files that set policies: of configuring, of ctest, and of the build.
set(entry_files
  ParallelTesting.cmake
  ParallelTesting/ctest/Run.cmake
  ParallelTesting/discover/Discover.cmake
)
# Variables of CMake, of the project, and of the run that ctest is.
set(common_names "^(ARG[CVN][0-9]*|CMAKE_.*|CTEST_.*|PROJECT_.*\
|PARALLEL_TESTING_.*|ParallelTesting_.*|_parallel_.*|ENV|.*_)$")

set(problems "")

# Sets `out` to whether the words of comments `words` list `name`.
function(is_listed out name words)
  set(${out} FALSE PARENT_SCOPE)
  foreach(word IN LISTS words)
    string(REGEX REPLACE "<[a-z_]*>|[*]" "[A-Za-z0-9_]+" pattern "${word}")
    if(name STREQUAL word OR name MATCHES "^${pattern}$")
      set(${out} TRUE PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# Sets `out` to the words of a comment that can list names.
function(words_of out comment)
  string(REGEX MATCHALL "[A-Za-z0-9_<>*]+" words "${comment}")
  list(FILTER words EXCLUDE REGEX "^([*]+|<[a-z_]*>)$")
  set(${out} "${words}" PARENT_SCOPE)
endfunction()

# Sets `used` to the variables that `body` reads and `own` to the words it has
# where a variable is set.
function(names_of used own body)
  set(reads "")
  string(REGEX MATCHALL "[$]{[A-Za-z0-9_]+}" references "${body}")
  list(TRANSFORM references REPLACE "[$]{|}" "")
  string(REGEX MATCHALL "IN LISTS [A-Za-z0-9_ ]+" lists "${body}")
  list(TRANSFORM lists REPLACE "IN LISTS |ITEMS.*" "")
  string(REPLACE " " ";" lists "${lists}")
  set(rest "${body}")
  string(REGEX REPLACE "\"[^\"]*\"" "" rest "${rest}")
  string(REGEX REPLACE "[$]{[^}]*}|[A-Za-z0-9_]+::[A-Za-z0-9_]+" "" rest "${rest}")
  string(REGEX MATCHALL "(if|while)\\([^\n]*" conditions "${rest}")
  string(REGEX MATCHALL "[A-Za-z0-9_]+" conditions "${conditions}")
  list(FILTER conditions EXCLUDE REGEX "^(if|while|[A-Z0-9_]*|_.*|.)$")
  string(REGEX REPLACE "(IN LISTS|(if|while)\\()[^\n]*" "" rest "${rest}")
  string(REGEX MATCHALL "[A-Za-z0-9_]+" words "${rest}")
  list(REMOVE_DUPLICATES words)
  set(reads ${references} ${lists} ${conditions})
  list(REMOVE_DUPLICATES reads)
  list(FILTER reads EXCLUDE REGEX "${common_names}")
  set(${used} "${reads}" PARENT_SCOPE)
  set(${own} "${words}" PARENT_SCOPE)
endfunction()

# Adds a problem for each name that the function `signature` of `file` uses and
# does not list.
function(check_function kind signature body words file)
  string(REGEX MATCHALL "[A-Za-z0-9_]+" parameters "${signature}")
  list(POP_FRONT parameters name)
  get_property(other GLOBAL PROPERTY defined_${name})
  if(other AND NOT signature MATCHES "^ *[$]")
    string(APPEND problems
      "  cmake/${file}: ${name}() is also a function of cmake/${other}\n"
    )
  endif()
  set_property(GLOBAL PROPERTY defined_${name} "${file}")
  names_of(used own "${body}")
  list(REMOVE_ITEM used "" ${parameters} ${own})
  string(REGEX MATCHALL "_parallel_[a-z_0-9]+\\(\n? *[a-z_0-9]+" prefixes "${body}")
  list(TRANSFORM prefixes REPLACE ".*[( ]([a-z_0-9]+)$" "\\1_[A-Za-z_]+")
  # What is set with a name that is put together.
  foreach(word IN LISTS own)
    if(word MATCHES "_$")
      list(APPEND prefixes "${word}[A-Za-z0-9_]+")
    elseif(word MATCHES "^_" AND NOT word MATCHES "^_parallel_")
      list(APPEND prefixes "[A-Za-z0-9_]+${word}")
    endif()
  endforeach()
  if(body MATCHES "_parallel_begin_call")
    list(APPEND prefixes "arg_[A-Z_]+" call)
  endif()
  list(JOIN prefixes "|" prefixes)
  list(FILTER used EXCLUDE REGEX "^(${prefixes})$")
  string(REGEX MATCHALL "set\\([A-Za-z0-9_]+[ \n][^()]*PARENT_SCOPE" set "${body}")
  list(TRANSFORM set REPLACE "^set\\(([A-Za-z0-9_]+).*" "\\1")
  if(kind STREQUAL "macro")
    string(REGEX MATCHALL "[^_]set\\([A-Za-z0-9_]+" leaked "${body}")
    list(TRANSFORM leaked REPLACE ".*set\\(" "")
    list(FILTER leaked EXCLUDE REGEX "${common_names}")
    list(APPEND set ${leaked})
  endif()
  list(APPEND used ${set})
  list(REMOVE_DUPLICATES used)
  foreach(variable IN LISTS used)
    is_listed(listed "${variable}" "${words}")
    if(NOT listed)
      string(APPEND problems
        "  cmake/${file}: ${name}() uses '${variable}' of its caller, which its "
        "first comment does not list\n"
      )
    endif()
  endforeach()
  set(problems "${problems}" PARENT_SCOPE)
endfunction()

# Checks the functions of a file. Its lines are cut without lists, which lose
# brackets and semicolons.
function(check_file file)
  file(READ "${ROOT}/cmake/${file}" text)
  string(REPLACE "\\\"" "" text "${text}")
  # Of generated code.
  string(REPLACE "\\\${" "{" text "${text}")
  string(REGEX REPLACE "[][;\\]" " " text "${text}")
  set(policy "(^|\n)[ \t]*(block *\\(SCOPE_FOR POLICIES|cmake_policy *\\([ \t]*(VERSION|SET|PUSH|POP)\
|cmake_minimum_required *\\()")
  if(text MATCHES "${policy}" AND NOT file IN_LIST entry_files)
    string(APPEND problems
      "  cmake/${file}: sets policies; it inherits those of the file that "
      "includes it\n"
    )
  endif()
  string(REPLACE "\n" ";" lines "${text}")
  set(comment "")
  set(head "")
  set(in_head TRUE)
  set(body "")
  set(ends "")
  foreach(line IN LISTS lines)
    if(ends STREQUAL "" AND line MATCHES "^( *)(function|macro)\\((.*)$")
      set(kind "${CMAKE_MATCH_2}")
      set(ends "^${CMAKE_MATCH_1}end${kind}\\(")
      set(signature "${CMAKE_MATCH_3}")
      set(body "\n")
      words_of(words "${head}${comment}")
      if(NOT signature MATCHES "\\)")
        set(ends_signature FALSE)
      else()
        set(ends_signature TRUE)
      endif()
    elseif(NOT ends STREQUAL "" AND line MATCHES "${ends}")
      check_function(${kind} "${signature}" "${body}" "${words}" "${file}")
      set(ends "")
      set(comment "")
    elseif(NOT ends STREQUAL "")
      if(NOT ends_signature)
        string(APPEND signature " ${line}")
        string(FIND "${line}" ")" at)
        if(at GREATER_EQUAL 0)
          set(ends_signature TRUE)
        endif()
      elseif(NOT line MATCHES "^ *#")
        string(APPEND body "${line}\n")
      endif()
    elseif(line MATCHES "^ *#(.*)$")
      string(APPEND comment " ${CMAKE_MATCH_1}")
      if(in_head)
        string(APPEND head " ${CMAKE_MATCH_1}")
      endif()
    else()
      set(in_head FALSE)
      set(comment "")
    endif()
  endforeach()
  set(problems "${problems}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE "${ROOT}/cmake" "${ROOT}/cmake/*.cmake")
if(files STREQUAL "")
  message(FATAL_ERROR "${ROOT}/cmake: there are no modules")
endif()
foreach(file IN LISTS files)
  check_file("${file}")
endforeach()
if(NOT problems STREQUAL "")
  message(FATAL_ERROR "the modules break their contracts\n${problems}")
endif()
