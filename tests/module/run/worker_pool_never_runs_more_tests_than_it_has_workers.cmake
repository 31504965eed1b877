# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  # Each test counts who is there while it is there.
  foreach(number RANGE 1 12)
    add_test(NAME plain_${number} COMMAND sh -c "
mkdir -p here && : > here/${number} && ls here | wc -l >> counts
sleep 0.05
ls here | wc -l >> counts
rm here/${number}")
  endforeach()
  parallel_add_test(NAME last COMMAND true)
  return()
endif()

configure()
set(ENV{PARALLEL_TESTING_JOBS} 2)
run_ctest(ARGS -j 64 STDOUT "100% tests passed")
file(STRINGS "${build}/counts" counts)
list(REMOVE_DUPLICATES counts)
list(TRANSFORM counts STRIP)
list(SORT counts)
expect_equal("${counts}" "1;2")
