# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The names hold what could be taken for the repeated part.
if(IN_PROJECT)
  set(script [[
cat > "$PARALLEL_TESTING_MANIFEST" <<'END'
parallel_manifest(1 googletest)
parallel_file([=[/src/a.cpp]=])
parallel_case([=[Orders.Plain]=] [=[Orders.Plain]=] 7 [=[]=] [=[]=])
parallel_case([=[Orders.é;
parallel_marked(x]=] [=[Orders.B]=] 8 [=[lock:own;slow]=] [=[]=] [=[Orders.B]=])
parallel_names([=[Orders.Plain;Orders.é\;
parallel_marked(x]=])
END
marked='parallel_marked([==[parallel_file([=[/src/a.cpp]=])
parallel_marked_case([=[Orders.é;
parallel_marked(x]=] 8 [=[lock:own;slow]=] [=[Orders.B]=])
]==])
'
printf '%s' "$marked" >> "$PARALLEL_TESTING_MANIFEST"
echo "parallel_manifest_end(2 $(printf '%s' "$marked" | wc -c))" \
  >> "$PARALLEL_TESTING_MANIFEST"
]])
  add_fake(orders_test googletest "${script}")
  parallel_discover_tests(orders_test MARKERS unit)
  add_fake(marked_test googletest "${script}")
  parallel_discover_tests(marked_test TEST_PREFIX marked.)
  parallel_mark_tests(marked_test "Orders.B" MARKERS database:orders)
  return()
endif()

configure()
build()
load_tests()
set(name "Orders.é;\nparallel_marked(x")
expect_property(Orders.Plain LABELS unit)
expect_property("${name}" LABELS slow unit)
expect_property("${name}" RESOURCE_LOCK own)
expect_property(marked.Orders.Plain LABELS "")
expect_property("marked.${name}" LABELS slow)
expect_property("marked.${name}" RESOURCE_LOCK database:orders own)
