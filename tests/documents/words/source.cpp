// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Words.cmake reads comments and quoted text of a source, and not its code.
int told = 0;  // One runs behind another.
const char* who = "it is\n told \"twice\"";
const char* whoever = R"(of a block
that says a "word")";
