// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/postgresql.hpp>

namespace parallel_testing::postgresql {

/// Collects what dead runs left, once per run and server.
void collect_once(const connection_settings& on);

}  // namespace parallel_testing::postgresql
