# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  set(listing [[
cat <<'END'
Orders.
  A
Own.  # TypeParam = int
  B  # GetParam() = 7
END
]])
  # Writes something else where the listing belongs.
  add_fake(odd_test none [[
for argument in "$@"; do
  case "$argument" in
    --gtest_output=*) echo '{"a": 1}' > "${argument#--gtest_output=*:}" ;;
  esac
done
]] )
  file(APPEND "${CMAKE_CURRENT_BINARY_DIR}/odd_test.sh" "${listing}")
  # Refuses to write any.
  add_fake(refusing_test none
    "case \"$*\" in *--gtest_output*) echo no; exit 2;; esac\n${listing}")
  # Lists nothing at all.
  add_fake(broken_test none "echo broken; exit 3\n")
  foreach(target IN ITEMS odd_test refusing_test)
    parallel_discover_tests(${target} LAUNCHER OFF TEST_PREFIX ${target}.)
  endforeach()
  if(BROKEN)
    parallel_discover_tests(broken_test FRAMEWORK googletest)
  endif()
  return()
endif()

configure()
build()
load_tests()
expect_tests(
  odd_test.Orders.A odd_test.Own.B/7<int>
  refusing_test.Orders.A refusing_test.Own.B/7<int>
)
configure(OPTIONS -DBROKEN=ON)
build(RESULT fails)
expect_stdout([[
CMake Error:
  parallel_discover_tests(broken_test): listing the test cases failed: exit code 3

    command: <build>/broken_test --gtest_list_tests --gtest_output=xml:<build>/parallel_testing/broken_test-1_manifest.cmake.new.xml
    directory: <build>
    remedy: run the command in a shell
    output:
      broken
    to build anyway: DISCOVERY_FAILURE warn
]])
