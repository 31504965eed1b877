// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

// A private PostgreSQL server: its programs, its files and its processes.
namespace parallel_testing::postgresql {

/// The program directory of the newest installed server, or of `version`
/// ("15"). Searches PARALLEL_TESTING_POSTGRESQL_BINDIR, the directories of
/// Debian and Red Hat, and PATH. Throws error.
std::string find_programs(const std::string& version);

/// Initializes and starts a server in `directory`, which must exist and be
/// empty. It listens on a Unix socket in `directory` and, with a password, on
/// 127.0.0.1, at a port that is reserved as long as the server lives. As root,
/// it runs as the user postgres, or else nobody. Waits until the server answers
/// and returns its connection string, which contains port and password. Throws
/// error with the end of its log.
std::string start_server(const std::string& directory,
                         const std::string& programs, int connections);

/// Removes `directory` with the server's files; false with errno on failure.
bool remove_server_files(const std::string& directory);

/// Ends the server in `directory`, if it runs, or the remaining processes of
/// one that was killed, and waits for their end.
void stop_server(const std::string& directory);

}  // namespace parallel_testing::postgresql
