// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_POSTGRESQL_SERVER_HPP
#define PARALLEL_TESTING_SRC_POSTGRESQL_SERVER_HPP

#include <parallel_testing/postgresql/leftovers.hpp>
#include <string>
#include <vector>

// A private PostgreSQL server: its files, its process, and what is left of it.
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

enum class storage { disk, memory };

/// Chooses where the files of the server of `directory` will be: in memory,
/// where there is room enough and PARALLEL_TESTING_POSTGRESQL_STORAGE does not
/// say `disk`. There the directory is made, mode 0700.
storage make_data_directory(const std::string& directory);

/// As the working directory of its processes has it.
std::string data_directory_of(const std::string& directory);

/// Removes `directory` with the server's files. False with errno when that
/// cannot be done.
bool remove_server_files(const std::string& directory);

/// Ends the server of `directory`, if one runs, also what is left of one that
/// was killed, and waits for its end.
void stop_server(const std::string& directory);

/// Makes a directory for a server, recorded so that a later run removes it
/// with its server when this one dies. Throws error.
std::string make_server_directory(const std::string& fixture);

/// Stops the server of the fixture in this run and removes all of it.
void remove_server(const std::string& fixture);

/// Stops and removes the servers of dead runs of this machine, or only lists
/// them. Returns their directories; what cannot be removed is said.
std::vector<std::string> collect_dead_servers(
    collect_mode mode = collect_mode::drop) noexcept;

}  // namespace parallel_testing::postgresql

#endif
