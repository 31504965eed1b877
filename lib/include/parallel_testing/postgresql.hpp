// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

// IWYU pragma: begin_exports
#include <parallel_testing/postgresql/connection.hpp>
#include <parallel_testing/postgresql/databases.hpp>
#include <parallel_testing/postgresql/leftovers.hpp>
#include <parallel_testing/postgresql/ready.hpp>
#include <parallel_testing/postgresql/session.hpp>
// IWYU pragma: end_exports

/// PostgreSQL for parallel tests; link ParallelTesting::postgresql.
///
///     namespace pg = parallel_testing::postgresql;
///     pg::template_database schema("orders", "CREATE TABLE orders …");
///     pg::scoped_database mine(schema);           // a database of this test
///     my::orders orders(mine.settings().conninfo());
///
///     pg::connection open;                        // or roll back instead:
///     pg::transaction_session session(open);      // nothing is kept
///
/// The library quotes every name, and never writes a password to a message, an
/// event or a command line.
///
/// Not promised: clean-up by a test that was killed. The next run on this
/// machine drops what that test left, and nothing else.
