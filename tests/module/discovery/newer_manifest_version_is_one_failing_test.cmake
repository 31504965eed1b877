# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(orders_test googletest [[
printf 'parallel_manifest(2 googletest)\nsomething_new()\nparallel_manifest_end(0)\n' \
  > "$PARALLEL_TESTING_MANIFEST"
]])
  parallel_discover_tests(orders_test)
  add_fake(noise_test googletest [[
echo 'file(WRITE planted "")' > "$PARALLEL_TESTING_MANIFEST"
]])
  parallel_discover_tests(noise_test)
  return()
endif()

configure()
build(KEEP_GOING RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(noise_test): the manifest does not start with parallel_manifest()

    to build anyway: DISCOVERY_FAILURE warn
CMake Error:
  parallel_discover_tests(orders_test): the manifest has version 2, but only 1 is supported

    to build anyway: DISCOVERY_FAILURE warn
]])
load_tests()
expect_tests(orders_test_discovery noise_test_discovery)
# What is no manifest is never executed.
file(GLOB_RECURSE planted "${build}/planted")
expect_equal("${planted}" "")
