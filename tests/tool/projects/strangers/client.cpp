// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace {
std::string connection;
}

TEST_CASE("reads orders") {
  REQUIRE(connection == "db://me:s3cret@host/shop");
}

TEST_CASE("writes orders") {
  REQUIRE(connection == "db://me:s3cret@host/shop");
}

TEST_CASE("counts orders") {
  REQUIRE(connection == "db://me:s3cret@host/shop");
}

int main(int argc, char** argv) {
  std::vector<char*> rest(argv, argv + argc);
  if (argc > 1 && argv[1][0] != '-') {
    connection = argv[1];
    rest.erase(rest.begin() + 1);
  }
  return Catch::Session().run(static_cast<int>(rest.size()), rest.data());
}
