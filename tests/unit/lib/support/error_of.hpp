// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/error.hpp>
#include <string>

namespace parallel_testing::unit {

/// The text of the error that `act` throws, "no error" when it throws none.
template <class Act>
std::string error_of(const Act& act) {
  try {
    act();
  } catch (const error& problem) {
    return problem.what();
  }
  return "no error";
}

/// What a transaction_session reports at its end.
template <class Session>
std::string problems_of(Session& session) {
  return error_of([&] { session.finish(); });
}

}  // namespace parallel_testing::unit
