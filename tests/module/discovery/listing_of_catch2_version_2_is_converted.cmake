# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(catch_test none [[
case "$1" in
  --libidentify) printf 'category: testframework\nframework:      Catch Test\nversion:        2.13.10\n'; exit ;;
  --list-test-names-only) cat <<'END'
noise first
plain
no tags
"#hash"
a very long name that goes on and on and on until it is longer than eighty columns
tagged
abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc
words words words words words words words words words words words words words tagged on
long tag
END
    exit 8 ;;
  --list-tests) cat <<'END'
noise first
All available test cases:
  plain
      [port:8080][slow]
  no tags
  #hash
      [a]
  a very long name that goes on and on and on until it is longer than eighty
    columns
      [c]
  tagged
      [lock:one][no_parallel][some_long_tag_that_fills_the_line_to_the_end][lock:
      two]
  abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcde-
    fghijabc
      [lock:three]
  words words words words words words words words words words words words words
    tagged on
      [lock:four]
  long tag
      [ttttttttttuuuuuuuuuuvvvvvvvvvvwwwwwwwwwwxxxxxxxxxxyyyyyyyyyyzzzzzzzzzz0-
      123456789]
8 test cases

END
    exit 8 ;;
esac
]])
  parallel_discover_tests(catch_test FRAMEWORK catch2)
  return()
endif()

configure()
build()
load_tests()
expect_tests(plain "no tags" "#hash"
  "a very long name that goes on and on and on until it is longer than eighty columns"
  tagged
  "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc"
  "words words words words words words words words words words words words words tagged on"
  "long tag")
expect_property(
  "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc"
  RESOURCE_LOCK three)
expect_property(
  "words words words words words words words words words words words words words tagged on"
  RESOURCE_LOCK four)
expect_property(plain RESOURCE_LOCK port:8080)
expect_property(plain LABELS slow)
expect_property("no tags" RESOURCE_LOCK "")
expect_property(tagged RESOURCE_LOCK one two)
expect_property(tagged RUN_SERIAL ON)
expect_property(tagged SKIP_RETURN_CODE "")
