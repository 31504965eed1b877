# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(catch_test catch2 [[
if test "$1" = --list-reporters; then
  printf 'Available reporters:\n  compact:  x\n  JUnit:  y\n'
else
  printf 'parallel_manifest(1 catch2 3.7.1)\nparallel_case([=[a]=] [=[a]=] 7 [=[]=] [=[]=])\nparallel_manifest_end(1)\n' > "$PARALLEL_TESTING_MANIFEST"
fi
]])
  parallel_discover_tests(catch_test REPORTER ${REPORTER})
  return()
endif()

configure(OPTIONS -DREPORTER=junti)
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(catch_test): REPORTER cannot be 'junti'

    allowed: compact | JUnit
]])
configure(OPTIONS -DREPORTER=JUnit::out=x.xml)
build()
load_tests()
expect_arguments(a a --reporter JUnit::out=x.xml)
