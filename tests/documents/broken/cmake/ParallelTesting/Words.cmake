# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A module that breaks each rule of ModuleContracts.cmake once.
#
# Reads option_*.
include_guard(GLOBAL)

block(SCOPE_FOR POLICIES)
cmake_policy(VERSION 3.25...4.0)

# Sets `out` to a text. Keeps the contract.
function(good_function out text)
  keep_words(words_of_text "${text}")
  foreach(word IN LISTS words_of_text)
    string(APPEND joined "${word}${option_suffix}")
  endforeach()
  set(${out} "${joined}" PARENT_SCOPE)
endfunction()

# Sets what its comment does not list.
function(sets_a_name)
  set(result 1 PARENT_SCOPE)
endfunction()

# Reads what its comment does not list.
function(reads_a_name out)
  set(${out} "${secret}" PARENT_SCOPE)
endfunction()

# Reads a list that its comment does not list.
function(reads_a_list out)
  list(LENGTH hidden_list count)
  foreach(item IN LISTS items_of_caller)
    math(EXPR count "${count} + 1")
  endforeach()
  set(${out} ${count} PARENT_SCOPE)
endfunction()

# Leaves a name in its caller.
macro(leaves_a_name)
  set(remains 1)
endmacro()

# Has the name of another.
function(sets_a_name)
endfunction()

endblock()
