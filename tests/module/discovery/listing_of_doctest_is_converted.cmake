# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(doc_test none [[
case "$*" in
  *--list-test-cases*--reporters=xml*--no-skip*) ;;
  *) echo "wrong arguments: $*"; exit 1 ;;
esac
echo "noise first"
cat <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<doctest binary="doc_test" version="2.4.9">
  <Options order_by="file" rand_seed="0" first="0" last="4294967295"/>
  <TestCase name="plain" testsuite="orders [db][port:8080] [what]" filename="/src/a.cpp" line="2" skipped="false"/>
  <TestCase name="a, [b] \ &quot;c&quot; &lt; ]=]" filename="/src/a.cpp" line="3" skipped="true"/>
  <TestCase name="same" filename="/src/a.cpp" line="4" skipped="false"/>
  <TestCase name="same" filename="/src/b.cpp" line="5" skipped="false"/>
  <TestCase name="star *" filename="/src/b.cpp" line="6" skipped="false"/>
  <TestCase name="star one" filename="/src/b.cpp" line="7" skipped="false"/>
  <OverallResultsTestCases unskipped="6"/>
</doctest>
END
]])
  parallel_discover_tests(doc_test FRAMEWORK doctest)
  return()
endif()

configure()
build()
expect_stdout([[
note: parallel_discover_tests(doc_test): test cases that doctest cannot tell apart are one test
  star *: 2 cases
  same: 2 cases
  remedy: rename them, or link ParallelTesting::doctest_main

]])
load_tests()
string(JSON count LENGTH "${json}" tests)
expect_equal("${count}" 4)
string(JSON name GET "${json}" tests 2 name)
expect_equal("${name}" "a, [b] \\ \"c\" < ]=]")
expect_property(plain RESOURCE_LOCK port:8080)
expect_property(plain LABELS db)
expect_location(plain /src/a.cpp 2)
expect_arguments(plain --test-case=plain --case-sensitive --no-skip)
string(JSON selector GET "${json}" tests 2 command 1)
expect_equal("${selector}" "--test-case=a\\, [b] \\\\ \"c\" < ]=]")
string(JSON property GET "${json}" tests 2 properties 0 name)
expect_equal("${property}" DISABLED)
expect_arguments("star *" "--test-case=star *" --case-sensitive --no-skip)
