// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/diagnosis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace parallel_testing::stress_command {
namespace {

bool has_timed_out(const finding& found) {
  return std::any_of(
      found.tests.begin(), found.tests.end(), [](const watched_case& test) {
        return std::any_of(
            test.outcomes.begin(), test.outcomes.end(),
            [](const auto& each) { return each == tools::verdict::timeout; });
      });
}

/// Whether the test or one of its others is among the tests of the finding or
/// their others.
bool overlaps(const finding& found, const diagnosis& given) {
  const auto is_known = [&](const std::string& name) {
    return std::find(found.others.begin(), found.others.end(), name) !=
               found.others.end() ||
           std::any_of(found.tests.begin(), found.tests.end(),
                       [&](const watched_case& each) {
                         return each.test.name == name;
                       });
  };
  return is_known(given.test.test.name) ||
         std::any_of(given.others.begin(), given.others.end(), is_known);
}

bool belongs_to(const finding& found, const diagnosis& given) {
  if (found.why != given.why) {
    return false;
  }
  const bool is_about_others =
      given.why == cause::beside || given.why == cause::before ||
      given.why == cause::missing_before || given.why == cause::not_repeated;
  return !is_about_others || overlaps(found, given);
}

void add(finding& into, diagnosis given) {
  for (std::string& each : given.others) {
    if (std::find(into.others.begin(), into.others.end(), each) ==
        into.others.end()) {
      into.others.push_back(std::move(each));
    }
  }
  into.tests.push_back(std::move(given.test));
}

advice for_resource(const finding& found) {
  for (const tried_remedy& each : found.tried) {
    if (each.how == trial_result::helps) {
      return {each.marker, "use " + each.text +
                               ", with which they passed together; "
                               "`parallel-testing suggest` writes the lines"};
    }
  }
  for (const tried_remedy& each : found.tried) {
    if (each.how == trial_result::not_tried) {
      return {each.marker, "use " + each.text +
                               ", which could not be tried here; "
                               "`parallel-testing suggest` writes the lines"};
    }
  }
  return {"",
          "no remedy was seen to help; let each test use its own, or mark them "
          "`no_parallel`"};
}

advice beside_others(records known) {
  if (known == records::none) {
    return {"",
            "run `parallel-testing suggest`, which watches the tests and names "
            "what they share; until then, give all of them one `lock:name`"};
  }
  return {"",
          "`suggest` saw nothing that they share, so time, load, or something "
          "that cannot be watched connects them; give all of them one "
          "`lock:name`"};
}

}  // namespace

const char* to_text(cause why) {
  constexpr std::array<const char*, 9> texts{
      "by_itself",  "shared_resource", "beside",
      "under_load", "before",          "missing_before",
      "kept_state", "not_repeated",    "not_investigated"};
  return texts.at(static_cast<std::size_t>(why));
}

const char* to_text(trial_result how) {
  constexpr std::array<const char*, 3> texts{"helps", "fails", "not_tried"};
  return texts.at(static_cast<std::size_t>(how));
}

std::vector<finding> group(std::vector<diagnosis> given) {
  std::vector<finding> result;
  for (diagnosis& each : given) {
    const auto found =
        std::find_if(result.begin(), result.end(),
                     [&](const finding& one) { return belongs_to(one, each); });
    if (found == result.end()) {
      finding one;
      one.why = each.why;
      add(one, std::move(each));
      result.push_back(std::move(one));
    } else {
      add(*found, std::move(each));
    }
  }
  return result;
}

advice advice_for(const finding& found, records known) {
  switch (found.why) {
    case cause::by_itself:
      return {"flaky:2",
              "no other test is needed for the failure; check the use of time, "
              "threads and random numbers, and mark it `flaky:2` until it is "
              "fixed"};
    case cause::shared_resource:
      return for_resource(found);
    case cause::under_load:
      return {has_timed_out(found) ? "" : "no_parallel",
              has_timed_out(found)
                  ? "it times out when other tests use the processors; give it "
                    "a longer `timeout:n`, or `threads:n` if it needs several "
                    "cores"
                  : "it depends on time or free processors; give it "
                    "`threads:n`, or `no_parallel`, with which it passes, and "
                    "wait for events instead of for a time"};
    case cause::beside:
      return beside_others(known);
    case cause::before:
      return {"",
              "the other tests leave something behind; let them write to a "
              "temp_dir, or clean up in their TearDown()"};
    case cause::missing_before:
      return {"",
              "it needs something that the other tests create; let it create "
              "that itself, or register them as a fixture with FIXTURES_SETUP "
              "and `fixture:name`"};
    case cause::kept_state:
      return {"",
              "something that it or another test wrote outside a temp_dir is "
              "still there; find out what it reads, and remove that"};
    case cause::not_repeated:
      return {"",
              known == records::none
                  ? "run `parallel-testing suggest`, which watches the tests "
                    "and names what they share, or more rounds"
                  : "run more rounds"};
    case cause::not_investigated:
      break;
  }
  return {"",
          "run `parallel-testing stress` for this test alone, -- -R <name>, or "
          "with a longer --time-limit"};
}

}  // namespace parallel_testing::stress_command
