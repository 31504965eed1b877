# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Programs of Catch2 without adapter, whose exit codes depend on the version:
#
#   version   failed                 all skipped   nothing selected
#   3.0       number of assertions   has no SKIP   2
#   3.3       number of assertions   4             2
#   3.7.1     42                     4             2
#
# A fake plays three of them, because no package has them: it lists and reports
# as Catch2 does.
if(IN_PROJECT)
  function(add_catch2 version)
    string(CONCAT script "version=${version}\n" [==[
report=
for word; do
  case $word in
    --gtest_list_tests) exit 1 ;;
    --libidentify)
      printf 'description:    A Catch2 test executable\n'
      printf 'category:       testframework\nframework:      Catch2\n'
      printf 'version:        %s\n' $version
      exit
      ;;
    --list-tests) report=listing ;;
    xml::out=*) report=${word#*=} ;;
  esac
done
skips=' skips="0"'
format=3
if [ $version = 3.1.0 ]; then
  skips=
  format=2
fi
echo_head() { echo '<?xml version="1.0" encoding="UTF-8"?>'; }
if [ "$report" = listing ]; then
  echo_head
  echo '<MatchingTests>'
  names="Passes Fails Fails_four_times Skips Gone"
  for name in $names; do
    [ "$skips$name" != Skips ] || continue
    printf '  <TestCase>\n    <Name>%s</Name>\n    <ClassName/>\n' $name
    printf '    <Tags/>\n    <SourceInfo>\n      <File>/src/a.cpp</File>\n'
    printf '      <Line>3</Line>\n    </SourceInfo>\n  </TestCase>\n'
  done
  echo '</MatchingTests>'
  exit
fi
failed=0
skipped=0
case $1 in
  Fails) failed=2 ;;
  Fails_four_times) failed=4 ;;
  Skips) skipped=1 ;;
esac
{
  echo_head
  echo "<Catch2TestRun name=\"a\" rng-seed=\"1\" xml-format-version=\"$format\"" \
    "catch2-version=\"$version\">"
  if [ $1 != Gone ]; then
    echo "  <TestCase name=\"$1\" filename=\"/src/a.cpp\" line=\"3\">"
    [ $skipped = 0 ] ||
      echo '    <Skip filename="/src/a.cpp" line="4">no GPU</Skip>'
    success=true
    [ $failed = 0 ] || success=false
    [ -z "$skips" ] || skips=" skips=\"$skipped\""
    echo "    <OverallResult success=\"$success\"$skips/>"
    echo '  </TestCase>'
  fi
  passed=0
  [ $1 != Passes ] || passed=1
  echo "  <OverallResults successes=\"$passed\" failures=\"$failed\"" \
    "expectedFailures=\"0\"$skips/>"
  [ $failed = 0 ] || cases=1
  echo "  <OverallResultsCases successes=\"$passed\"" \
    "failures=\"${cases:-0}\" expectedFailures=\"0\"$skips/>"
  echo '</Catch2TestRun>'
} > "$report"
[ $1 != Gone ] || exit 2
[ $skipped = 0 ] || exit 4
[ $failed = 0 ] || [ $version != 3.8.0 ] || exit 42
exit $failed
]==])
    string(REPLACE "." "_" target "catch2_${version}")
    add_fake(${target} none "${script}")
    parallel_discover_tests(${target} TEST_PREFIX "${version} ")
  endfunction()
  foreach(version IN ITEMS 3.1.0 3.4.0 3.8.0)
    add_catch2(${version})
  endforeach()
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
run_ctest(ARGS RESULT 8)
expect_stdout([[
#1 3.1.0 Passes: Passed
#2 3.1.0 Fails: ***Failed
#3 3.1.0 Fails_four_times: ***Failed
#4 3.1.0 Gone: Subprocess aborted***Exception:
#5 3.4.0 Passes: Passed
#6 3.4.0 Fails: ***Failed
#7 3.4.0 Fails_four_times: ***Failed
#8 3.4.0 Skips: ***Skipped
#9 3.4.0 Gone: Subprocess aborted***Exception:
#10 3.8.0 Passes: Passed
#11 3.8.0 Fails: ***Failed
#12 3.8.0 Fails_four_times: ***Failed
#13 3.8.0 Skips: ***Skipped
#14 3.8.0 Gone: Subprocess aborted***Exception:
36% tests passed, 9 tests failed out of 14
]])
