# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  # Each test counts who of its kind is there while it is there.
  set(count "mkdir -p $0 && : > $0/$1 && ls $0 | wc -l >> $0.counts
sleep 0.05
ls $0 | wc -l >> $0.counts
rm $0/$1")
  parallel_capacity(licences 2)
  parallel_capacity(memory 1GiB)
  foreach(number RANGE 1 8)
    parallel_add_test(NAME licence_${number}
      COMMAND sh -c "${count}" licence ${number} MARKERS resource:licences)
    parallel_add_test(NAME memory_${number}
      COMMAND sh -c "${count}" memory ${number} MARKERS memory:300MiB)
    parallel_add_test(NAME reader_${number}
      COMMAND sh -c "${count}" access ${number} MARKERS lock:x:shared)
  endforeach()
  foreach(number RANGE 1 3)
    parallel_add_test(NAME writer_${number}
      COMMAND sh -c "test -z \"$(ls access 2>/dev/null)\" && ${count}"
        access w${number} MARKERS lock:x)
    parallel_add_test(NAME both_${number}
      COMMAND sh -c "${count}" licence b${number}
      MARKERS resource:licences:2 lock:x:shared)
  endforeach()
  return()
endif()

configure()
# The most that were there at once, of `kind`.
function(expect_most kind most)
  file(STRINGS "${build}/${kind}.counts" counts)
  list(SORT counts COMPARE NATURAL ORDER DESCENDING)
  list(GET counts 0 found)
  string(STRIP "${found}" found)
  if(found GREATER most)
    message(FATAL_ERROR "${found} of ${kind} ran at once, not ${most}")
  endif()
endfunction()
foreach(order IN ITEMS "" --schedule-random)
  run_ctest(ARGS -j 16 ${order} STDOUT "100% tests passed")
  expect_most(licence 2)
  expect_most(memory 3)
endforeach()
