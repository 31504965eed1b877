# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test none [[
for argument in "$@"; do printf '<%s>' "$argument"; done >> arguments.txt
cat <<'END'
Orders.
  A
END
]])
  parallel_discover_tests(orders_test
    FRAMEWORK googletest LAUNCHER OFF
    DISCOVERY_EXTRA_ARGS "" how "" now ""
    EXTRA_ARGS "" brown "$<1:;cow;>" "$<0:absent>" "]"
  )
  return()
endif()

configure()
build()
file(READ "${build}/arguments.txt" arguments)
string(FIND "${arguments}" "<><how><><now><>" at)
if(at LESS 0)
  message(FATAL_ERROR "empty arguments were lost: ${arguments}")
endif()
load_tests()
expect_arguments(Orders.A
  --gtest_filter=Orders.A --gtest_also_run_disabled_tests
  "" brown "" cow "" "]"
)
