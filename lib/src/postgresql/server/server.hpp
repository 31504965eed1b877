// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_POSTGRESQL_SERVER_HPP
#define PARALLEL_TESTING_SRC_POSTGRESQL_SERVER_HPP

#include <string>

// A private PostgreSQL server: its programs, its files and its processes.
namespace parallel_testing::postgresql {

/// The directory of the newest installed server, or of `version` ("15"):
/// PARALLEL_TESTING_POSTGRESQL_BINDIR, Debian's and Red Hat's places, PATH.
/// Throws error.
std::string find_programs(const std::string& version);

/// Initialises a server below `directory`, which exists and is empty, and
/// starts it there. It is reached by a Unix socket in `directory`, and on
/// 127.0.0.1 with the password, at a port that is reserved as long as it
/// lives. As root it runs as the user postgres, or else nobody. Returns its
/// connection string when it answers, which holds port and password. Throws
/// error with the end of its log.
std::string start_server(const std::string& directory,
                         const std::string& programs, int connections);

/// Removes `directory` with the server's files. False with errno when that
/// cannot be done.
bool remove_server_files(const std::string& directory);

/// Ends the server of `directory`, if one runs, also what is left of one that
/// was killed, and waits for its end.
void stop_server(const std::string& directory);

}  // namespace parallel_testing::postgresql

#endif
