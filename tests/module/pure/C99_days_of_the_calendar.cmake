# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/pure/Dates.cmake")

foreach(day IN ITEMS
  2027-03-01 2028-02-29 2000-02-29 2027-12-31 2027-09-30 0001-01-01 2027-08-08
)
  _parallel_is_date(is_date "${day}")
  expect_equal("${day} ${is_date}" "${day} TRUE")
endforeach()
foreach(day IN ITEMS
  "" 2027-3-1 2027-02-29 1900-02-29 2027-04-31 2027-13-01 2027-00-01 2027-01-00
  0000-01-01 01.03.2027 2027-03-01T00 "2027-03-01 " tomorrow
)
  _parallel_is_date(is_date "${day}")
  expect_equal("${day} ${is_date}" "${day} FALSE")
endforeach()
