// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/requires_cxx17.hpp>
#include <parallel_testing/same_layout.hpp>
#include <string>
#include <string_view>

/// Names of resources that no other parallel test uses.
///
///     namespace pt = parallel_testing;
///     pt::schema_name("orders");                     // orders_gw0_1a2b3c4d
///     pt::database_name("orders", pt::dialect::mysql);
///     pt::unique_resource_name();                    // test_gw0_5e6f7a8b
///
/// Not promised: that the resource does not exist yet. Two tests that run one
/// after the other on the same worker of a run get the same schema name.

namespace parallel_testing {

/// The database system whose rules for identifiers apply. The limits are 63
/// bytes for PostgreSQL (NAMEDATALEN - 1), 64 characters for MySQL, and 200
/// bytes for SQLite, which has no limit itself but uses the name as a file
/// name.
enum class dialect { postgresql, mysql, sqlite };

/// Combines `base`, worker and run into one identifier: lower-case ASCII
/// letters, digits and underscores, not starting with a digit, within the limit
/// of the dialect. Different bases give different names, even where characters
/// are replaced or the name is shortened. ":memory:" and "", SQLite's private
/// databases, are returned unchanged. Throws error only as this_worker() does.
std::string database_name(std::string_view base,
                          dialect rules = dialect::postgresql);

/// The same for a schema.
std::string schema_name(std::string_view base,
                        dialect rules = dialect::postgresql);

/// The pure function below both: the same arguments give the same name in every
/// process.
std::string resource_name(std::string_view base, std::string_view worker_id,
                          std::string_view run_id, dialect rules);

/// Returns "test_gw0_1a2b3c4d", a name that no other call returns on this
/// machine for this user, in any process or thread. Names repeat after 2^32
/// calls with the same worker id. Throws error when the state directory cannot
/// be used.
std::string unique_resource_name();

}  // namespace parallel_testing
