// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conclusions about a forged suite, for the writers.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "commands/suggest/report.hpp"

namespace parallel_testing::suggest_command {

struct forged {
  tools::observation of;
  tools::sharing found;
  tools::remedy_plan plan;
  std::vector<resource_pairs> pairs{};

  [[nodiscard]] report as_report() const { return {of, found, plan, pairs}; }
};

inline tools::watched_test forged_test(const std::string& name) {
  tools::watched_test test;
  test.name = test.ctest_name = name;
  test.outcome = tools::verdict::pass;
  test.duration_ns = 250'000'000;
  test.record.head.working_directory = "/b/tests";
  test.record.last.emplace();
  return test;
}

/// Tests of Store that share a file of the working directory, tests of Net that
/// share a port, two that depend on each other, and one without a remedy.
inline forged suite_with_findings() {
  using observed::use;
  using tools::remedy_kind;
  forged suite;
  suite.of.build = "build";
  suite.of.source = "/s";
  for (const char* name :
       {"Store.Add", "Store.Clear", "Store.Count", "Store.List", "Store.Drop",
        "Net.Serves", "Net.Answers", "Cache.Fills", "Cache.Reads",
        "Clock.Turns", "Clock.Shows", "Slow.Ends", "Odd.Dies"}) {
    suite.of.tests.push_back(forged_test(name));
  }
  suite.of.tests[11].outcome = tools::verdict::fail;
  suite.of.tests[11].message = "exit code 1\nmore";
  suite.of.tests[12].record.last.reset();

  tools::shared_resource file;
  file.what.kind = observed::resource_kind::file;
  file.what.where = observed::place::working;
  file.name = "/b/tests/orders.db";
  file.roles = {
      {{use::write, use::create}, false, "writes orders.db", {0, 1, 4}},
      {{use::read}, true, "reads orders.db", {2, 3}}};
  file.conflicts = {{0, 0, tools::relation::collision, tools::strength::strong,
                     "Store.Add and Store.Clear write orders.db"},
                    {0, 1, tools::relation::collision, tools::strength::strong,
                     "Store.Add writes orders.db; Store.Count reads it"}};
  tools::shared_resource port;
  port.what.kind = observed::resource_kind::port;
  port.what.protocol = "tcp";
  port.what.port = 8080;
  port.name = "tcp:127.0.0.1:8080";
  port.kind = tools::category::ports;
  port.roles = {
      {{use::bind, use::listen}, false, "binds TCP port 8080", {5, 6}}};
  port.conflicts = {{0, 0, tools::relation::collision, tools::strength::strong,
                     "Net.Serves and Net.Answers bind TCP port 8080"}};
  tools::shared_resource cache;
  cache.what.kind = observed::resource_kind::file;
  cache.what.where = observed::place::temp;
  cache.name = "/tmp/cache.txt";
  cache.roles = {{{use::create}, false, "creates /tmp/cache.txt", {7}},
                 {{use::read}, true, "reads /tmp/cache.txt", {8}}};
  cache.conflicts = {{0, 1, tools::relation::dependence, tools::strength::weak,
                      "Cache.Reads reads what Cache.Fills left in "
                      "/tmp/cache.txt"}};
  tools::shared_resource clock;
  clock.what.kind = observed::resource_kind::clock;
  clock.kind = tools::category::global_state;
  clock.roles = {{{use::set}, false, "sets the clock", {9, 10}}};
  clock.conflicts = {{0, 0, tools::relation::collision, tools::strength::strong,
                      "Clock.Turns and Clock.Shows set the clock"}};
  suite.found.shared = {file, port, clock, cache};
  suite.found.alone = {{0, tools::lone_kind::leaves_files,
                        "creates /tmp/\x1b[31mred and does not remove it"}};
  suite.found.uncertain = {11, 12};
  suite.pairs = {{9, 0, {{0, 1, {}, tools::strength::strong, 0}}},
                 {1, 0, {{5, 6, {}, tools::strength::strong, 0}}},
                 {1, 0, {}},
                 {0, 1, {}}};

  suite.plan.suggestions = {{remedy_kind::private_directory,
                             {0, 1, 2, 3, 4},
                             "",
                             {"data/prices.csv"},
                             {0},
                             "5 tests use orders.db in the working directory",
                             ""},
                            {remedy_kind::isolate_network,
                             {5, 6},
                             "isolate:network",
                             {},
                             {1},
                             "2 tests bind TCP port 8080",
                             "without network namespaces it becomes a lock"},
                            {remedy_kind::depends,
                             {7, 8},
                             "",
                             {},
                             {3},
                             "Cache.Reads needs what Cache.Fills leaves",
                             ""}};
  suite.plan.unhelped = {2};
  suite.plan.serial_s = 3.25;
  suite.plan.forecasts = {
      {2, 2.5, 1.75, 1.63}, {4, 2.25, 1.0, 0.82}, {8, 2.25, 0.75, 0.41}};
  return suite;
}

}  // namespace parallel_testing::suggest_command
