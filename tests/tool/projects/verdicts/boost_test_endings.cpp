// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every way a Boost.Test case can end.
#define BOOST_TEST_NO_MAIN
#define BOOST_TEST_ALTERNATIVE_INIT_API
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>

#include "second_thread.hpp"

namespace utf = boost::unit_test;

namespace {

BOOST_AUTO_TEST_CASE(passes) {
  BOOST_TEST(1 == 1);
}
BOOST_AUTO_TEST_CASE(fails) {
  const int one = 1;
  BOOST_TEST(one == 2);
}
BOOST_AUTO_TEST_CASE(fails_for_good) {
  BOOST_FAIL("for good");
}
BOOST_AUTO_TEST_CASE(throws) {
  throw std::runtime_error("thrown in the body");
}
BOOST_AUTO_TEST_CASE(fails_as_expected, *utf::expected_failures(1)) {
  BOOST_TEST(false);
}
BOOST_AUTO_TEST_CASE(fails_more_than_expected, *utf::expected_failures(1)) {
  BOOST_ERROR("one failure");
  BOOST_ERROR("another failure");
}
boost::test_tools::assertion_result has_no_gpu(utf::test_unit_id) {
  boost::test_tools::assertion_result result(false);
  result.message() << "no GPU here";
  return result;
}
BOOST_AUTO_TEST_CASE(skips, *utf::precondition(has_no_gpu)) {}
BOOST_AUTO_TEST_CASE(needs_passes, *utf::depends_on("passes")) {}
BOOST_AUTO_TEST_CASE(needs_fails, *utf::depends_on("fails")) {}
BOOST_AUTO_TEST_CASE(warns) {
  BOOST_WARN(1 == 2);
  BOOST_TEST_MESSAGE("nothing bad");
}
struct broken_fixture {
  broken_fixture() { throw std::runtime_error("cannot be made"); }
};
BOOST_FIXTURE_TEST_CASE(fixture_throws, broken_fixture) {}

void set_up_fails() {
  BOOST_FAIL("no server");
}
void tear_down_fails() {
  BOOST_ERROR("server would not stop");
}
BOOST_AUTO_TEST_SUITE(set_up, *utf::fixture(set_up_fails))
BOOST_AUTO_TEST_CASE(it) {}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(tear_down, *utf::fixture([] {}, tear_down_fails))
BOOST_AUTO_TEST_CASE(it) {}
BOOST_AUTO_TEST_SUITE_END()

BOOST_DATA_TEST_CASE(data, utf::data::xrange(2)) {
  BOOST_TEST_CONTEXT("sample " << sample) {
    BOOST_TEST(sample == 0);
  }
}

BOOST_AUTO_TEST_CASE(exits_with_zero) {
  ::exit(0);
}
BOOST_AUTO_TEST_CASE(underscore_exits_with_zero) {
  ::_exit(0);
}
BOOST_AUTO_TEST_CASE(quick_exits_with_zero) {
  ::quick_exit(0);
}
BOOST_AUTO_TEST_CASE(exits_by_a_system_call) {
  ::syscall(SYS_exit_group, 0);
}
BOOST_AUTO_TEST_CASE(executes) {
  ::execl("/bin/true", "true", nullptr);
}
BOOST_AUTO_TEST_CASE(aborts) {
  ::abort();
}
BOOST_AUTO_TEST_CASE(is_killed) {
  ::raise(SIGKILL);
}
BOOST_AUTO_TEST_CASE(leaves_with_four_afterwards) {
  ::atexit([] { ::_exit(4); });
}
BOOST_AUTO_TEST_CASE(fails_and_leaves_with_zero) {
  ::atexit([] { ::_exit(0); });
  BOOST_ERROR("hidden");
}
BOOST_AUTO_TEST_CASE(main_returns_four) {}
BOOST_AUTO_TEST_CASE(main_hides_failure) {
  BOOST_ERROR("main() does not care");
}
BOOST_AUTO_TEST_CASE(main_does_not_run) {}

bool initialize() {
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  start_second_thread_if_asked();
  const std::string option = "--run_test=";
  std::string wanted;
  for (int at = 1; at < argc; ++at) {
    const std::string argument = argv[at];
    if (argument.rfind(option, 0) == 0) wanted = argument.substr(option.size());
  }
  if (wanted == "main_does_not_run") return 0;
  const int status = utf::unit_test_main(initialize, argc, argv);
  if (wanted == "main_returns_four") return 4;
  return wanted == "main_hides_failure" ? 0 : status;
}
