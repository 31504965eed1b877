# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  file(READ "${CASE_SUPPORT_DIR}/odd_names_manifest.txt" manifest)
  string(CONCAT script
    "if test -n \"$PARALLEL_TESTING_MANIFEST\"; then\n"
    "cat > \"$PARALLEL_TESTING_MANIFEST\" <<'END'\n${manifest}END\n"
    "else printf 'runs %s\\n' \"$1\"\n"
    "fi\n"
  )
  add_fake(odd_test googletest "${script}")
  parallel_discover_tests(odd_test TEST_PREFIX "p;[" TEST_SUFFIX "]\\s")
  return()
endif()

configure()
build()
load_tests()
string(JSON count LENGTH "${json}" tests)
expect_equal("${count}" 7)
set(index 0)
foreach(name IN ITEMS
  "spaces, commas; semicolons" "back\\slash \"quotes\" 'single'"
  "\$HOME \${HOME} \$ENV{HOME} @HOME@ # ( )" "[x] ]=] [" "ünïcode ✓"
  "trailing blanks  " "two\nlines"
)
  string(JSON found GET "${json}" tests ${index} name)
  expect_equal("${found}" "p;[${name}]\\s")
  math(EXPR index "${index} + 1")
  run_ctest(ARGS -V -I ${index},${index})
endforeach()
expect_stdout([[
1: runs --gtest_filter=1
#1 p;[spaces, commas; semicolons]\s: Passed
100% tests passed, 0 tests failed out of 1
2: runs --gtest_filter=2
#2 p;[back\slash "quotes" 'single']\s: Passed
100% tests passed, 0 tests failed out of 1
3: runs --gtest_filter=3
#3 p;[$HOME ${HOME} $ENV{HOME} @HOME@ # ( )]\s: Passed
100% tests passed, 0 tests failed out of 1
4: runs --gtest_filter=4
#4 p;[[x] ]=] []\s: Passed
100% tests passed, 0 tests failed out of 1
5: runs --gtest_filter=5
#5 p;[ünïcode ✓]\s: Passed
100% tests passed, 0 tests failed out of 1
6: runs --gtest_filter=6
#6 p;[trailing blanks  ]\s: Passed
100% tests passed, 0 tests failed out of 1
7: runs --gtest_filter=7
#7 p;[two
lines]\s: Passed
lines]\s
100% tests passed, 0 tests failed out of 1
]])
