# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# A suite whose authors never heard of markers registers as it is: with an
# adapter, and as Catch2 3 and 2 list it. One warning has all that looks like a
# marker, one note what became one.
if(IN_PROJECT)
  add_manifest_fake(adapter_test catch2
    "parallel_case([=[one]=] [=[one]=] 1 [=[@Parser::parse\;@file::size()]=] [=[]=])"
    "parallel_case([=[two]=] [=[two]=] 2 [=[@issue:123\;@leak\;@port]=] [=[]=])"
    "parallel_case([=[three]=] [=[three]=] 3 [=[@leak\;@databse\;serial]=] [=[]=])"
    "parallel_case([=[four]=] [=[four]=] 4 [=[@leak\;@port::open\;database\;slow]=] [=[]=])"
  )
  add_fake(listed_test none [[
case "$1" in
  --libidentify) printf 'framework:      Catch2\nversion:        3.7.1\n'; exit ;;
  --gtest_list_tests) exit 1 ;;
esac
cat <<'END'
<TestCase><Name>one</Name><Tags>[Parser::parse][file::size()]</Tags></TestCase>
<TestCase><Name>two</Name><Tags>[issue:123][leak][port]</Tags></TestCase>
<TestCase><Name>three</Name><Tags>[leak][databse][serial]</Tags></TestCase>
<TestCase><Name>four</Name><Tags>[leak][port::open][database][slow]</Tags></TestCase>
END
]])
  add_fake(old_test none [[
case "$1" in
  --libidentify) printf 'framework:      Catch2\nversion:        2.13.9\n'; exit ;;
  --gtest_list_tests) exit 1 ;;
  --list-test-names-only) printf 'one\ntwo\nthree\nfour\n'; exit 4 ;;
esac
cat <<'END'
All available test cases:
  one
      [Parser::parse][file::size()]
  two
      [issue:123][leak][port]
  three
      [leak][databse][serial]
  four
      [leak][port::open][database][slow]
4 test cases
END
]])
  foreach(kind IN ITEMS adapter listed old)
    parallel_discover_tests(
      ${kind}_test TEST_PREFIX ${kind}. ADD_TAGS_AS_LABELS LAUNCHER OFF)
  endforeach()
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
expect_stdout([[
warning: parallel_discover_tests(adapter_test): tags that look like markers are plain tags
  [leak]: as a marker it is leak:fail, leak:warn or leak:allow
  [port]: as a marker it is port:<1-65535>
  [databse]: did you mean 'database'?
  remedy: correct them, declare them with parallel_declare_labels(), or pass TAGS_ARE_NOT_MARKERS
note: parallel_discover_tests(adapter_test): tags are markers here
  [serial]: nothing else runs meanwhile
  [database]: creates its own database
  remedy: pass TAGS_ARE_NOT_MARKERS if they mean something else

warning: parallel_discover_tests(listed_test): tags that look like markers are plain tags
  [leak]: as a marker it is leak:fail, leak:warn or leak:allow
  [port]: as a marker it is port:<1-65535>
  [databse]: did you mean 'database'?
  remedy: correct them, declare them with parallel_declare_labels(), or pass TAGS_ARE_NOT_MARKERS
note: parallel_discover_tests(listed_test): tags are markers here
  [serial]: nothing else runs meanwhile
  [database]: creates its own database
  remedy: pass TAGS_ARE_NOT_MARKERS if they mean something else

warning: parallel_discover_tests(old_test): tags that look like markers are plain tags
  [leak]: as a marker it is leak:fail, leak:warn or leak:allow
  [port]: as a marker it is port:<1-65535>
  [databse]: did you mean 'database'?
  remedy: correct them, declare them with parallel_declare_labels(), or pass TAGS_ARE_NOT_MARKERS
note: parallel_discover_tests(old_test): tags are markers here
  [serial]: nothing else runs meanwhile
  [database]: creates its own database
  remedy: pass TAGS_ARE_NOT_MARKERS if they mean something else

]])
load_tests()
foreach(kind IN ITEMS adapter listed old)
  expect_json_property(${kind}.one LABELS "[\"Parser::parse\", \"file::size()\"]")
  expect_property(${kind}.two LABELS issue:123 leak port)
  expect_property(${kind}.three LABELS databse leak no_parallel)
  expect_property(${kind}.three RUN_SERIAL "ON")
  expect_property(${kind}.four LABELS leak port::open slow)
  foreach(case IN ITEMS one two four)
    expect_property(${kind}.${case} RUN_SERIAL "")
    expect_property(${kind}.${case} RESOURCE_LOCK "")
  endforeach()
endforeach()
