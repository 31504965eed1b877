// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <fstream>
#include <string>

#include "note.hpp"

namespace {
// The next test finds the file as it was.
void change_the_word() {
  std::string word;
  std::ifstream("word.txt") >> word;
  REQUIRE(word == "hello");
  std::ofstream("word.txt") << "changed";
  std::ifstream("word.txt") >> word;
  REQUIRE(word == "changed");
  e2e::note("wrote", word);
}
}  // namespace

TEST_CASE("writes first") {
  change_the_word();
}
TEST_CASE("writes second") {
  change_the_word();
}
