// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_POSTGRESQL_LEFTOVERS_HPP
#define PARALLEL_TESTING_POSTGRESQL_LEFTOVERS_HPP

#include <parallel_testing/postgresql/connection.hpp>
#include <string>
#include <vector>

/// What killed runs left on a server; see parallel_testing/postgresql.hpp.

namespace parallel_testing::postgresql {

/// Whether leftovers are dropped or only named.
enum class collect_mode { drop, only_list };

/// Drops the databases and schemas that runs left which are provably dead: of
/// this machine, their ctest gone. Returns their names; with `only_list` it
/// drops nothing. Done by itself once per run and server.
std::vector<std::string> collect_leftovers(
    collect_mode mode = collect_mode::drop,
    const connection_settings& on = connection_settings::from_environment());

}  // namespace parallel_testing::postgresql

#endif
