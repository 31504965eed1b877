// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define BOOST_TEST_MODULE letters
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

std::string in_folder(const char* name) {
  const char* const folder = std::getenv("WATCHED_FOLDER");
  return std::string(folder == nullptr ? "/nowhere" : folder) + "/" + name;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sent)
BOOST_AUTO_TEST_CASE(first) {
  std::ofstream(in_folder("letters.txt")) << "one\n";
}
BOOST_AUTO_TEST_CASE(second) {
  std::ofstream(in_folder("letters.txt")) << "two\n";
  std::ofstream(in_folder("post.txt")) << "letter\n";
}
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(never_runs, *boost::unit_test::disabled()) {
  BOOST_FAIL("it runs");
}
