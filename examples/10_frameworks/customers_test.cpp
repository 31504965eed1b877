// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <parallel_testing/boost_test.hpp>

namespace pt = parallel_testing;

BOOST_FIXTURE_TEST_CASE(are_exported, pt::test_fixture) {
  std::ofstream(dir / "customers.csv") << "Ada\n";
  BOOST_TEST(std::ifstream(dir / "customers.csv").is_open());
}

BOOST_AUTO_TEST_SUITE(server, *pt::mark(pt::port(8080)))
BOOST_AUTO_TEST_CASE(answers, *boost::unit_test::label("slow")) {
  BOOST_TEST(1 + 1 == 2);
}
BOOST_DATA_TEST_CASE(counts, boost::unit_test::data::xrange(3)) {
  BOOST_TEST(sample < 3);
}
BOOST_AUTO_TEST_SUITE_END()
