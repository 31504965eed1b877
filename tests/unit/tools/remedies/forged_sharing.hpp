// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Observations and conclusions as a test writes them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "observed/observation.hpp"
#include "remedies/remedies.hpp"
#include "sharing/sharing.hpp"

namespace parallel_testing::tools {

inline constexpr const char* forged_build = "/work/build";

/// An observation of tests of the target `shop_test`, in one working directory.
class suite_with_findings {
 public:
  using indices = std::vector<std::size_t>;

  suite_with_findings() {
    of.build = forged_build;
    of.source = "/work/source";
    of.uses_module = true;
  }

  /// Returns its index.
  std::size_t add(const std::string& name, double seconds = 1) {
    watched_test test;
    test.name = name;
    test.ctest_name = name;
    test.target = "shop_test";
    test.executable = std::string(forged_build) + "/bin/shop_test";
    test.outcome = verdict::pass;
    test.duration_ns = static_cast<std::int64_t>(seconds * 1e9);
    test.record.head.test = name;
    test.record.head.command = {test.executable};
    test.record.head.working_directory = std::string(forged_build) + "/tests";
    test.record.last = observed::end{};
    of.tests.push_back(test);
    return of.tests.size() - 1;
  }

  watched_test& test(std::size_t at) { return of.tests[at]; }

  /// Adds a use to the record of a test.
  void touch(std::size_t test, observed::resource what, observed::use how,
             observed::state before = observed::state::absent) {
    std::vector<touched_resource>& all = of.tests[test].record.resources;
    auto known = std::find_if(all.begin(), all.end(), [&](const auto& each) {
      return each.what.canonical == what.canonical;
    });
    if (known == all.end()) {
      what.id = static_cast<std::int64_t>(all.size()) + 1;
      all.push_back({what, {}});
      known = std::prev(all.end());
    }
    observed::touch use;
    use.resource = known->what.id;
    use.how = how;
    use.count = 1;
    use.first_us = ++time_;
    use.before = before;
    known->touches.push_back(use);
  }

  /// The same for the uses of one call.
  void touch_at_once(std::size_t test, const observed::resource& what,
                     std::initializer_list<observed::use> uses,
                     observed::state before) {
    for (const observed::use how : uses) {
      touch(test, what, how, before);
      --time_;
    }
    ++time_;
  }

  /// Concludes that the tests conflict: each of `writers` with each other and
  /// with `readers`. Returns the index of the resource.
  std::size_t share(const observed::resource& what, const indices& writers,
                    const indices& readers = {},
                    category kind = category::files) {
    shared_resource shared;
    shared.what = what;
    shared.name = what.canonical;
    shared.kind = kind;
    shared.roles.push_back(
        {{observed::use::write}, false, "writes " + shared.name, writers});
    if (writers.size() > 1) {
      shared.conflicts.push_back({0, 0, relation::collision, strength::strong,
                                  "two tests write " + shared.name});
    }
    if (!readers.empty()) {
      shared.roles.push_back(
          {{observed::use::read}, true, "reads " + shared.name, readers});
      shared.conflicts.push_back({0, 1, relation::collision, strength::strong,
                                  "one test writes what another reads"});
    }
    found.shared.push_back(shared);
    return found.shared.size() - 1;
  }

  /// A file with this path, used by all of these tests as `how`, and shared.
  std::size_t share_file(const observed::resource& what, const indices& writers,
                         const indices& readers = {}) {
    for (const std::size_t test : writers) {
      touch(test, what, observed::use::create);
    }
    for (const std::size_t test : readers) {
      touch(test, what, observed::use::probe_absent);
    }
    return share(what, writers, readers);
  }

  [[nodiscard]] remedy_plan choose(const abilities& here = {true, true,
                                                            true}) const {
    return choose_remedies(of, found, here);
  }

  [[nodiscard]] std::string cmake() const {
    return cmake_of(of, found, choose());
  }

  [[nodiscard]] std::string stock_cmake() const {
    return stock_cmake_of(of, found, choose());
  }

  observation of{};
  sharing found{};

 private:
  std::int64_t time_ = 0;
};

/// A file of this name in the working directory, used by its relative name.
inline observed::resource local_file(const std::string& name) {
  observed::resource what;
  what.canonical = std::string(forged_build) + "/tests/" + name;
  what.as_used = name;
  what.where = observed::place::working;
  return what;
}

inline observed::resource local_directory(const std::string& name) {
  observed::resource what = local_file(name);
  what.kind = observed::resource_kind::directory;
  return what;
}

inline observed::resource file_at(const std::string& path) {
  observed::resource what;
  what.canonical = path;
  what.where = path.rfind("/tmp/", 0) == 0 ? observed::place::temp
                                           : observed::place::elsewhere;
  return what;
}

inline observed::resource directory_at(const std::string& path) {
  observed::resource what = file_at(path);
  what.kind = observed::resource_kind::directory;
  return what;
}

inline observed::resource tcp_port(std::int64_t port) {
  observed::resource what;
  what.kind = observed::resource_kind::port;
  what.canonical = "tcp:127.0.0.1:" + std::to_string(port);
  what.protocol = "tcp";
  what.address = "127.0.0.1";
  what.port = port;
  return what;
}

inline observed::resource object_named(observed::resource_kind kind,
                                       const std::string& name) {
  observed::resource what;
  what.kind = kind;
  what.canonical = name;
  return what;
}

}  // namespace parallel_testing::tools
