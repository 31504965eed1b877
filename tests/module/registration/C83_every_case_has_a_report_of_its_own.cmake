# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  string(REPEAT "long " 62 long)
  string(REPEAT "x" 310 one_word)
  add_manifest_fake(catch_test catch2
    "parallel_case([=[a+b]=] [=[1]=] 1 [=[]=] [=[]=])"
    "parallel_case([=[a-b]=] [=[2]=] 2 [=[]=] [=[]=])"
    "parallel_case([=[a_b]=] [=[3]=] 3 [=[]=] [=[]=])"
    "parallel_case([=[a/b]=] [=[3]=] 3 [=[]=] [=[]=])"
    "parallel_case([=[ü]=] [=[4]=] 4 [=[]=] [=[]=])"
    "parallel_case([=[ö]=] [=[5]=] 5 [=[]=] [=[]=])"
    "parallel_case([=[..]=] [=[6]=] 6 [=[]=] [=[]=])"
    "parallel_case([=[-x]=] [=[7]=] 7 [=[]=] [=[]=])"
    "parallel_case([=[${long}1]=] [=[8]=] 8 [=[]=] [=[]=])"
    "parallel_case([=[${long}2]=] [=[9]=] 9 [=[]=] [=[]=])"
    "parallel_case([=[${one_word}]=] [=[9]=] 9 [=[]=] [=[]=])"
    "parallel_case([=[${one_word}y]=] [=[9]=] 9 [=[]=] [=[]=])"
    "parallel_case([=[]=] [=[9]=] 9 [=[]=] [=[]=])"
  )
  set(out "${CMAKE_CURRENT_BINARY_DIR}/out")
  foreach(prefix IN ITEMS "" good. bad. "good/" "good_")
    parallel_discover_tests(
      catch_test OUTPUT_DIR "${out}" OUTPUT_SUFFIX .xml TEST_PREFIX "${prefix}")
  endforeach()
  foreach(target IN ITEMS one two)
    add_manifest_fake(${target}_test googletest
      "parallel_case([=[A.a/fast]=] [=[1]=] 1 [=[]=] [=[]=] [=[A.a/0]=])"
      "parallel_case([=[A.a/slow${target}]=] [=[1]=] 1 [=[]=] [=[]=] [=[A.a/1]=])"
      "parallel_case([=[A.ä]=] [=[2]=] 2 [=[]=] [=[]=])"
      "parallel_case([=[A.ö]=] [=[3]=] 3 [=[]=] [=[]=])"
      "parallel_case([=[A.${one_word}]=] [=[4]=] 4 [=[]=] [=[]=])"
    )
    parallel_discover_tests(${target}_test XML_OUTPUT_DIR "${out}")
    parallel_discover_tests(
      ${target}_test XML_OUTPUT_DIR "${out}" TEST_PREFIX same.)
  endforeach()
  return()
endif()

configure()
build()
load_tests()
string(JSON count LENGTH "${json}" tests)
expect_equal(${count} 85)
set(files "")
set(index 0)
while(index LESS count)
  string(JSON words LENGTH "${json}" tests ${index} command)
  set(word 0)
  while(word LESS words)
    string(JSON file GET "${json}" tests ${index} command ${word})
    string(REGEX REPLACE "^--gtest_output=xml:" "" file "${file}")
    if(file MATCHES "/out/.*[.]xml$")
      list(APPEND files "${file}")
    endif()
    math(EXPR word "${word} + 1")
  endwhile()
  math(EXPR index "${index} + 1")
endwhile()
list(LENGTH files all)
expect_equal(${all} ${count})
list(REMOVE_DUPLICATES files)
list(LENGTH files different)
expect_equal(${different} ${count})
foreach(file IN LISTS files)
  file(WRITE "${file}" "")
endforeach()
foreach(name IN ITEMS a-b good.a-b A.a/0 same.A.a/1)
  if(NOT "${build}/out/${name}.xml" IN_LIST files)
    message(FATAL_ERROR "no report is called ${name}: ${files}")
  endif()
endforeach()

# Names depend on the tests alone, not on what else there is.
load_tests()
string(JSON command GET "${json}" tests 0 command 3)
string(MD5 digits "a+b")
string(SUBSTRING "${digits}" 0 12 digits)
expect_equal("${command}" "${build}/out/a_b-${digits}.xml")
