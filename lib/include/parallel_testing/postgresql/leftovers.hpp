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

namespace detail {
void visit_leftovers(collect_mode mode, const connection_settings& on,
                     void (*visit)(void* context, const std::string& name),
                     void* context);
}  // namespace detail

inline namespace PARALLEL_TESTING_CONTAINERS {

/// Drops the databases and schemas that runs left which are provably dead: of
/// this machine, their ctest gone. Returns their names; with `only_list` it
/// drops nothing. Done by itself once per run and server.
inline std::vector<std::string> collect_leftovers(
    collect_mode mode = collect_mode::drop,
    const connection_settings& on = connection_settings::from_environment()) {
  std::vector<std::string> names;
  detail::visit_leftovers(
      mode, on,
      [](void* context, const std::string& name) {
        static_cast<std::vector<std::string>*>(context)->push_back(name);
      },
      &names);
  return names;
}

}  // namespace PARALLEL_TESTING_CONTAINERS

}  // namespace parallel_testing::postgresql

#endif
