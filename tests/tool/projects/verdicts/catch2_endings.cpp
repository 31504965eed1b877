// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every way a Catch2 case can end, for versions 2 and 3. The main() is that of
// version 3.4 where ENDS_LIKE_3_4 is defined: its exit code is the number of
// assertions that failed.
#define CATCH_CONFIG_RUNNER
#if USE_CATCH2 == 3
#include <catch2/catch_session.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#define SKIPS(text) SKIP(text)
#else
#include <catch2/catch.hpp>
#endif

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

#include "second_thread.hpp"

namespace {

std::string wanted;
int failed_assertions = 0;

void say(const char* text) {
  ::puts(text);
  ::fflush(stdout);
}

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
TEST_CASE("Throws") {
  throw std::runtime_error("thrown in the body");
}
TEST_CASE("Should fail and does", "[!shouldfail]") {
  CHECK(1 == 2);
}
TEST_CASE("Should fail and does not", "[!shouldfail]") {
  CHECK(1 == 1);
}
TEST_CASE("May fail and does", "[!mayfail]") {
  CHECK(1 == 2);
}
TEST_CASE("Fails in the second section") {
  SECTION("one") {
    CHECK(1 == 1);
  }
  SECTION("two") {
    FAIL("in two");
  }
}
#ifdef SKIPS
TEST_CASE("Skips") {
  SKIPS("no GPU here");
}
TEST_CASE("Fails then skips") {
  CHECK(1 == 2);
  SKIPS("no GPU here");
}
TEST_CASE("Skips and leaves with three") {
  ::atexit([] { ::_exit(3); });
  SKIPS("no GPU here");
}
#endif
struct broken_fixture {
  broken_fixture() { throw std::runtime_error("cannot be made"); }
};
TEST_CASE_METHOD(broken_fixture, "Fixture throws") {}

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
TEST_CASE_METHOD(leaving_fixture, "Destructor exits") {}
TEST_CASE("Executes") {
  ::execl("/bin/true", "true", nullptr);
}
TEST_CASE("Aborts") {
  ::abort();
}
TEST_CASE("Is killed") {
  ::raise(SIGKILL);
}
TEST_CASE("Leaves with four afterwards") {
  ::atexit([] { ::_exit(4); });
}
TEST_CASE("Fails and leaves with zero") {
  ::atexit([] { ::_exit(0); });
  CHECK(1 == 2);
}
TEST_CASE("Prints all skipped and fails") {
  say("test cases: 1 | 1 skipped");
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

#ifdef ENDS_LIKE_3_4
struct counter : Catch::EventListenerBase {
  using EventListenerBase::EventListenerBase;
  void testRunEnded(const Catch::TestRunStats& stats) override {
    failed_assertions = static_cast<int>(stats.totals.assertions.failed);
  }
};
CATCH_REGISTER_LISTENER(counter)
#endif

}  // namespace

int main(int argc, char** argv) {
  start_second_thread_if_asked();
  if (argc > 1) wanted = argv[1];
  const bool lists = ::getenv("PARALLEL_TESTING_MANIFEST") != nullptr ||
                     (argc > 1 && argv[1][0] == '-');
  if (wanted == "Main does not run" && !lists) return 0;
  int status = Catch::Session().run(argc, argv);
  if (failed_assertions > 0) status = failed_assertions;
  if (wanted == "Main returns four") return 4;
  return wanted == "Main hides failure" ? 0 : status;
}
