// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases of doctest that print which one they are. The second source has cases
// of the same names.
#include <doctest/doctest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "odd_names.hpp"

#define ODD(name)   \
  TEST_CASE(name) { \
    say(name);      \
  }

ODD("plain")
ODD("with, comma")
ODD("[brackets] in front")
ODD("one [bracket")
ODD("one ]bracket")
ODD("\"quoted\" and 'ticked'")
ODD("gr\xC3\xBC\xC3\x9F"
    "e \xE2\x82\xAC")
ODD("a;b")
ODD("ends in ]=]")
ODD("$HOME ${x} $<y> # (paren")
ODD("back\\slash\\")
ODD("star * in the middle")
ODD("star and moon in the middle")
ODD("what?")
ODD("whatx")
ODD("!negated")
ODD("~tilde")
ODD("-dash")
ODD("--list-test-cases")
ODD("case")
ODD("CASE")
ODD("case and more")
ODD("a/b/c")
ODD("100 % of @x@ | y")
ODD(LONG_NAME)

TEST_CASE_TEMPLATE("typed", T, int, std::vector<std::string>) {
  say(sizeof(T) == sizeof(int) ? "typed<int>"
                               : "typed<std::vector<std::string>>");
}

TEST_SUITE("first") {
  TEST_CASE("same") {
    say("same (first)");
  }
}
TEST_SUITE("second, [x]") {
  TEST_CASE("same") {
    say("same (second, [x])");
  }
}
TEST_CASE("fails, *") {
  say("fails, *");
  CHECK(1 == 2);
}

// The name of a case that has namesakes in its suite contains its place.
#line 100
TEST_CASE("twin") {
  say("twin (odd_doctest.cpp:100)");
}
