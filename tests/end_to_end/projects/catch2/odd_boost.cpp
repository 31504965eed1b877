// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases of Boost.Test that print which one they are. Boost.Test replaces signs
// that mean something in a filter by '_'.
#include <boost/test/unit_test.hpp>
#include <functional>
#include <string>
#include <tuple>
#include <utility>

#include "odd_names.hpp"

namespace ut = boost::unit_test;

/// Adds a case that has this name, and prints `shown`.
int add(ut::test_suite& to, const char* name, const char* shown) {
  to.add(ut::make_test_case([shown] { say(shown); }, name, __FILE__, __LINE__));
  return 0;
}

int add_all() {
  ut::test_suite& all = ut::framework::master_test_suite();
  for (const char* name :
       {"plain", "[brackets] in front", "one [bracket", "one ]bracket",
        "\"quoted\" and 'ticked'",
        "gr\xC3\xBC\xC3\x9F"
        "e \xE2\x82\xAC",
        "a;b", "ends in ]=]", "$HOME ${x} $<y> # (paren", "back\\slash\\",
        "what?", "~tilde", "-dash", "--list_content", "case", "CASE",
        "case and more", "100 % | y", "bar|b(1)"}) {
    add(all, name, name);
  }
  add(all, "with, comma", "with_ comma");
  add(all, "a/b/c", "a_b_c");
  add(all, "star * in the middle", "star _ in the middle");
  add(all, "!negated @label", "_negated _label");
  ut::test_suite* first = BOOST_TEST_SUITE("first");
  ut::test_suite* second = BOOST_TEST_SUITE("second, [x]");
  all.add(first);
  all.add(second);
  add(*first, "same", "first/same");
  add(*second, "same", "second_ [x]/same");
  return 0;
}
const int is_added = add_all();

using types = std::tuple<int, std::pair<int, int>>;
BOOST_AUTO_TEST_CASE_TEMPLATE(typed, T, types) {
  say(sizeof(T) == sizeof(int) ? "typed<int>" : "typed<std__pair<int_ int>>");
}

BOOST_AUTO_TEST_CASE(fails) {
  say("fails");
  BOOST_TEST(1 == 2);
}
