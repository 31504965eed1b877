// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_POSTGRESQL_SERVER_FILE_HPP
#define PARALLEL_TESTING_SRC_POSTGRESQL_SERVER_FILE_HPP

#include <string>

// Where a fixture stores for the tests of its run how to reach its server.
namespace parallel_testing::postgresql {

/// What publish_server() wrote; "" when no fixture started a server and none
/// is named. Throws error when the named one started none.
std::string conninfo_of_server(const std::string& fixture);

void publish_server(const std::string& fixture, const std::string& conninfo);
void forget_server(const std::string& fixture);

}  // namespace parallel_testing::postgresql

#endif
