# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(catch_test none [[
case "$1" in
  --gtest_list_tests) echo "Unrecognised token"; exit 1 ;;
  --libidentify) printf 'category: testframework\nframework:      Catch2\nversion:        3.7.1\n'; exit ;;
esac
echo "noise first"
cat <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<MatchingTests>
  <TestCase>
    <Name>plain</Name>
    <ClassName/>
    <Tags>[port:8080][slow][!mayfail]</Tags>
    <SourceInfo>
      <File>/src/a.cpp</File>
      <Line>2</Line>
    </SourceInfo>
  </TestCase>
  <TestCase>
    <Name>a, [b] \ "c" &lt;; ]=] ~*</Name>
    <ClassName/>
    <Tags/>
    <SourceInfo>
      <File>/src/a.cpp</File>
      <Line>3</Line>
    </SourceInfo>
  </TestCase>
  <TestCase>
    <Name>  ~leading</Name>
    <ClassName/>
    <Tags>[vector]</Tags>
  </TestCase>
</MatchingTests>
END
]])
  parallel_discover_tests(catch_test)
  return()
endif()

configure()
build()
load_tests()
expect_property(plain RESOURCE_LOCK port:8080)
expect_property(plain LABELS slow)
expect_location(plain /src/a.cpp 2)
expect_arguments(plain plain)
string(JSON name GET "${json}" tests 1 name)
expect_equal("${name}" "a, [b] \\ \"c\" <; ]=] ~*")
string(JSON selector GET "${json}" tests 1 command 1)
expect_equal("${selector}" "a\\, \\[b\\] \\\\ \\\"c\\\" <; \\]=\\] ~\\*")
string(JSON selector GET "${json}" tests 2 command 1)
expect_equal("${selector}" "\"\\  ~leading\"")
expect_property("  ~leading" LABELS "")
