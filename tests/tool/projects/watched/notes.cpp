// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace {

std::string in_folder(const char* name) {
  const char* const folder = std::getenv("WATCHED_FOLDER");
  return std::string(folder == nullptr ? "/nowhere" : folder) + "/" + name;
}

TEST_CASE("a note, [kept]") {
  std::ofstream(in_folder("notes.txt")) << "one\n";
}

TEST_CASE("another note") {
  std::ofstream(in_folder("notes.txt")) << "two\n";
  std::ofstream(in_folder("post.txt")) << "note\n";
}

TEST_CASE("never runs" * doctest::skip()) {
  FAIL("it runs");
}

}  // namespace
