# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Programs of GoogleTest without adapter. A fake plays versions that no package
# has: it lists, reports and exits as GoogleTest does. If the filter selects
# nothing, version 1.14 says nothing, 1.17 warns, and both exit with 0. With
# GTEST_FAIL_IF_NO_TEST_SELECTED, newer ones fail without a report; a variable of
# the user must not reach the cases.
if(IN_PROJECT)
  function(add_googletest version)
    string(CONCAT script "version=${version}\n" [==[
report=
filter=
is_listing=
for word; do
  case $word in
    --gtest_list_tests) is_listing=yes ;;
    --gtest_filter=*) filter=${word#*=} ;;
    --gtest_output=xml:*) report=${word#*:} ;;
    --libidentify) exit 1 ;;
  esac
done
xml='<?xml version="1.0" encoding="UTF-8"?>'
if [ -n "$is_listing" ]; then
  printf 'Orders.\n  Ships\n  Fails\n  Skips\n  Gone\n'
  {
    printf '%s\n<testsuites tests="4" name="AllTests">\n' "$xml"
    printf '  <testsuite name="Orders" tests="4">\n'
    for name in Ships Fails Skips Gone; do
      printf '    <testcase name="%s" file="/src/a.cpp" line="5" />\n' $name
    done
    printf '  </testsuite>\n</testsuites>\n'
  } > "$report"
  exit
fi
name=${filter#Orders.}
if [ $name = Gone ]; then
  if [ $version = 1.17.0 ]; then
    echo "WARNING: filter \"$filter\" did not match any test; no tests were run"
    [ -z "$GTEST_FAIL_IF_NO_TEST_SELECTED" ] || exit 1
  fi
  printf '%s\n<testsuites tests="0" failures="0" disabled="0" errors="0"' "$xml" \
    > "$report"
  printf ' time="0." timestamp="2026-01-01T00:00:00.000" name="AllTests">\n' \
    >> "$report"
  printf '</testsuites>\n' >> "$report"
  exit 0
fi
failures=0
result=completed
inside=
case $name in
  Fails)
    failures=1
    inside='<failure message="1 is not 2" type=""><![CDATA[1]]></failure>'
    ;;
  Skips)
    result=skipped
    inside='<skipped message="no GPU"><![CDATA[no GPU]]></skipped>'
    ;;
esac
{
  printf '%s\n<testsuites tests="1" failures="%s" disabled="0" errors="0"' \
    "$xml" $failures
  printf ' time="0." timestamp="2026-01-01T00:00:00.000" name="AllTests">\n'
  printf '<testsuite name="Orders" tests="1" failures="%s" disabled="0"' $failures
  printf ' skipped="0" errors="0" time="0." timestamp="2026-01-01T00:00:00.000">\n'
  printf '<testcase name="%s" file="/src/a.cpp" line="5" status="run"' $name
  printf ' result="%s" time="0." timestamp="2026-01-01T00:00:00.000"' $result
  printf ' classname="Orders">%s</testcase>\n</testsuite>\n</testsuites>\n' \
    "$inside"
} > "$report"
exit $failures
]==])
    string(REPLACE "." "_" target "googletest_${version}")
    add_fake(${target} none "${script}")
    parallel_discover_tests(${target} TEST_PREFIX "${version} ")
  endfunction()
  add_googletest(1.14.0)
  add_googletest(1.17.0)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
set(ENV{GTEST_FAIL_IF_NO_TEST_SELECTED} 1)
run_ctest(ARGS -V RESULT 8 LINES "^(WARNING|parallel-testing: the)")
expect_stdout([[
#1 1.14.0 Orders.Ships: Passed
#2 1.14.0 Orders.Fails: ***Failed
#3 1.14.0 Orders.Skips: ***Skipped
4: parallel-testing: the program was started for one test and ran 0; pass argc and argv of main() on to the test framework, or link an adapter such as ParallelTesting::gtest_main, which reports how each test ends
#4 1.14.0 Orders.Gone: Subprocess aborted***Exception:
#5 1.17.0 Orders.Ships: Passed
#6 1.17.0 Orders.Fails: ***Failed
#7 1.17.0 Orders.Skips: ***Skipped
8: WARNING: filter "Orders.Gone" did not match any test; no tests were run
8: parallel-testing: the program was started for one test and ran 0; pass argc and argv of main() on to the test framework, or link an adapter such as ParallelTesting::gtest_main, which reports how each test ends
#8 1.17.0 Orders.Gone: Subprocess aborted***Exception:
50% tests passed, 4 tests failed out of 8
]])
load_tests()
foreach(version IN ITEMS 1.14.0 1.17.0)
  expect_location("${version} Orders.Fails" /src/a.cpp 5)
endforeach()
expect_stderr([[
ParallelTesting: warning: ignored here: GTEST_FAIL_IF_NO_TEST_SELECTED. A test runs what it was registered for, so nothing else may select, repeat or redirect it. Use 'ctest -R', or TEST_FILTER, TEST_SPEC, XML_OUTPUT_DIR or PROPERTIES ENVIRONMENT of parallel_discover_tests(). Set PARALLEL_TESTING_FRAMEWORK_ENVIRONMENT=inherit to pass them on
]])
