// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every way a doctest case can end.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <thread>

#include "second_thread.hpp"

namespace {

TEST_CASE("Passes") {
  CHECK(1 == 1);
}
TEST_CASE("Passes without assertion") {}
TEST_CASE("Fails") {
  CHECK(1 == 2);
}
TEST_CASE("Fails four times") {
  for (int at = 0; at < 4; ++at) CHECK(at == 9);
}
TEST_CASE("Fails with a message") {
  FAIL("for good");
}
TEST_CASE("Fails in a thread") {
  std::thread([] { CHECK(1 == 2); }).join();
}
TEST_CASE("Throws") {
  throw std::runtime_error("thrown in the body");
}
TEST_CASE("Should fail and does" * doctest::should_fail()) {
  CHECK(1 == 2);
}
TEST_CASE("Should fail and does not" * doctest::should_fail()) {
  CHECK(1 == 1);
}
TEST_CASE("May fail and does" * doctest::may_fail()) {
  CHECK(1 == 2);
}
TEST_CASE("Fails twice as expected" * doctest::expected_failures(2)) {
  CHECK(1 == 2);
  CHECK(1 == 3);
}
TEST_CASE("Fails once of two expected" * doctest::expected_failures(2)) {
  CHECK(1 == 2);
}
TEST_CASE("Fails in the second subcase") {
  SUBCASE("one") {
    CHECK(1 == 1);
  }
  SUBCASE("two") {
    FAIL("in two");
  }
}
TEST_CASE("Warns") {
  WARN(1 == 2);
  MESSAGE("nothing bad");
}
struct broken_fixture {
  broken_fixture() { throw std::runtime_error("cannot be made"); }
};
TEST_CASE_FIXTURE(broken_fixture, "Fixture throws") {}

TEST_CASE("Exits with zero") {
  ::exit(0);
}
TEST_CASE("Exits with four") {
  ::exit(4);
}
TEST_CASE("Underscore exits with zero") {
  ::_exit(0);
}
TEST_CASE("Quick exits with zero") {
  ::quick_exit(0);
}
TEST_CASE("Exits by a system call") {
  ::syscall(SYS_exit_group, 0);
}
struct leaving_fixture {
  ~leaving_fixture() { ::_exit(0); }
};
TEST_CASE_FIXTURE(leaving_fixture, "Destructor exits") {}
TEST_CASE("Executes") {
  ::execl("/bin/true", "true", nullptr);
}
TEST_CASE("Aborts") {
  ::abort();
}
TEST_CASE("Is killed") {
  ::raise(SIGKILL);
}
TEST_CASE("Crashes though it should fail" * doctest::should_fail()) {
  ::raise(SIGSEGV);
}
TEST_CASE("Leaves with four afterwards") {
  ::atexit([] { ::_exit(4); });
}
TEST_CASE("Fails and leaves with zero") {
  ::atexit([] { ::_exit(0); });
  CHECK(1 == 2);
}
TEST_CASE("Prints success and fails") {
  ::puts("[doctest] Status: SUCCESS!");
  ::fflush(stdout);
  CHECK(1 == 2);
}
TEST_CASE("Main returns four") {
  CHECK(1 == 1);
}
TEST_CASE("Main hides failure") {
  CHECK(1 == 2);
}
TEST_CASE("Main does not run") {
  CHECK(1 == 1);
}
TEST_CASE("Main filters it out") {
  CHECK(1 == 1);
}

}  // namespace

int main(int argc, char** argv) {
  start_second_thread_if_asked();
  const std::string option = "--test-case=";
  std::string wanted;
  bool lists = ::getenv("PARALLEL_TESTING_MANIFEST") != nullptr;
  for (int at = 1; at < argc; ++at) {
    const std::string argument = argv[at];
    if (argument.rfind(option, 0) == 0) wanted = argument.substr(option.size());
    lists = lists || argument == "--list-test-cases";
  }
  if (wanted == "Main does not run" && !lists) return 0;
  doctest::Context context(argc, argv);
  if (!lists) context.addFilter("test-case-exclude", "Main filters it out");
  const int status = context.run();
  if (wanted == "Main returns four") return 4;
  return wanted == "Main hides failure" ? 0 : status;
}
