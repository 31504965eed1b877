# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  set(cases "")
  foreach(name IN ITEMS Crashes Fails Over Passes Skips)
    string(APPEND cases
      "parallel_case([=[Held.${name}]=] [=[Held.${name}]=] 7 [=[]=] [=[]=])\n")
  endforeach()
  add_fake(held_test googletest "
if test -n \"$PARALLEL_TESTING_MANIFEST\"; then
cat > \"$PARALLEL_TESTING_MANIFEST\" <<'END'
parallel_manifest(1 googletest)
${cases}parallel_names([=[Held.Crashes;Held.Fails;Held.Over;Held.Passes;Held.Skips]=])
parallel_manifest_end(5)
END
exit 0
fi
test -z \"$PARALLEL_TESTING_QUARANTINE\" || echo it sees $PARALLEL_TESTING_QUARANTINE
case \"$*\" in
  *Crashes*) kill -SEGV $$ ;;
  *Fails* | *Over*) exit 1 ;;
  *Skips*) echo \"(skip \${PARALLEL_TESTING_TEST%%:*})\" ;;
esac
")
  parallel_discover_tests(held_test)
  parallel_quarantine(held_test "Held.*"
    UNTIL 2999-12-31 OWNER "team: [storage]" REASON "50% of; files")
  parallel_quarantine(held_test Held.Over UNTIL 2001-01-31 OWNER me REASON why)
  parallel_add_test(NAME smoke COMMAND sh -c "exit 3")
  parallel_add_test(
    NAME inverted COMMAND sh -c "exit 3" PROPERTIES WILL_FAIL TRUE)
  parallel_add_test(NAME late COMMAND sh -c "exit 3")
  parallel_quarantine(TESTS smoke inverted
    UNTIL 2999-12-31 OWNER "team; storage" REASON "50% of files")
  parallel_quarantine(TESTS late UNTIL 2001-01-31 OWNER me REASON why)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
# The tokens depend on the id of the run.
set(ENV{PARALLEL_TESTING_RUN_ID} held)
run_ctest(ARGS -V RESULT 8 LINES "quarantine|it sees")
expect_stdout([[
1: parallel-testing: kept <temp>
1: parallel-testing: 'Held.Crashes' crashed in quarantine until 2999-12-31, owner team: [storage]: 50% of; files (skip e43444898890)
#1 Held.Crashes: ***Skipped
2: parallel-testing: kept <temp>
2: parallel-testing: 'Held.Fails' failed in quarantine until 2999-12-31, owner team: [storage]: 50% of; files (skip b10d151c120e)
#2 Held.Fails: ***Skipped
3: parallel-testing: kept <temp>
3: parallel-testing: 'Held.Over' failed, and its quarantine is over: until 2001-01-31, owner me: why
#3 Held.Over: ***Failed
#4 Held.Passes: Passed
#5 Held.Skips: ***Skipped
6: parallel-testing: kept <temp>
6: parallel-testing: 'smoke' failed in quarantine until 2999-12-31, owner team; storage: 50% of files (skip b046f1e5fa07)
#6 smoke: ***Skipped
7: parallel-testing: kept <temp>
#7 inverted: Passed
8: parallel-testing: kept <temp>
8: parallel-testing: 'late' failed, and its quarantine is over: until 2001-01-31, owner me: why
#8 late: ***Failed
75% tests passed, 2 tests failed out of 8
]])
# All others pass without them, and with the label they can be selected.
run_ctest(ARGS -LE quarantine -N)
expect_stdout([[
Total Tests: 0
]])
