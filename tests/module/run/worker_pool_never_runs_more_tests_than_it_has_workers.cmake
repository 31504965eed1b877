# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  # None goes on before COMPANY are there; later ones find it so.
  foreach(number RANGE 1 12)
    add_test(NAME plain_${number} COMMAND sh -c "
mkdir -p here && : > here/${number}
until test -e met; do
  test $(ls here | wc -l) -lt $COMPANY || : > met
done")
  endforeach()
  parallel_add_test(NAME last COMMAND true)
  return()
endif()

include("${support}/overlap.cmake")
configure()
set(ENV{PARALLEL_TESTING_JOBS} 2)
set(ENV{COMPANY} 2)
run_ctest(READ ARGS -j 64)
expect_all_passed(13)
expect_most_at_once(2 ".")

# Without the pool more run at once: the count above can be exceeded.
set(ENV{COMPANY} 3)
unset(ENV{PARALLEL_TESTING_JOBS})
file(REMOVE_RECURSE "${build}/here" "${build}/met")
run_ctest(READ ARGS -j 64)
expect_all_passed(13)
most_at_once(found ".")
if(found LESS 3)
  message(FATAL_ERROR "only ${found} ran at once\n${output}")
endif()
