// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_POSTGRESQL_CONNECTION_HPP
#define PARALLEL_TESTING_SRC_POSTGRESQL_CONNECTION_HPP

#include <libpq-fe.h>

#include <memory>
#include <parallel_testing/postgresql.hpp>
#include <string>
#include <vector>

namespace parallel_testing::postgresql {

struct clear_result {
  void operator()(PGresult* result) const { PQclear(result); }
};
using result = std::unique_ptr<PGresult, clear_result>;

/// All rows of the first two columns.
using rows = std::vector<std::pair<std::string, std::string>>;
rows pairs(connection& on, const std::string& sql);

/// True when it succeeds; never throws.
bool succeeds(PGconn* on, const std::string& sql) noexcept;

/// The message of the server or of libpq, on one line, without the password.
std::string message_of(PGconn* on);

/// `text` as a literal in SQL.
std::string literal(connection& on, const std::string& text);

/// The settings a connection was made with, for messages.
std::string description_of(PGconn* on);

/// The five characters of the last error of `on`, see PostgreSQL, Appendix A.
std::string state_of(const PGresult* failed);

/// Error codes that this library acts upon, see PostgreSQL, Appendix A.
namespace error_code {
inline constexpr std::string_view database_is_there = "42P04";
}  // namespace error_code

/// Runs `sql`, again while the server reports that the database is in use, as
/// it does while it makes another clone of the same template. Returns "" when
/// that succeeds, otherwise the code of the error, which message_of() explains.
std::string try_when_free(connection& on, const std::string& sql);

/// The same, but throws error.
void execute_when_free(connection& on, const std::string& sql);

}  // namespace parallel_testing::postgresql

#endif
