// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Processes that get signals from tests, the clock, and the name of the host.
#include <map>
#include <string>
#include <utility>

#include "lib/src/base/text.hpp"
#include "sharing/groups.hpp"
#include "sharing/uses/never_shared.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::resource;
using observed::resource_kind;
using observed::use;

class machine_index {
 public:
  explicit machine_index(const observation& of) : of_(of) {
    for (std::size_t at = 0; at < of.tests.size(); ++at) {
      for (const touched_resource& each : of.tests[at].record.resources) {
        if (!is_never_shared(each.what, of.tests[at], of.build)) {
          add(at, each);
        }
      }
    }
  }

  void add_groups(std::vector<group>& to) {
    if (!killed_.empty()) {
      find_owners();
    }
    for (auto& [process, made] : killed_) {
      append(to, std::move(made));
    }
    for (auto& [name, made] : states_) {
      append(to, std::move(made));
    }
  }

 private:
  static void append(std::vector<group>& to, group&& made) {
    if (made.members.size() > 1) {
      to.push_back(std::move(made));
    }
  }

  void add(std::size_t test, const touched_resource& touched) {
    const resource& what = touched.what;
    const effects did = effects_of(touched);
    if (what.kind == resource_kind::process) {
      const bool is_other = what.canonical != "process:own" &&
                            what.canonical != "process:none" &&
                            what.meeting != observed::chance::kernel;
      if (is_other && has_any(did, bit(use::kill))) {
        group& made = killed_[{what.canonical, what.as_used}];
        made.of = nature::process;
        made.kind = category::other;
        made.what = what;
        mark(made, test, bit(use::kill));
      }
      return;
    }
    const bool is_state = what.kind == resource_kind::host_name ||
                          what.kind == resource_kind::clock;
    if (is_state && has_any(did, bit(use::set))) {
      group& made = states_[what.canonical];
      made.of = nature::machine_state;
      made.kind = category::global_state;
      made.what = what;
      mark(made, test, bit(use::set));
    }
  }

  static void mark(group& made, std::size_t test, effects what) {
    if (made.members.empty() || made.members.back().test != test) {
      made.members.push_back({test, {}});
    }
    made.members.back().how.what |= what;
  }

  /// Which tests have the processes that get a signal. Two processes of one
  /// program are two resources: a test may end its own server, and another test
  /// its own.
  void find_owners() {
    for (auto& [process, made] : killed_) {
      const bool is_all = process.first == "process:all";
      const auto id = whole_number(process.second, 0x7fffffff);
      std::map<std::size_t, effects> users;
      for (const member& each : made.members) {
        users[each.test] |= each.how.what;
      }
      for (std::size_t at = 0; at < of_.tests.size(); ++at) {
        if (is_all || (id && has_process(of_.tests[at].record, *id))) {
          users[at] |= bit(use::exec);
        }
      }
      made.members.clear();
      for (const auto& [test, what] : users) {
        member user;
        user.test = test;
        user.how.what = what;
        made.members.push_back(std::move(user));
      }
    }
  }

  static bool has_process(const record_of_test& record, std::uint64_t id) {
    for (const touched_resource& each : record.resources) {
      for (const observed::touch& touch : each.touches) {
        if (touch.pid > 0 && static_cast<std::uint64_t>(touch.pid) == id) {
          return true;
        }
      }
    }
    return false;
  }

  const observation& of_;
  /// By program and id.
  std::map<std::pair<std::string, std::string>, group> killed_;
  std::map<std::string, group> states_;
};

}  // namespace

void add_machine(std::vector<group>& to, const observation& of) {
  machine_index(of).add_groups(to);
}

}  // namespace parallel_testing::tools::sharing_rules
