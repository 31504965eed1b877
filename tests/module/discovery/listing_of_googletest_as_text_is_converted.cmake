# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(plain_test none [[
test "$1" != --libidentify || exit 9
cat <<'END'
Loading config...
Running main() from gtest_main.cc
Orders.
  A
  DISABLED_B
DISABLED_Billing.
  C
I/Params.
  Has/0  # GetParam() = "a; b"
  Has/1  # GetParam() = "[ ]=] # GetParam() = x"
  Has/2  # GetParam() = \
  Has/3  # GetParam() = 1
  Has/4  # GetParam() = 1
Typed/0.  # TypeParam = int
  T
My/Typed/1.  # TypeParam = std::pair<int, char>
  T
  noise in between
bye.
END
]])
  parallel_discover_tests(plain_test FRAMEWORK googletest)
  parallel_discover_tests(plain_test TEST_PREFIX raw. NO_PRETTY_TYPES NO_PRETTY_VALUES)
  parallel_mark_tests(plain_test "I/Params.Has/1" MARKERS lock:x)
  return()
endif()

configure()
build()
load_tests()
string(JSON count LENGTH "${json}" tests)
expect_equal("${count}" 20)
set(index 0)
foreach(name IN ITEMS
  Orders.A Orders.B Billing.C "I/Params.Has/\"a\; b\""
  "I/Params.Has/\"[ ]=] # GetParam() = x\"" "I/Params.Has/\\"
  I/Params.Has/3 I/Params.Has/4 "Typed.T<int>" "My/Typed.T<std::pair<int, char>>"
)
  string(JSON found GET "${json}" tests ${index} name)
  string(REPLACE "\\;" ";" name "${name}")
  expect_equal("${found}" "${name}")
  math(EXPR index "${index} + 1")
endforeach()
foreach(name IN ITEMS
  Orders.A Orders.B Billing.C I/Params.Has/0 I/Params.Has/1 I/Params.Has/2
  I/Params.Has/3 I/Params.Has/4 "Typed.T<0>" "My/Typed.T<1>"
)
  string(JSON found GET "${json}" tests ${index} name)
  expect_equal("${found}" "raw.${name}")
  math(EXPR index "${index} + 1")
endforeach()
expect_property(Orders.B DISABLED ON)
expect_property(Billing.C DISABLED ON)
expect_arguments(Billing.C
  --gtest_filter=DISABLED_Billing.C --gtest_also_run_disabled_tests)
expect_arguments("My/Typed.T<std::pair<int, char>>"
  --gtest_filter=My/Typed/1.T --gtest_also_run_disabled_tests)
expect_property("I/Params.Has/\"[ ]=] # GetParam() = x\"" RESOURCE_LOCK x)
