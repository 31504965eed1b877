// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sharing/groups.hpp"
#include "sharing/kept_apart.hpp"
#include "sharing/lone_findings.hpp"
#include "sharing/names_below.hpp"
#include "sharing/sentences.hpp"
#include "sharing/sharing.hpp"

namespace parallel_testing::tools {

namespace {

using namespace sharing_rules;

/// A role while it is built.
struct role_in {
  const member* example = nullptr;  ///< the first of its tests
  std::vector<std::size_t> tests{};
};

std::vector<role_in> roles_in(const group& given) {
  std::map<manner, std::size_t> known;
  std::vector<role_in> result;
  for (const member& each : given.members) {
    const auto [found, is_new] = known.emplace(each.how, result.size());
    if (is_new) {
      result.push_back({&each});
    }
    result[found->second].tests.push_back(each.test);
  }
  return result;
}

/// What is done with the names in a directory counts as done with it.
std::vector<observed::use> uses_of(effects what) {
  if (has_any(what,
              changes_names | changes_random_names | makes_common_names)) {
    what |= sharing_rules::bit(observed::use::create);
  }
  if (has_any(what, uses_below)) {
    what |= sharing_rules::bit(observed::use::read);
  }
  std::vector<observed::use> result;
  for (std::size_t at = 0; at < events::texts<observed::use>.size(); ++at) {
    const auto each = static_cast<observed::use>(at);
    if (has_any(what, sharing_rules::bit(each))) {
      result.push_back(each);
    }
  }
  return result;
}

bool only_reads(const group& given, const manner& how) {
  constexpr effects changing =
      content_changes | removes_nothing | changes_names | changes_random_names |
      makes_common_names | ensures | sharing_rules::bit(observed::use::kill) |
      sharing_rules::bit(observed::use::set);
  return !has_any(how.what, changing) && !conflict_of(given.of, how, how);
}

role made_role(const group& given, const role_in& from) {
  role result;
  result.uses = uses_of(from.example->how.what);
  result.only_reads = only_reads(given, from.example->how);
  result.evidence = phrase(given.of, *from.example, object_name(given));
  result.tests = from.tests;
  return result;
}

class resource_builder {
 public:
  resource_builder(const observation& of, const kept_apart& apart)
      : of_(of), apart_(apart) {}

  void add(std::vector<shared_resource>& to, const group& given) const {
    const std::vector<role_in> roles = roles_in(given);
    std::vector<role_conflict> conflicts;
    for (std::size_t one = 0; one < roles.size(); ++one) {
      for (std::size_t other = one; other < roles.size(); ++other) {
        add_conflict(conflicts, given, roles, {one, other});
      }
    }
    if (conflicts.empty()) {
      return;
    }
    shared_resource made;
    made.what = given.what;
    made.name = given.what.canonical;
    made.kind = given.kind;
    made.database = given.database;
    made.conflicts = std::move(conflicts);
    add_roles(made, given, roles);
    to.push_back(std::move(made));
  }

 private:
  struct role_pair {
    std::size_t first = 0;
    std::size_t second = 0;
  };

  void add_conflict(std::vector<role_conflict>& to, const group& given,
                    const std::vector<role_in>& roles, role_pair at) const {
    const role_in& one = roles[at.first];
    const role_in& other = roles[at.second];
    const auto found =
        conflict_of(given.of, one.example->how, other.example->how);
    if (!found) {
      return;
    }
    const auto example = apart_.first_pair(one.tests, other.tests);
    if (!example) {
      return;
    }
    role_conflict made;
    made.first = at.first;
    made.second = at.second;
    made.how = found->how;
    made.rank = found->rank;
    made.evidence = sentence(
        given, member_of(given, example->first), of_.tests[example->first].name,
        member_of(given, example->second), of_.tests[example->second].name);
    to.push_back(std::move(made));
  }

  static const member& member_of(const group& given, std::size_t test) {
    return *std::lower_bound(
        given.members.begin(), given.members.end(), test,
        [](const member& each, std::size_t at) { return each.test < at; });
  }

  /// Those that conflict with none are left out.
  static void add_roles(shared_resource& to, const group& given,
                        const std::vector<role_in>& roles) {
    constexpr auto unused = static_cast<std::size_t>(-1);
    std::vector<std::size_t> places(roles.size(), unused);
    for (const role_conflict& each : to.conflicts) {
      places[each.first] = places[each.second] = 0;
    }
    for (std::size_t at = 0; at < roles.size(); ++at) {
      if (places[at] != unused) {
        places[at] = to.roles.size();
        to.roles.push_back(made_role(given, roles[at]));
      }
    }
    for (role_conflict& each : to.conflicts) {
      each.first = places[each.first];
      each.second = places[each.second];
    }
  }

  const observation& of_;
  const kept_apart& apart_;
};

bool has_strong_conflict(const shared_resource& resource) {
  return std::any_of(
      resource.conflicts.begin(), resource.conflicts.end(),
      [](const role_conflict& each) { return each.rank == strength::strong; });
}

std::size_t test_count(const shared_resource& resource) {
  std::size_t result = 0;
  for (const role& each : resource.roles) {
    result += each.tests.size();
  }
  return result;
}

bool comes_first(const shared_resource& one, const shared_resource& other) {
  const bool is_strong = has_strong_conflict(one);
  if (is_strong != has_strong_conflict(other)) {
    return is_strong;
  }
  const std::size_t count = test_count(one);
  const std::size_t other_count = test_count(other);
  if (count != other_count) {
    return count > other_count;
  }
  return std::tie(one.name, one.kind) < std::tie(other.name, other.kind);
}

bool is_uncertain(const watched_test& test) {
  return test.outcome != verdict::pass || !test.record.is_complete();
}

}  // namespace

bool sharing::has_strong() const {
  return std::any_of(shared.begin(), shared.end(), has_strong_conflict);
}

sharing conclude(const observation& of) {
  std::vector<group> groups;
  const server_uses servers(of);
  add_names(groups, of, servers);
  add_ports(groups, servers);
  add_databases(groups, of, servers);
  add_machine(groups, of);
  const kept_apart apart(of);
  const resource_builder builder(of, apart);
  sharing result;
  for (const group& each : groups) {
    builder.add(result.shared, each);
  }
  unite_names_below(result.shared, of);
  std::sort(result.shared.begin(), result.shared.end(), comes_first);
  result.alone = lone_findings(of);
  for (std::size_t at = 0; at < of.tests.size(); ++at) {
    if (is_uncertain(of.tests[at])) {
      result.uncertain.push_back(at);
    }
  }
  return result;
}

void for_each_pair(const observation& of, const shared_resource& resource,
                   const std::function<void(const conflict_pair&)>& visit) {
  std::vector<std::size_t> tests;
  for (const role& each : resource.roles) {
    tests.insert(tests.end(), each.tests.begin(), each.tests.end());
  }
  const kept_apart apart(of, tests);
  for (std::size_t at = 0; at < resource.conflicts.size(); ++at) {
    const role_conflict& each = resource.conflicts[at];
    const bool is_within_one = each.first == each.second;
    for (const std::size_t one : resource.roles.at(each.first).tests) {
      for (const std::size_t other : resource.roles.at(each.second).tests) {
        const bool is_pair = is_within_one ? one < other : one != other;
        if (!is_pair || apart(one, other)) {
          continue;
        }
        conflict_pair found;
        found.first = std::min(one, other);
        found.second = std::max(one, other);
        found.how = each.how;
        found.rank = each.rank;
        found.conflict = at;
        visit(found);
      }
    }
  }
}

}  // namespace parallel_testing::tools
