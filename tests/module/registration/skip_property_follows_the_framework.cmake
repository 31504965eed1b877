# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  function(add_catch_fake target manifest_arguments)
    string(CONCAT script
      "test -z \"$PARALLEL_TESTING_MANIFEST\" ||\n"
      "printf 'parallel_manifest(1 ${manifest_arguments})\\n"
      "parallel_case([=[${target}]=] [=[x]=] 7 [=[]=] [=[]=])\\n"
      "parallel_names([=[${target}]=])\\nparallel_manifest_end(1)\\n' "
      "> \"$PARALLEL_TESTING_MANIFEST\"\n"
    )
    add_fake(${target} catch2 "${script}")
    parallel_discover_tests(${target} ${ARGN})
  endfunction()
  add_catch_fake(says_3 "catch2 3.7.1")
  add_catch_fake(says_2 "catch2 2.13.10")
  add_catch_fake(unknown "catch2")
  add_manifest_fake(google googletest
    "parallel_case([=[google]=] [=[A.B]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(google)
  add_manifest_fake(strict googletest
    "parallel_case([=[strict]=] [=[A.B]=] 7 [=[]=] [=[]=])")
  parallel_discover_tests(strict SKIP_IS_FAILURE)
  add_catch_fake(strict_3 "catch2 3.7.1" SKIP_IS_FAILURE)
  return()
endif()

configure()
build()
load_tests()
expect_property(says_3 SKIP_RETURN_CODE 4)
# Here an exit code of 4 may mean four failed assertions.
expect_property(says_2 SKIP_RETURN_CODE "")
expect_property(unknown SKIP_RETURN_CODE "")
expect_property(google SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
expect_property(strict SKIP_REGULAR_EXPRESSION "")
expect_property(strict FAIL_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
expect_property(strict_3 SKIP_RETURN_CODE "")
