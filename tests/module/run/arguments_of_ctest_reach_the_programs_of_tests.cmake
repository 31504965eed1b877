# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `ctest -- <argument>...` of CMake 4.4 appends the arguments to the command of
# each test, which begins with the launcher when ctest runs it. A script that
# starts the launcher with such arguments plays it.
if(IN_PROJECT)
  set(print "printf '<%s>' \"$@\"; echo")
  parallel_add_test(
    NAME added COMMAND sh -c "${print}" sh own MARKERS lock:x)
  parallel_add_test(
    NAME tap COMMAND sh -c "echo 1..1; echo 'ok 1 - one'; ${print}" sh own
    OUTPUT tap
  )
  add_fake(listed none [[
if [ "$1" = --gtest_list_tests ]; then
  printf 'Orders.\n  Ship\n'
  exit
fi
for argument in "$@"; do
  case $argument in
    --gtest_output=xml:*)
      printf '%s' '<testsuites><testsuite name="Orders"><testcase name="Ship"' \
        ' classname="Orders" status="run" result="completed"/>' \
        '</testsuite></testsuites>' > "${argument#*:}"
      ;;
    *) printf '<%s>' "$argument" ;;
  esac
done
echo
]])
  parallel_discover_tests(listed FRAMEWORK googletest)
  return()
endif()

file(WRITE "${work}/launcher"
  "#!/bin/sh\nexec '${launcher}' \"$@\" --name=other -- 'two words' ''\n")
file(CHMOD "${work}/launcher"
  PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
configure(OPTIONS "-DCASE_LAUNCHER=${work}/launcher")
build()
run_ctest(ARGS -V LINES "^<")
expect_stdout([[
1: <--gtest_filter=Orders.Ship><--gtest_also_run_disabled_tests><--name=other><--><two words><>
#1 Orders.Ship: Passed
2: <own><--name=other><--><two words><>
#2 added: Passed
3: <own><--name=other><--><two words><>
#3 tap: Passed
100% tests passed, 0 tests failed out of 3
]])

# Before 3.29, ctest ignores options that it does not know.
if(CMAKE_VERSION VERSION_LESS 3.29 OR CMAKE_VERSION VERSION_GREATER_EQUAL 4.5)
  run_ctest(READ ARGS -N --out-of-date)
  expect_stderr([[
ParallelTesting: warning: ctest --out-of-date takes only tests of add_test() and parallel_add_test(), and leaves out all cases of parallel_discover_tests(). Run these without the option; -R selects them by name.
]])
  run_ctest(READ ARGS -N)
endif()

# The failing test of a listing prints why it fails, not such an argument.
run(READ RESULT fails COMMAND "${CMAKE_COMMAND}"
  -P "${module_dir}/ParallelTesting/ctest/DiscoveryFailed.cmake"
  -- "the list is missing" "two words")
expect_stderr([[
the list is missing
CMake Error:
  The test cases could not be listed.
]])

# ctest itself, where it is new enough. -N after the dashes lists nothing.
if(CMAKE_VERSION VERSION_GREATER_EQUAL 4.4)
  configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
  run_ctest(LINES "^<" ARGS -V -R added -- -N "two words")
  file(WRITE "${source}/CMakePresets.json" "{\"version\": 12,
    \"configurePresets\": [{\"name\": \"some\", \"binaryDir\": \"${build}\",
      \"generator\": \"Ninja\"}],
    \"testPresets\": [{\"name\": \"some\", \"configurePreset\": \"some\",
      \"output\": {\"verbosity\": \"verbose\"},
      \"execution\": {\"testPassthroughArguments\": [\"-N\", \"two words\"]}}]}")
  run(COMMAND "${CMAKE_CTEST_COMMAND}" --preset some -R added
    DIRECTORY "${source}" PRINTER ctest LINES "^<")
  expect_stdout([[
2: <own><-N><two words>
#2 added: Passed
100% tests passed, 0 tests failed out of 1
2: <own><-N><two words>
#2 added: Passed
100% tests passed, 0 tests failed out of 1
]])
endif()
