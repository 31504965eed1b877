# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Whatever a tag holds, it is one label, and never another marker.
if(IN_PROJECT)
  # As an adapter writes them.
  add_manifest_fake(adapter_test catch2
    "parallel_case([=[one]=] [=[one]=] 1 [=[tl%3Bdr\;no%3Bserial\;slow]=] [=[]=])"
    "parallel_case([=[two]=] [=[two]=] 2 [=[100%25\;%253B\;end%5C\;x%5By]=] [=[]=])"
    "parallel_case([=[three]=] [=[three]=] 3 [=[TIMEOUT\;back%5Cslash%3B%5Cx]=] [=[]=])"
  )
  parallel_discover_tests(adapter_test ADD_TAGS_AS_LABELS TEST_PREFIX adapter.)
  parallel_discover_tests(adapter_test TEST_PREFIX plain. LAUNCHER ON)
  # As Catch2 3 and 2 list them.
  add_fake(listed_test none [[
case "$1" in
  --libidentify) printf 'framework:      Catch2\nversion:        3.7.1\n'; exit ;;
  --gtest_list_tests) exit 1 ;;
esac
cat <<'END'
<TestCase><Name>one</Name><Tags>[tl;dr][no;serial][slow]</Tags></TestCase>
<TestCase><Name>two</Name><Tags>[100%][%3B][end\]</Tags></TestCase>
<TestCase><Name>three</Name><Tags>[TIMEOUT][back\slash;\x]</Tags></TestCase>
END
]])
  parallel_discover_tests(listed_test ADD_TAGS_AS_LABELS TEST_PREFIX listed.)
  add_fake(old_test none [[
case "$1" in
  --libidentify) printf 'framework:      Catch2\nversion:        2.13.9\n'; exit ;;
  --gtest_list_tests) exit 1 ;;
  --list-test-names-only) printf 'one\ntwo\n'; exit 2 ;;
esac
cat <<'END'
All available test cases:
  one
      [tl;dr][no;serial][slow][a tag with blanks that is broken
      into two lines]
  two
      [x[y][lock:a]
2 test cases
END
]])
  parallel_discover_tests(old_test ADD_TAGS_AS_LABELS TEST_PREFIX old.)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
load_tests()
foreach(kind IN ITEMS adapter listed)
  expect_json_property(${kind}.one LABELS
    "[\"no;serial\", \"slow\", \"tl;dr\"]")
  expect_json_property(${kind}.three LABELS
    "[\"TIMEOUT\", \"back\\\\slash;\\\\x\"]")
  expect_property(${kind}.one RUN_SERIAL "")
endforeach()
expect_json_property(old.one LABELS "[\"a tag with blanks that is broken into \
two lines\", \"no;serial\", \"slow\", \"tl;dr\"]")
expect_property(old.two RESOURCE_LOCK a)
# What no list of labels can hold keeps the form that markers have in lists.
expect_property(adapter.two LABELS "%3B" "100%" "end%5C" "x%5By")
expect_property(listed.two LABELS "%3B" "100%" "end%5C")
expect_property(old.two LABELS "x%5By")
expect_property(plain.one LABELS slow)
expect_property(plain.one RUN_SERIAL "")
expect_property(plain.two LABELS "")
# The launcher is told of markers alone.
run_ctest(ARGS -V -R "^plain.two")
expect_stdout([[
5: <two>
#5 plain.two: Passed
100% tests passed, 0 tests failed out of 1
]])
if(output MATCHES "--markers=[^\n ]*[a-z]")
  message(FATAL_ERROR "${output}")
endif()
