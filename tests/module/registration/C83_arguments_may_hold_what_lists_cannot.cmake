# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Brackets without their partner, backslashes at the end and semicolons, in
# arguments of all three functions.
if(IN_PROJECT)
  parallel_add_test(NAME "added [ 1" COMMAND "${CMAKE_COMMAND}" -E echo
    "[a" "b;]" "c\\" "d;e\\;f" "last"
    PROPERTIES FAIL_REGULAR_EXPRESSION "[[]ERROR; x" LABELS one)
  parallel_add_test(NAME "added 2\\" COMMAND "${CMAKE_COMMAND}" -E echo one
    PROPERTIES PASS_REGULAR_EXPRESSION "on[e];two" ENVIRONMENT "A=[;B=\\" )
  add_manifest_fake(odd_test catch2
    "parallel_case([=[a]=] [=[a]=] 7 [=[slow]=] [=[]=])")
  parallel_discover_tests(odd_test TEST_SPEC "a;b" "c[" "d\\" "e"
    DISCOVERY_EXTRA_ARGS "x]" "y;z"
    EXTRA_ARGS "[a" "b;]" "c\\" "" "d;e"
    TEST_PREFIX "p[" TEST_SUFFIX "\\"
    PROPERTIES
      FAIL_REGULAR_EXPRESSION "[[]ERROR; x" SKIP_REGULAR_EXPRESSION "s;t"
      ENVIRONMENT "A=\\" COST 3
  )
  # What the listing was asked for.
  add_fake(listing_test none [[
case "$1" in
  --libidentify) printf 'framework:      Catch2\nversion:        3.7.1\n'; exit ;;
  --gtest_list_tests) exit 1 ;;
esac
for argument in "$@"; do printf '<%s>' "$argument"; done > arguments.txt
cat <<'END'
<TestCase><Name>a</Name></TestCase>
END
]])
  parallel_discover_tests(listing_test TEST_PREFIX listing.
    TEST_SPEC "a;b" "c[" "d\\" "e" DISCOVERY_EXTRA_ARGS "x]" "y;z")
  parallel_mark_tests(listing_test "a" MARKERS unit)
  add_fake(marked_test catch2 [[
cat > "$PARALLEL_TESTING_MANIFEST" <<'END'
parallel_manifest(1 catch2)
parallel_case([=[one [ \]=] [=[one]=] 7 [=[]=] [=[]=])
parallel_case([=[two]=] [=[two]=] 7 [=[]=] [=[]=])
parallel_case([=[$<1:x> @y@ ${z}]=] [=[three]=] 7 [=[]=] [=[]=])
parallel_names([=[]=])
parallel_manifest_end(3)
END
]])
  parallel_discover_tests(marked_test)
  parallel_mark_tests(
    marked_test "one [ \\" "t*" "$<1:x> @y@ \${z}" MARKERS slow)
  return()
endif()

configure()
build()
load_tests()

# Sets `out` to the words of a test's command and to its properties.
function(describe out test)
  get_test(object "${test}")
  set(text "")
  string(JSON count LENGTH "${object}" command)
  set(index 1)
  while(index LESS count)
    string(JSON word GET "${object}" command ${index})
    string(APPEND text "<${word}>")
    math(EXPR index "${index} + 1")
  endwhile()
  string(JSON count LENGTH "${object}" properties)
  set(index 0)
  while(index LESS count)
    string(JSON name GET "${object}" properties ${index} name)
    if(NOT name MATCHES "^(WORKING_DIRECTORY|DEF_SOURCE_LINE)$")
      string(JSON value GET "${object}" properties ${index} value)
      string(REGEX REPLACE "[ \n]+" " " value "${value}")
      string(APPEND text "${name}=${value}")
    endif()
    math(EXPR index "${index} + 1")
  endwhile()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

function(expect_description test expected)
  describe(text "${test}")
  expect_equal("${text}" "${expected}")
endfunction()

expect_description("added [ 1" "<-E><echo><[a><b;]><c\\><d;e\\;f><last>\
FAIL_REGULAR_EXPRESSION=[ \"[[]ERROR; x\" ]LABELS=[ \"one\" ]")
expect_description("added 2\\" "<-E><echo><one>\
ENVIRONMENT=[ \"A=[;B=\\\\\" ]PASS_REGULAR_EXPRESSION=[ \"on[e]\", \"two\" ]")
expect_description("p[a\\" "<a><[a><b;]><c\\><><d;e>COST=3.0\
ENVIRONMENT=[ \"A=\\\\\" ]FAIL_REGULAR_EXPRESSION=[ \"[[]ERROR; x\" ]\
SKIP_REGULAR_EXPRESSION=[ \"s\", \"t\" ]LABELS=[ \"slow\" ]")
file(READ "${build}/arguments.txt" arguments)
expect_equal("${arguments}"
  "<a;b><c[><d\\><e><--list-tests><--reporter><xml><x]><y;z>")
expect_property(listing.a LABELS unit)
foreach(test IN ITEMS "one [ \\" two "$<1:x> @y@ \${z}")
  expect_property("${test}" LABELS slow)
endforeach()
file(READ "${build}/marked_test.markers" markers)
expect_equal("${markers}" "parallel_testing_markers 1
one [ \\\\	slow
t*	slow
$<1:x> @y@ \${z}	slow
")
