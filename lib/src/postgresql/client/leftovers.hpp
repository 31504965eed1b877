// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_POSTGRESQL_LEFTOVERS_HPP
#define PARALLEL_TESTING_SRC_POSTGRESQL_LEFTOVERS_HPP

#include <parallel_testing/postgresql.hpp>

namespace parallel_testing::postgresql {

/// Collects what dead runs left, once per run and server.
void collect_once(const connection_settings& on);

}  // namespace parallel_testing::postgresql

#endif
