# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Without an adapter the test spec has to do it.
set(head [[
case "$1" in
  --libidentify) printf 'framework:      Catch2\nversion:        3.7.1\n'; exit ;;
  --gtest_list_tests) exit 1 ;;
esac
cat <<'END'
]])
if(IN_PROJECT)
  add_fake(told_test none "${head}
<TestCase><Name>plain</Name></TestCase>
<TestCase><Name>a, b</Name></TestCase>
<TestCase><Name>*</Name></TestCase>
<TestCase><Name>same</Name><Tags>[a]</Tags></TestCase>
<TestCase><Name>same</Name><Tags>[b;c][d]</Tags></TestCase>
<TestCase><Name>same</Name></TestCase>
<TestCase><Name>Case</Name><Tags>[x]</Tags></TestCase>
<TestCase><Name>case </Name><Tags>[y]</Tags></TestCase>
<TestCase><Name>in*</Name></TestCase>
<TestCase><Name>in it</Name></TestCase>
<TestCase><Name>*n*</Name><Tags>[z]</Tags></TestCase>
END
")
  parallel_discover_tests(told_test)
  # Hidden cases are listed when all are asked for, and are no tests.
  add_fake(hiding_test none [[
case "$1" in
  --libidentify) printf 'framework:      Catch2\nversion:        2.13.9\n'; exit ;;
  --gtest_list_tests) exit 1 ;;
  --list-test-names-only) test "$2" = '*' && printf '*\nhidden\n'; exit 2 ;;
esac
test "$2" = '*' || exit 1
cat <<'END'
Matching test cases:
  *
  hidden
      [!hide][.][q]
2 matching test cases
END
]])
  parallel_discover_tests(hiding_test TEST_PREFIX hiding.)
  # What begins so is left out, escaped or not.
  add_fake(excluding_test none "${head}
<TestCase><Name>exclude:foo</Name></TestCase>
<TestCase><Name>foo</Name></TestCase>
<TestCase><Name>not exclude:foo</Name></TestCase>
END
")
  parallel_discover_tests(excluding_test TEST_PREFIX x.)
  return()
endif()

configure()
build()
load_tests()
set(index 0)
foreach(expected IN ITEMS
  "plain|plain" "a, b|a\\, b"
  "*|\"\\*\"~\"plain\"~\"a\\, b\"~\"same\"~\"Case\"~\"case \"~\"in\\*\"~\"in it\"~\"\\*n\\*\""
  "same [a]|\"same\"[a]~[b;c]~[d]" "same [b;c][d]|\"same\"[b;c][d]~[a]"
  "same|\"same\"~[a]~[b;c]~[d]"
  "Case|\"Case\"[x]~[y]" "case |\"case \"[y]~[x]"
  "in*|\"in\\*\"~\"in it\"" "in it|in it"
  "*n*|\"\\*n\\*\"~\"plain\"~\"in\\*\"~\"in it\""
)
  string(JSON name GET "${json}" tests ${index} name)
  string(JSON selector GET "${json}" tests ${index} command 1)
  expect_equal("${name}|${selector}" "${expected}")
  math(EXPR index "${index} + 1")
endforeach()
string(JSON count LENGTH "${json}" tests)
expect_equal(${count} 15)
expect_arguments(x.exclude:foo "\"*exclude:foo\"~\"not exclude:foo\"")
expect_arguments(x.foo foo)
expect_arguments("x.not exclude:foo" "not exclude:foo")
expect_arguments("hiding.*" "\"\\*\"~\"hidden\"")
