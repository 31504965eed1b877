// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef USE_CATCH2
#include <gtest/gtest.h>  // first: it may be precompiled
#endif

#include <csignal>
#include <cstdlib>

#include "cases.hpp"

namespace {

SUITE(Endings){};

CASE(Endings, Passes, "") {
  e2e::note("ran", "Endings.Passes");
}

CASE(Endings, Crashes, "") {
  e2e::note("ran", "Endings.Crashes");
  // No handler of a framework gets hold of this one.
  ::raise(SIGKILL);
}

CASE(Endings, PassesAfterwards, "") {
  e2e::note("ran", "Endings.PassesAfterwards");
}

CASE(Endings, LeavesWithZero, "") {
  e2e::note("ran", "Endings.LeavesWithZero");
  std::exit(0);
}

CASE(Endings, LeavesAtOnce, "") {
  e2e::note("ran", "Endings.LeavesAtOnce");
  ::_exit(3);
}

CASE(Endings, Fails, "") {
  e2e::note("ran", "Endings.Fails");
  FAIL_CASE();
}

CASE(Endings, IsLast, "") {
  e2e::note("ran", "Endings.IsLast");
}

SUITE(Skips){};

CASE(Skips, One, "") {
  e2e::note("ran", "Skips.One");
  SKIP_CASE();
}

CASE(Skips, Two, "") {
  e2e::note("ran", "Skips.Two");
  SKIP_CASE();
}

SUITE(SkipsAndPasses){};

CASE(SkipsAndPasses, One, "") {
  e2e::note("ran", "SkipsAndPasses.One");
  SKIP_CASE();
}

CASE(SkipsAndPasses, Two, "") {
  e2e::note("ran", "SkipsAndPasses.Two");
}

SUITE(SkipsAndFails){};

CASE(SkipsAndFails, One, "") {
  e2e::note("ran", "SkipsAndFails.One");
  SKIP_CASE();
}

CASE(SkipsAndFails, Two, "") {
  e2e::note("ran", "SkipsAndFails.Two");
  FAIL_CASE();
}

}  // namespace
