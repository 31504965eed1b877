# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  # The last test in CTest's order opens the gate: whatever may run beside it
  # was started before, and has to be there still.
  set(wait "until test -e gate; do sleep 0.01; done")
  parallel_declare_capacity(licences 2)
  parallel_declare_capacity(memory 1GiB)
  foreach(number RANGE 1 8)
    parallel_add_test(NAME licence_${number}
      COMMAND sh -c "${wait}" MARKERS resource:licences)
    parallel_add_test(NAME memory_${number}
      COMMAND sh -c "${wait}" MARKERS memory:300MiB)
    parallel_add_test(NAME reader_${number}
      COMMAND sh -c "${wait}" MARKERS lock:x:shared)
  endforeach()
  foreach(number RANGE 1 3)
    parallel_add_test(NAME writer_${number}
      COMMAND sh -c "${wait}" MARKERS lock:x)
    parallel_add_test(NAME both_${number}
      COMMAND sh -c "${wait}" MARKERS resource:licences:2 lock:x:shared)
  endforeach()
  add_test(NAME opens COMMAND sh -c ": > gate")
  set_tests_properties(opens PROPERTIES COST -1)
  return()
endif()

include("${support}/overlap.cmake")
configure()
run_ctest(READ ARGS -j 64)
expect_all_passed(31)
expect_most_at_once(2 "^(licence|both)_" "^both_=2")
expect_most_at_once(3 "^memory_")
# A writer is alone; as one reader it takes what eight and more of them may.
expect_no_more_at_once(11 "^(reader|both|writer)_" "^writer_=11")
most_at_once(readers "^(reader|both)_")
if(readers LESS 8)
  message(FATAL_ERROR "${readers} readers ran at once, not 8\n${output}")
endif()

file(REMOVE "${build}/gate")
run_ctest(READ ARGS -j 64 --schedule-random)
expect_all_passed(31)
expect_no_more_at_once(2 "^(licence|both)_" "^both_=2")
expect_no_more_at_once(3 "^memory_")
expect_no_more_at_once(11 "^(reader|both|writer)_" "^writer_=11")
