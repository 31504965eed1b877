// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Programs that get signals from tests, the clock, and the name of the host.
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "sharing/groups.hpp"
#include "sharing/never_shared.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::resource;
using observed::resource_kind;
using observed::use;

constexpr std::string_view process_prefix = "process:";

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
      find_programs();
    }
    for (auto& [name, made] : killed_) {
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
        group& made = killed_[what.canonical];
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

  /// Which tests run the programs that get a signal.
  void find_programs() {
    std::map<std::string, std::map<std::size_t, effects>> users;
    for (std::size_t at = 0; at < of_.tests.size(); ++at) {
      const watched_test& test = of_.tests[at];
      for (auto& [name, made] : killed_) {
        const bool is_all = name == "process:all";
        const std::string_view program =
            std::string_view(name).substr(process_prefix.size());
        if (is_all || test.executable == program) {
          users[name][at] |= bit(use::exec);
        }
      }
      for (const touched_resource& each : test.record.resources) {
        if (!has_any(effects_of(each), bit(use::exec))) {
          continue;
        }
        const std::string name =
            std::string(process_prefix) + each.what.canonical;
        if (killed_.count(name) != 0) {
          users[name][at] |= bit(use::exec);
        }
      }
    }
    for (auto& [name, tests] : users) {
      group& made = killed_.at(name);
      for (const member& each : made.members) {
        tests[each.test] |= each.how.what;
      }
      made.members.clear();
      for (const auto& [test, what] : tests) {
        member user;
        user.test = test;
        user.how.what = what;
        made.members.push_back(std::move(user));
      }
    }
  }

  const observation& of_;
  std::map<std::string, group> killed_;
  std::map<std::string, group> states_;
};

}  // namespace

void add_machine(std::vector<group>& to, const observation& of) {
  machine_index(of).add_groups(to);
}

}  // namespace parallel_testing::tools::sharing_rules
