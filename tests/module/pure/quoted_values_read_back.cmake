# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
include("${module_dir}/ParallelTesting/pure/Quoting.cmake")

foreach(value IN ITEMS
  "" "plain" "a;b" "\\" "a\\;b" "]=]" "]=" "]" "]==]x]=]" "[=[" "\n" "\nx"
  "\n\n" "\${HOME} $ENV{HOME} @x@" "\"quoted\"" "# ( )" "é" "trailing  "
)
  _parallel_quote(code "${value}")
  cmake_language(EVAL CODE "set(back ${code})")
  expect_equal("${back}" "${value}")
endforeach()

set(items "a" "b\;c" "" "d e")
_parallel_quote_items(code items)
cmake_language(EVAL CODE "set(back${code})")
expect_equal("${back}" "a;b;c;;d e")
_parallel_quote_list(code back items)
cmake_language(EVAL CODE "${code}")
expect_equal("${back}" "a;b\;c;;d e")
