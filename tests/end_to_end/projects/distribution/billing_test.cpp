// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef USE_CATCH2
#include <gtest/gtest.h>  // first: it may be precompiled
#endif

#include "cases.hpp"

namespace {

SUITE(Billing){};

CASE(Billing, D, "[group:money][timeout:30]") {
  e2e::note("ran", "Billing.D");
}
MARK(Billing, D, group("money"), timeout(30s));

CASE(Billing, E, "[no_parallel]") {
  e2e::note("ran", "Billing.E");
}
MARK(Billing, E, no_parallel);

CASE(Billing, F, "[group:money][timeout:20][lock:alpha]") {
  const e2e::section here("alpha");
  e2e::note("ran", "Billing.F");
  e2e::take_time(20);
}
MARK(Billing, F, group("money"), timeout(20s), lock("alpha"));

SUITE(Ledger){};

CASE(Ledger, G, "[lock:alpha]") {
  const e2e::section here("alpha");
  e2e::note("ran", "Ledger.G");
  e2e::take_time(20);
}
MARK(Ledger, G, lock("alpha"));

}  // namespace
