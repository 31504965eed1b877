// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <chrono>
#include <cstddef>
#include <parallel_testing/postgresql/connection.hpp>
#include <string>
#include <vector>

/// Checks that a server meets the requirements of the tests.
///
///     namespace pg = parallel_testing::postgresql;
///     pg::requirements needed;
///     needed.minimum_version = 150000;
///     needed.extensions = {"pgcrypto"};
///     pg::ensure_ready(needed);
///
/// Not promised: that it stays so. Other clients can take the connections.

namespace parallel_testing::postgresql {

namespace detail {
/// The requirements other than extensions.
struct plain_requirements {
  enum class missing_extensions { create, report };

  int minimum_version = 0;
  missing_extensions when_missing = missing_extensions::create;
  int connections_per_worker = 0;
  std::chrono::milliseconds limit = std::chrono::seconds(10);
};
void ensure_ready(const plain_requirements& needed,
                  const std::string* extensions, std::size_t count,
                  const connection_settings& to);
}  // namespace detail

inline namespace PARALLEL_TESTING_CONTAINERS {

/// What a test program requires of the server; see ensure_ready().
struct requirements {
  using missing_extensions = detail::plain_requirements::missing_extensions;

  /// In the form of server_version_num: 150000 is version 15.
  int minimum_version = 0;
  /// Extensions of the database that the settings name.
  std::vector<std::string> extensions;
  /// Whether ensure_ready() creates a missing extension, for which the role
  /// needs permission, or only reports it.
  missing_extensions when_missing = missing_extensions::create;
  /// The number of connections that must be free for each worker of the run.
  int connections_per_worker = 0;
  /// How long to wait for a server that does not answer.
  std::chrono::milliseconds limit = std::chrono::seconds(10);
};

/// Connects to the server, by default connection_settings::from_environment(),
/// and checks all requirements. While the server does not answer, it tries
/// again until the limit; a server that accepts the connection and then does
/// not answer has two seconds, or the limit when that is longer. Throws one
/// error that names host, port, database and user, all unmet requirements, and
/// the remedy.
inline void ensure_ready(
    const requirements& needed,
    const connection_settings& to = connection_settings::from_environment()) {
  detail::ensure_ready({needed.minimum_version, needed.when_missing,
                        needed.connections_per_worker, needed.limit},
                       needed.extensions.data(), needed.extensions.size(), to);
}

}  // namespace PARALLEL_TESTING_CONTAINERS

}  // namespace parallel_testing::postgresql
