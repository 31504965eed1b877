# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A value may be the name of another property, or hold semicolons; a name may
# hold what separates the items of a list.
if(IN_PROJECT)
  # A list of names cannot hold all of these.
  set(name_1 "split; join")
  set(name_2 "open [ bracket")
  set(name_3 "closed ] bracket")
  set(name_4 "][")
  set(name_5 "backslash at the end \\")
  set(name_6 "two\nlines")
  set(name_7 "a \"quoted\" 'name' with % # \$ \${x} $<1:x> @x@")
  foreach(number RANGE 1 7)
    add_test(NAME "plain ${number} ${name_${number}}" COMMAND env)
    set_tests_properties("plain ${number} ${name_${number}}"
      PROPERTIES LABELS "TIMEOUT;PROPERTIES" TIMEOUT 2)
    parallel_add_test(NAME "added ${number} ${name_${number}}"
      COMMAND env MARKERS timeout:1 PROPERTIES LABELS "TIMEOUT;COST")
    set(case "case ${number} ${name_${number}}")
    file(APPEND "${CMAKE_CURRENT_BINARY_DIR}/cases.txt"
      "parallel_case([=[${case}]=] [=[${number}]=] 1 [=[timeout:1]=] [=[]=])\n")
  endforeach()
  file(READ "${CMAKE_CURRENT_BINARY_DIR}/cases.txt" cases)
  file(REMOVE "${CMAKE_CURRENT_BINARY_DIR}/cases.txt")
  add_fake(names_test catch2 "
    if test -n \"$PARALLEL_TESTING_MANIFEST\"; then
    cat > \"$PARALLEL_TESTING_MANIFEST\" <<'END'
parallel_manifest(1 catch2)
parallel_file([=[/src/names.cpp]=])
${cases}parallel_names([=[]=])
parallel_manifest_end(7)
END
    fi")
  parallel_discover_tests(names_test)

  parallel_add_test(NAME empty_value COMMAND env
    PROPERTIES LABELS "" ENVIRONMENT "" TIMEOUT 3)
  # Values that are names of properties.
  foreach(property IN ITEMS
    TIMEOUT WILL_FAIL COST DISABLED PROCESSORS RESOURCE_LOCK FIXTURES_SETUP
  )
    parallel_add_test(NAME added_${property} COMMAND env
      PROPERTIES LABELS ${property} RESOURCE_LOCK ${property} TIMEOUT 3)
    add_test(NAME plain_${property} COMMAND env)
    set_tests_properties(plain_${property} PROPERTIES
      LABELS ${property} RESOURCE_LOCK ${property} TIMEOUT 3)
    add_manifest_fake(fake_${property} googletest
      "parallel_case([=[${property}.A]=] [=[A]=] 1 [=[slow]=] [=[]=])")
    parallel_discover_tests(fake_${property} LAUNCHER ON
      PROPERTIES LABELS ${property} RESOURCE_LOCK ${property} TIMEOUT 3)
  endforeach()
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()

function(expect_time_limits plain added value)
  load_tests()
  string(JSON count LENGTH "${json}" tests)
  expect_equal(${count} 43)
  set(index 0)
  while(index LESS count)
    string(JSON test GET "${json}" tests ${index})
    string(JSON name GET "${test}" name)
    math(EXPR index "${index} + 1")
    set(limit "")
    string(JSON properties LENGTH "${test}" properties)
    set(at 0)
    while(at LESS properties)
      string(JSON property GET "${test}" properties ${at} name)
      if(property STREQUAL "TIMEOUT")
        string(JSON limit GET "${test}" properties ${at} value)
      endif()
      math(EXPR at "${at} + 1")
    endwhile()
    if(name MATCHES "^plain [0-9]")
      expect_equal("${name} ${limit}" "${name} ${plain}")
    elseif(name MATCHES "^(added|case) [0-9]")
      expect_equal("${name} ${limit}" "${name} ${added}")
    else()
      expect_equal("${name} ${limit}" "${name} ${value}")
    endif()
  endwhile()
endfunction()
expect_time_limits(2.0 1.0 3.0)
set(ENV{PARALLEL_TESTING_TIMEOUT_MULTIPLIER} 5)
expect_time_limits(10.0 5.0 15.0)
load_tests()
foreach(property IN ITEMS TIMEOUT WILL_FAIL RESOURCE_LOCK)
  expect_property(added_${property} LABELS ${property})
  expect_property(plain_${property} RESOURCE_LOCK ${property})
  expect_property(${property}.A LABELS ${property} slow)
endforeach()

# What the launcher is told is the true limit, with the multiplier.
run_ctest(READ ARGS -V -R "^(added|case|empty|[A-Z_]+.A)")
string(REGEX MATCHALL "PARALLEL_TESTING_TIMEOUT=[0-9.]+" limits "${output}")
foreach(limit IN LISTS limits)
  if(NOT limit MATCHES "=(5|15)$")
    message(FATAL_ERROR "${limit}\n${output}")
  endif()
endforeach()
list(LENGTH limits count)
expect_equal(${count} 22)
