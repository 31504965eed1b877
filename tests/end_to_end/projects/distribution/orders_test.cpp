// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef USE_CATCH2
#include <gtest/gtest.h>  // first: it may be precompiled
#endif

#include "cases.hpp"

namespace {

SUITE(Orders){};

CASE(Orders, First, "") {
  e2e::note("ran", "Orders.First");
}

CASE(Orders, Second, "[lock:alpha]") {
  const e2e::section here("alpha");
  e2e::note("ran", "Orders.Second");
}
MARK(Orders, Second, lock("alpha"));

CASE(Orders, Third, "") {
  e2e::note("ran", "Orders.Third");
}

CASE(Orders, Fourth, "") {
  e2e::note("ran", "Orders.Fourth");
}

}  // namespace
