// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

// The file in which a fixture stores, for the tests of its run, how to reach
// its server.
namespace parallel_testing::postgresql {

/// The text that publish_server() wrote. "" when `fixture` is "" and no fixture
/// started a server. Throws error when `fixture` did not start one.
std::string conninfo_of_server(const std::string& fixture);

void publish_server(const std::string& fixture, const std::string& conninfo);
void forget_server(const std::string& fixture);

}  // namespace parallel_testing::postgresql
