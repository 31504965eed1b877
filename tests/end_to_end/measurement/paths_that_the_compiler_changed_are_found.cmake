# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${CMAKE_CURRENT_LIST_DIR}/project.cmake")

write_project("parallel_add_coverage(NAME coverage TARGETS shop tally)\n")
build_project()
measure(OPTIONS --report json)
read_report(plain coverage.json)
expect_text("${plain}" shop/price.hpp shop/price.cpp tally.cpp)

set(one "${source}=.")
set(two "${source}=/nowhere/else")
set(three "${source}/shop=/")
if(compiler_path MATCHES "clang")
  set(flags
    "\"-ffile-prefix-map=${one}\""
    "\"-fcoverage-prefix-map=${two}\" -fcoverage-compilation-dir=."
    "\"-fcoverage-prefix-map=${three}\""
  )
else()
  set(flags
    "\"-ffile-prefix-map=${one}\""
    "\"-fprofile-prefix-map=${two}\" \"-fmacro-prefix-map=${two}\""
    "\"-ffile-prefix-map=${three}\""
  )
endif()
# In a build tree below the source tree, the flags also change the paths of the
# build tree. Each flag has one of the two places, unless ALL_COMBINATIONS are
# tested.
set(places "${source}/build" "${work}/beside")
foreach(flag IN LISTS flags)
  set(chosen ${places})
  if(NOT all_combinations)
    list(GET places 0 chosen)
    list(REVERSE places)
  endif()
  foreach(build IN LISTS chosen)
    file(REMOVE_RECURSE "${build}")
    build_project(OPTIONS "-DCMAKE_CXX_FLAGS=${flag}")
    measure(OPTIONS --report ${all_formats} --fail-under 60)
    expect_no_text("${output}" warning)
    read_report(report coverage.json)
    expect_equal("${report}" "${plain}")
    read_report(report coverage.xml)
    expect_text("${report}" shop/price.hpp)
  endforeach()
endforeach()
