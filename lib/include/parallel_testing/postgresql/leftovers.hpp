// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/postgresql/connection.hpp>
#include <string>
#include <vector>

/// Databases and schemas that killed runs left on a server.
///
///     namespace pg = parallel_testing::postgresql;
///     for (const std::string& name :
///          pg::collect_leftovers(pg::collect_mode::only_list)) {
///       std::cout << name << '\n';
///     }
///
/// Not promised: anything about runs of other machines, or from before this
/// machine last started. Nothing proves that those are dead.

namespace parallel_testing::postgresql {

/// Whether leftovers are dropped or only listed.
enum class collect_mode { drop, only_list };

namespace detail {
void visit_leftovers(collect_mode mode, const connection_settings& on,
                     void (*visit)(void* context, const std::string& name),
                     void* context);
}  // namespace detail

inline namespace PARALLEL_TESTING_CONTAINERS {

/// Drops the databases and schemas of runs that are provably dead: they ran on
/// this machine since it started, and their ctest and all their processes are
/// gone. Returns the names of those that it dropped; with `only_list`, of those
/// that it would drop. A database or schema that cannot be dropped is reported
/// on stderr and not returned. Throws error when the settings cannot be read or
/// the server cannot be reached.
///
/// The library calls it once per run and server. Several processes may call it
/// at the same time.
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
