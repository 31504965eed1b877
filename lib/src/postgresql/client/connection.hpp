// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

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

/// The first two columns of all rows.
using rows = std::vector<std::pair<std::string, std::string>>;
rows pairs(connection& on, const std::string& sql);

/// Runs `sql` and returns whether it succeeded. Never throws.
bool succeeds(PGconn* on, const std::string& sql) noexcept;

/// The message of the server or of libpq, on one line, without the password.
std::string message_of(PGconn* on);

/// `text` as an SQL literal.
std::string literal(connection& on, const std::string& text);

/// The settings of a connection, for messages.
std::string description_of(PGconn* on);

/// The five-character code of a failed result, see PostgreSQL, Appendix A.
std::string state_of(const PGresult* failed);

/// The error codes that this library handles, see PostgreSQL, Appendix A.
namespace error_code {
inline constexpr std::string_view duplicate_database = "42P04";
}  // namespace error_code

/// Runs `sql`, and repeats it while the server reports that the database is in
/// use, for example because it is creating another clone of the same template.
/// Returns "" on success, otherwise the code of the error, which message_of()
/// explains.
std::string try_when_free(connection& on, const std::string& sql);

/// The same, but throws error on failure.
void execute_when_free(connection& on, const std::string& sql);

}  // namespace parallel_testing::postgresql
