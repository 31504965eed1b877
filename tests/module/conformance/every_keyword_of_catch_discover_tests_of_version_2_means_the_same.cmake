# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
set(calls
  # No keyword at all.
  " "
  "TEST_PREFIX before. TEST_SUFFIX .after TEST_SPEC \"[orders],[odd]\""
  "TEST_PREFIX spec. TEST_SPEC \"[orders]\""
  "TEST_PREFIX extra. EXTRA_ARGS --order lex \"--name=two words\""
  "TEST_PREFIX there. EXTRA_ARGS --durations no WORKING_DIRECTORY \"\${CMAKE_CURRENT_BINARY_DIR}/elsewhere\""
  "TEST_PREFIX properties. TEST_SPEC \"[odd]\" PROPERTIES TIMEOUT 7 LABELS fast"
  "TEST_PREFIX list. TEST_SPEC \"[alpha]\" TEST_LIST names_@side@"
  "TEST_PREFIX reporter. TEST_SPEC \"[billing]\" REPORTER junit"
  "TEST_PREFIX report. TEST_SPEC orders_are_exported OUTPUT_DIR reports OUTPUT_PREFIX a.@report@ OUTPUT_SUFFIX .txt"
)
include("${CMAKE_CURRENT_LIST_DIR}/../support/conformance.cmake")
if(IN_PROJECT)
  find_package(Catch2 2.13 REQUIRED)
  include(Catch)
  file(WRITE "${CMAKE_BINARY_DIR}/module.txt" "${Catch2_DIR}/Catch.cmake")
  set(source "${CASE_SUPPORT_DIR}/conformance_catch2.cpp")
  # To compile Catch2 itself takes long.
  set(library Catch2::Catch2)
  if(TARGET Catch2::Catch2WithMain)
    set(library Catch2::Catch2WithMain)
    add_compile_definitions(CATCH2_IS_LINKED)
  endif()
  add_calls_of_both(catch_discover_tests "${source}" ${library} ${calls})
  write_lists_of_both()
  return()
endif()

configure(OPTIONS
  "-DCMAKE_IGNORE_PREFIX_PATH=${catch2_v3}")
file(READ "${build}/module.txt" module)
keywords_of(keywords "${module}" catch_discover_tests)
list(LENGTH keywords count)
if(count LESS 11)
  message(FATAL_ERROR "${count} keywords were found: ${keywords}")
endif()
expect_all_keywords("${calls}" ${keywords})
build()
expect_conformance(20 "DEF_SOURCE_LINE")
expect_lists_of_both()
