// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef CATCH2_IS_LINKED
#define CATCH_CONFIG_RUNNER
#endif
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

#ifdef CATCH2_IS_LINKED
// What the linker calls the main() of the library, and main() itself.
extern "C" int __real_main(int argc, char** argv);
extern "C" int __wrap_main(int argc, char** argv);
#define RUN_CATCH2 __real_main
int __wrap_main(int argc, char** argv) {
#else
#define RUN_CATCH2 Catch::Session().run
int main(int argc, char** argv) {
#endif
  std::vector<char*> rest(argv, argv + argc);
  if (argc > 1 && argv[1][0] != '-') {
    connection = argv[1];
    rest.erase(rest.begin() + 1);
  }
  return RUN_CATCH2(static_cast<int>(rest.size()), rest.data());
}
