# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Whoever writes markers knows that [serial] is one, and a declared label is what
# was meant.
if(IN_PROJECT)
  parallel_declare_labels(leak port)
  add_manifest_fake(with_argument_test catch2
    "parallel_case([=[one]=] [=[one]=] 1 [=[serial]=] [=[]=])"
    "parallel_case([=[two]=] [=[two]=] 2 [=[port:8080\;@leak\;@port]=] [=[]=])"
  )
  add_manifest_fake(alone_test catch2
    "parallel_case([=[one]=] [=[one]=] 1 [=[database]=] [=[]=])"
    "parallel_case([=[two]=] [=[two]=] 2 [=[no_parallel]=] [=[]=])"
  )
  foreach(target IN ITEMS in_call_test marked_test)
    add_manifest_fake(${target} catch2
      "parallel_case([=[one]=] [=[one]=] 1 [=[serial\;isolate]=] [=[]=])")
  endforeach()
  parallel_discover_tests(with_argument_test TEST_PREFIX a.)
  parallel_discover_tests(alone_test TEST_PREFIX b.)
  parallel_discover_tests(in_call_test TEST_PREFIX c. MARKERS serial)
  parallel_discover_tests(marked_test TEST_PREFIX d.)
  parallel_mark_tests(marked_test "*" MARKERS slow)
  return()
endif()

configure(OPTIONS "-DCASE_LAUNCHER=${launcher}")
build()
load_tests()
expect_tests(a.one a.two b.one b.two c.one d.one)
expect_property(a.two LABELS leak port)
