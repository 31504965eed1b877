# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A program of another kind, whose listing has names twice, registers as with
# CMake's own functions, and the build says what one test stands for.
set(head [[
case "$1" in
  --libidentify) printf 'framework:      Catch2\nversion:        3.7.1\n'; exit ;;
  --gtest_list_tests) exit 1 ;;
esac
cat <<'END'
]])
if(IN_PROJECT)
  add_fake(text_test none [[
case "$1" in
  --gtest_list_tests) printf 'A.\n  B\n  C\nZ.\n  Y\nA.\n  B\n  B\n  DISABLED_D\n  DISABLED_D\n' ;;
  *) for argument in "$@"; do printf '<%s>\n' "$argument"; done ;;
esac
]])
  parallel_discover_tests(text_test TEST_PREFIX text.)
  add_fake(xml_test none [[
for argument in "$@"; do
  case "$argument" in --gtest_output=xml:*) cat > "${argument#--gtest_output=xml:}" <<'END'
<testsuites tests="3" name="AllTests">
  <testsuite name="A" tests="3">
    <testcase name="B" file="/s/a.cpp" line="1" />
    <testcase name="C" file="/s/a.cpp" line="2" />
    <testcase name="B" file="/s/b.cpp" line="3" />
  </testsuite>
</testsuites>
END
  ;;
  esac
done
]])
  parallel_discover_tests(xml_test TEST_PREFIX xml. NO_PRETTY_TYPES)
  add_fake(catch_test none "${head}
<TestCase><Name>CASE</Name><SourceInfo><File>/a.cpp</File><Line>7</Line></SourceInfo></TestCase>
<TestCase><Name>case</Name></TestCase>
<TestCase><Name>other</Name></TestCase>
<TestCase><Name>Case </Name></TestCase>
<TestCase><Name>same</Name><Tags>[a]</Tags></TestCase>
<TestCase><Name>same</Name><Tags>[a]</Tags></TestCase>
<TestCase><Name>same</Name><Tags>[b]</Tags></TestCase>
END
")
  parallel_discover_tests(catch_test TEST_PREFIX catch.)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
expect_stdout([[
note: parallel_discover_tests(catch_test): test cases that catch2 cannot tell apart are one test
  CASE: 3 cases
  same [a]: 2 cases
  remedy: rename them, or link ParallelTesting::catch2_main

note: parallel_discover_tests(text_test): test cases that googletest cannot tell apart are one test
  A.B: 3 cases
  A.D: 2 cases
  remedy: rename them

note: parallel_discover_tests(xml_test): test cases that googletest cannot tell apart are one test
  A.B: 2 cases
  remedy: rename them

]])
load_tests()
expect_tests(
  text.A.B text.A.C text.Z.Y text.A.D xml.A.B xml.A.C
  catch.CASE catch.other "catch.same [a]" "catch.same [b]"
)
expect_property(text.A.D DISABLED ON)
expect_location(xml.A.B /s/a.cpp 1)
expect_arguments(catch.CASE "\"CASE\"")
expect_arguments("catch.same [a]" "\"same\"[a]~[b]")
expect_arguments("catch.same [b]" "\"same\"[b]~[a]")
# The launcher expects so many cases in the report.
run_ctest(ARGS -V -R "^(text.A.[BC]|catch.CASE)$" RESULT 8)
expect_stdout([[
1: <--gtest_filter=A.B>
1: <--gtest_also_run_disabled_tests>
1: <--gtest_output=xml:<temp>>
1: parallel-testing: kept <temp>
1: parallel-testing: kept <temp>
1: parallel-testing: the program ended with status 0 before its framework had written its report; link an adapter such as ParallelTesting::gtest_main, which reports how each test ends
#1 text.A.B: Subprocess aborted***Exception:
2: <--gtest_filter=A.C>
2: <--gtest_also_run_disabled_tests>
2: <--gtest_output=xml:<temp>>
2: parallel-testing: kept <temp>
2: parallel-testing: kept <temp>
2: parallel-testing: the program ended with status 0 before its framework had written its report; link an adapter such as ParallelTesting::gtest_main, which reports how each test ends
#2 text.A.C: Subprocess aborted***Exception:
7: 
7: <TestCase><Name>CASE</Name><SourceInfo><File>/a.cpp</File><Line>7</Line></SourceInfo></TestCase>
7: <TestCase><Name>case</Name></TestCase>
7: <TestCase><Name>other</Name></TestCase>
7: <TestCase><Name>Case </Name></TestCase>
7: <TestCase><Name>same</Name><Tags>[a]</Tags></TestCase>
7: <TestCase><Name>same</Name><Tags>[a]</Tags></TestCase>
7: <TestCase><Name>same</Name><Tags>[b]</Tags></TestCase>
7: parallel-testing: kept <temp>
7: parallel-testing: kept <temp>
7: parallel-testing: the program ended with status 0 before its framework had written its report; link an adapter such as ParallelTesting::gtest_main, which reports how each test ends
#7 catch.CASE: Subprocess aborted***Exception:
0% tests passed, 3 tests failed out of 3
]])
string(REGEX MATCHALL "\"--cases=[0-9]+" counts "${output}")
expect_equal("${counts}" "\"--cases=3;\"--cases=3")
