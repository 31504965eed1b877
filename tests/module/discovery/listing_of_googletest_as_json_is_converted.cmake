# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  set(json [[
cat > "$file" <<'END'
{ "tests": 5, "name": "AllTests", "testsuites": [
  { "name": "Orders", "tests": 1, "testsuite": [
    { "name": "A", "file": "\/src\/orders.cpp", "line": 12 } ] },
  { "name": "I\/P", "tests": 1, "testsuite": [
    { "name": "Has\/0", "value_param": "\"a; [\\\" ]=]\"", "file": "/src/p.cpp", "line": 5 } ] },
  { "name": "T\/0", "tests": 1, "testsuite": [
    { "name": "DISABLED_X", "type_param": "std::pair<int, char>", "file": "/src/p.cpp", "line": 9 } ] },
  { "name": "Own", "tests": 2, "testsuite": [
    { "name": "Value", "value_param": "5" },
    { "name": "Type", "type_param": "int" } ] }
] }
END
]])
  set(ask [[
for argument in "$@"; do
  case "$argument" in --gtest_output=*) given=${argument#--gtest_output=} ;; esac
done
file=${given#*:}
]])
  # Knows no other format, and says so in one of several ways.
  add_fake(silent none "${ask} case $given in json:*) ;; *) exit 0;; esac\n${json}")
  add_fake(failing none "${ask} case $given in json:*) ;; *) exit 9;; esac\n${json}")
  add_fake(stubborn none "${ask} ${json}")
  add_fake(odd none
    "${ask} case $given in json:*) ;; *) echo 1 > $file; exit 0;; esac\n${json}")
  foreach(target IN ITEMS silent failing stubborn odd)
    parallel_discover_tests(${target} LAUNCHER OFF TEST_PREFIX ${target}.)
  endforeach()
  parallel_discover_tests(silent LAUNCHER OFF TEST_PREFIX plain.
    NO_PRETTY_TYPES NO_PRETTY_VALUES)
  return()
endif()

configure()
build()
load_tests()
string(JSON count LENGTH "${json}" tests)
expect_equal("${count}" 25)
foreach(target IN ITEMS silent failing stubborn odd)
  expect_location(${target}.Orders.A /src/orders.cpp 12)
  expect_property("${target}.T.X<std::pair<int, char>>" DISABLED ON)
  get_test(test "${target}.Own.Value/5")
  expect_arguments("${target}.Own.Type<int>"
    --gtest_filter=Own.Type --gtest_also_run_disabled_tests)
endforeach()
string(JSON name GET "${json}" tests 1 name)
expect_equal("${name}" [==[silent.I/P.Has/"a; [\" ]=]"]==])
foreach(name IN ITEMS Orders.A I/P.Has/0 T.X<0> Own.Value Own.Type)
  get_test(test "plain.${name}")
endforeach()
