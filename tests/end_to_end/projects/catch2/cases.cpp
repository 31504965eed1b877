// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_version_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <parallel_testing/catch2.hpp>
#include <parallel_testing/parallel_testing.hpp>
#include <stdexcept>
#include <string>

#include "note.hpp"

namespace pt = parallel_testing;

namespace {
void say_who_i_am(const char* name) {
  std::printf("I am <%s>\n", name);
  std::fflush(stdout);
  e2e::note("ran", name);
}
}  // namespace

TEST_CASE("plain") {
  say_who_i_am("plain");
}
TEST_CASE("with, comma") {
  say_who_i_am("with, comma");
}
TEST_CASE("[brackets] in front") {
  say_who_i_am("[brackets] in front");
}
TEST_CASE("one [bracket") {
  say_who_i_am("one [bracket");
}
TEST_CASE("one ]bracket") {
  say_who_i_am("one ]bracket");
}
TEST_CASE("\"quoted\" and 'ticked'") {
  say_who_i_am("\"quoted\" and 'ticked'");
}
TEST_CASE(
    "gr\xC3\xBC\xC3\x9F"
    "e \xE2\x82\xAC") {
  say_who_i_am(
      "gr\xC3\xBC\xC3\x9F"
      "e \xE2\x82\xAC");
}
TEST_CASE("a;b") {
  say_who_i_am("a;b");
}
TEST_CASE("ends in ]=]") {
  say_who_i_am("ends in ]=]");
}
TEST_CASE("$HOME ${x} $<y> # (paren") {
  say_who_i_am("$HOME ${x} $<y> # (paren");
}
TEST_CASE("back\\slash\\") {
  say_who_i_am("back\\slash\\");
}
TEST_CASE("star * in the middle") {
  say_who_i_am("star * in the middle");
}
TEST_CASE("*star first") {
  say_who_i_am("*star first");
}
TEST_CASE("star last*") {
  say_who_i_am("star last*");
}
TEST_CASE("~tilde") {
  say_who_i_am("~tilde");
}
TEST_CASE("-dash") {
  say_who_i_am("-dash");
}
TEST_CASE("--list-tests") {
  say_who_i_am("--list-tests");
}
TEST_CASE("case") {
  say_who_i_am("case");
}
TEST_CASE("CASE") {
  say_who_i_am("CASE");
}
TEST_CASE("case and more") {
  say_who_i_am("case and more");
}

TEST_CASE("*") {
  say_who_i_am("*");
}
TEST_CASE("] and [") {
  say_who_i_am("] and [");
}
TEST_CASE("~ and tilde") {
  say_who_i_am("~ and tilde");
}
TEST_CASE("~~tilde") {
  say_who_i_am("~~tilde");
}
TEST_CASE("split; join", "[timeout:100]") {
  say_who_i_am("split; join");
}
TEST_CASE("100 % of @x@") {
  say_who_i_am("100 % of @x@");
}
// Each tag is one, whatever it holds.
TEST_CASE("odd tags", "[tl;dr][no;serial][50%3B]") {
  say_who_i_am("odd tags");
}
TEST_CASE("free tags",
          "[Parser::parse][file::size()][issue:123][lock::acquire][leak]") {
  say_who_i_am("free tags");
}
TEST_CASE("one free tag", "[lock::acquire][lock:real][slow]") {
  say_who_i_am("one free tag");
}
TEST_CASE(
    "a title of more than three hundred bytes, because somebody wrote down "
    "what happens to orders that are exported, imported, cancelled, refunded, "
    "and then exported once more to see that nothing was lost on the way home "
    "from the warehouse, where nobody had known of them since the last one who "
    "did went away") {
  say_who_i_am("long");
}
#if defined(CATCH_VERSION_MAJOR) && CATCH_VERSION_MAJOR > 2
TEST_CASE("same", "[a]") {
  say_who_i_am("same [a]");
}
TEST_CASE("same", "[b;c][a]") {
  say_who_i_am("same [a][b;c]");
}
TEST_CASE("same") {
  say_who_i_am("same");
}
namespace {
struct one_fixture {};
struct other_fixture {};
}  // namespace
TEST_CASE_METHOD(one_fixture, "same method") {
  say_who_i_am("same method (one_fixture)");
}
TEST_CASE_METHOD(other_fixture, "same method") {
  say_who_i_am("same method (other_fixture)");
}
#endif

SCENARIO("an order is placed") {
  say_who_i_am("Scenario: an order is placed");
}

TEST_CASE("hidden", "[.][slow]") {
  say_who_i_am("hidden");
}

TEST_CASE("marked", "[slow][lock:names][threads:2]") {
  say_who_i_am("marked");
}

TEST_CASE("result passes") {
  REQUIRE(true);
}
TEST_CASE("result fails") {
  REQUIRE(false);
}
#if defined(CATCH_VERSION_MAJOR) && \
    (CATCH_VERSION_MAJOR > 3 ||     \
     (CATCH_VERSION_MAJOR == 3 && CATCH_VERSION_MINOR >= 3))
TEST_CASE("result skips") {
  SKIP("no network");
}
#endif

namespace {
struct bad_tear_down {
  ~bad_tear_down() noexcept(false) {
    if (std::uncaught_exceptions() == 0) {
      throw std::runtime_error("could not tidy up");
    }
  }
};
}  // namespace
TEST_CASE_METHOD(bad_tear_down, "tear-down fails") {
  REQUIRE(true);
}

TEST_CASE("crash by signal") {
  ::raise(SIGSEGV);
}
TEST_CASE("crash by abort") {
  std::abort();
}
TEST_CASE("crash by leaving") {
  std::exit(0);
}

namespace {
void be_alone_in(const char* name) {
  const e2e::section alone(name);
  e2e::take_time();
}
}  // namespace
TEST_CASE("alpha one", "[lock:alpha]") {
  be_alone_in("alpha");
}
TEST_CASE("alpha two", "[lock:alpha]") {
  be_alone_in("alpha");
}
TEST_CASE("alpha and beta", "[lock:beta][lock:alpha]") {
  const e2e::section one("beta");
  be_alone_in("alpha");
}
TEST_CASE("beta one", "[lock:beta]") {
  be_alone_in("beta");
}
TEST_CASE("quiet", "[no_parallel]") {
  const e2e::section none("beta");
  be_alone_in("alpha");
}
TEST_CASE("free one") {
  e2e::take_time();
}
TEST_CASE("free two") {
  e2e::take_time();
}

TEST_CASE_METHOD(pt::test_fixture, "keeps its directory") {
  e2e::note("worker", worker.id());
  e2e::note("dir", dir.path());
  SECTION("first") {
    REQUIRE(true);
  }
  SECTION("second") {
    REQUIRE(false);
  }
}

TEST_CASE("loses its directory") {
  const pt::temp_dir dir;
  e2e::note("dir", dir.path());
  REQUIRE(true);
}
