# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# CMake wraps paragraphs at any width; what is indented it leaves alone.
if(IN_PROJECT)
  string(REPEAT "long words " 12 words)
  message(WARNING "${words}end. Another sentence.\n\nA second\nparagraph.\n"
    "  key:   ${words}value\n    deeper\n  last: one")
  message(AUTHOR_WARNING "short")
  message(NOTICE "printed\n  as  it\n\n  is ${words}")
  message("CMake Warning of nobody:\n  one\n  two")
  return()
endif()

configure()
expect_stderr([[
CMake Warning at <case>:5 (message):
  long words long words long words long words long words long words long words long words long words long words long words long words end. Another sentence.

  A second

  paragraph.

    key:   long words long words long words long words long words long words long words long words long words long words long words long words value
      deeper
    last: one
CMake Warning (dev) at <case>:7 (message):
  short
printed
  as  it

  is long words long words long words long words long words long words long words long words long words long words long words long words 
CMake Warning of nobody:
  one
  two
]])
