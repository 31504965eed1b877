# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Then only CMake says what tests need, and nothing about tags is reported: with
# an adapter, and as Catch2 3 lists them.
if(IN_PROJECT)
  add_fake(adapter_test catch2 [[
if test -n "$PARALLEL_TESTING_MANIFEST"; then
echo "asked: $PARALLEL_TESTING_MANIFEST_OPTIONS" > "$PARALLEL_TESTING_MANIFEST.asked"
cat > "$PARALLEL_TESTING_MANIFEST" <<'END'
parallel_manifest(1 catch2 3.7.1)
parallel_case([=[one]=] [=[one]=] 1 [=[@serial;@port:8080;@slow]=] [=[]=])
parallel_case([=[two]=] [=[two]=] 2 [=[@prot:x;@leak;@timeout:no]=] [=[]=])
parallel_names([=[one;two]=])
parallel_manifest_end(2)
END
fi
]])
  add_fake(listed_test none [[
case "$1" in
  --libidentify) printf 'framework:      Catch2\nversion:        3.7.1\n'; exit ;;
  --gtest_list_tests) exit 1 ;;
esac
cat <<'END'
<TestCase><Name>one</Name><Tags>[serial][port:8080][slow]</Tags></TestCase>
<TestCase><Name>two</Name><Tags>[prot:x][leak][timeout:no]</Tags></TestCase>
END
]])
  foreach(kind IN ITEMS adapter listed)
    parallel_discover_tests(${kind}_test
      TAGS_ARE_NOT_MARKERS TEST_PREFIX ${kind}. ADD_TAGS_AS_LABELS
      MARKERS lock:all)
    parallel_discover_tests(${kind}_test
      TAGS_ARE_NOT_MARKERS TEST_PREFIX ${kind}.plain.)
    parallel_mark_tests(${kind}_test "two" MARKERS serial)
  endforeach()
  return()
endif()

configure()
build()
load_tests()
foreach(kind IN ITEMS adapter listed)
  expect_property(${kind}.one LABELS port:8080 serial slow)
  expect_property(${kind}.one RUN_SERIAL "")
  expect_property(${kind}.one RESOURCE_LOCK all)
  expect_property(${kind}.one TIMEOUT "")
  expect_property(${kind}.two LABELS leak no_parallel prot:x timeout:no)
  expect_property(${kind}.two RUN_SERIAL "ON")
  expect_property(${kind}.plain.one LABELS "")
  expect_property(${kind}.plain.two LABELS no_parallel)
endforeach()
# The adapter is asked to write tags as such, and the running test knows it.
file(GLOB_RECURSE asked "${build}/*.asked")
list(GET asked 0 asked)
file(READ "${asked}" content)
expect_equal("${content}" "asked: tags_are_not_markers\n")
file(READ "${build}/adapter_test.markers" content)
expect_equal("${content}" "parallel_testing_markers 1\n\
tags_are_not_markers\n*\tlock:all\ntwo\tserial\n")
