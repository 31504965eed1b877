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
  run_ctest(ARGS -V -I ${index},${index}
    STDOUT "${index}: runs --gtest_filter=${index}" "tests passed")
endforeach()
