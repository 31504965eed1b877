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
list(LENGTH counts length)
expect_equal("${length}" 24)
foreach(count IN LISTS counts)
  if(count GREATER 2)
    message(FATAL_ERROR "${count} tests ran at once")
  endif()
endforeach()
