# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(plain_test none [[
for argument in "$@"; do
  case "$argument" in
    --gtest_output=xml:*) file=${argument#--gtest_output=xml:} ;;
  esac
done
echo "Orders."
echo "  noise_that_looks_like_a_case"
cat > "$file" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" name="AllTests">
  <testsuite name="Orders" tests="1">
    <testcase name="A" file="/src/orders.cpp" line="12" />
  </testsuite>
  <testsuite name="I/P" tests="1">
    <testcase name="Has/0" value_param="&quot;&lt;a&gt;; [&amp;lt;&quot;" file="/src/p.cpp" line="5" />
  </testsuite>
  <testsuite name="T/0" tests="1">
    <testcase name="DISABLED_X" type_param="std::pair&lt;int, char&gt;" file="/src/p.cpp" line="9" />
  </testsuite>
</testsuites>
END
]])
  parallel_discover_tests(plain_test)
  return()
endif()

configure()
build()
load_tests()
expect_location(Orders.A /src/orders.cpp 12)
string(JSON name GET "${json}" tests 1 name)
expect_equal("${name}" "I/P.Has/\"<a>; [&lt;\"")
string(JSON name GET "${json}" tests 2 name)
expect_equal("${name}" "T.X<std::pair<int, char>>")
expect_property("T.X<std::pair<int, char>>" DISABLED ON)
expect_location("T.X<std::pair<int, char>>" /src/p.cpp 9)
