// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/names_below.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "sharing/name_index.hpp"
#include "sharing/uses/effects.hpp"
#include "sharing/uses/never_shared.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::resource_kind;
using observed::use;

/// Directories that at least one test creates or removes, by name.
using made_directories = std::map<std::string, const observed::resource*>;

made_directories directories_made_in(const observation& of) {
  constexpr effects makes = bit(use::create) | bit(use::remove) |
                            bit(use::rename_target) | removes_nothing;
  made_directories result;
  for (const watched_test& test : of.tests) {
    for (const touched_resource& each : test.record.resources) {
      const bool is_made = each.what.kind == resource_kind::directory &&
                           is_path(each.what.canonical) &&
                           !is_folded(each.what) &&
                           has_any(effects_of(each), makes);
      if (is_made && !is_never_shared(each.what, test, of.build)) {
        result.emplace(each.what.canonical, &each.what);
      }
    }
  }
  return result;
}

/// The pairs of tests that conflict about a resource.
class pairs_of_resource {
 public:
  explicit pairs_of_resource(const shared_resource& of)
      : count_(of.roles.size()), ranks_(count_ * count_, rank::none) {
    for (std::size_t at = 0; at < count_; ++at) {
      for (const std::size_t test : of.roles[at].tests) {
        roles_.emplace(test, at);
      }
    }
    for (const role_conflict& each : of.conflicts) {
      if (each.how == relation::collision) {
        const rank found =
            each.rank == strength::strong ? rank::strong : rank::weak;
        ranks_[each.first * count_ + each.second] = found;
        ranks_[each.second * count_ + each.first] = found;
      }
    }
  }

  /// Whether all pairs of the other resource are among these.
  [[nodiscard]] bool has_all_of(const shared_resource& other) const {
    std::vector<std::map<std::size_t, std::size_t>> counts;
    for (const role& each : other.roles) {
      counts.push_back(roles_among(each.tests));
    }
    return std::all_of(other.conflicts.begin(), other.conflicts.end(),
                       [&](const role_conflict& each) {
                         return each.how == relation::collision &&
                                has_all(counts[each.first], counts[each.second],
                                        each.first == each.second, each.rank);
                       });
  }

 private:
  enum class rank : unsigned char { none, weak, strong };
  static constexpr auto no_role = static_cast<std::size_t>(-1);

  /// How many of the tests have each role in this resource.
  [[nodiscard]] std::map<std::size_t, std::size_t> roles_among(
      const std::vector<std::size_t>& tests) const {
    std::map<std::size_t, std::size_t> result;
    for (const std::size_t test : tests) {
      const auto found = roles_.find(test);
      ++result[found == roles_.end() ? no_role : found->second];
    }
    return result;
  }

  [[nodiscard]] bool has_all(const std::map<std::size_t, std::size_t>& some,
                             const std::map<std::size_t, std::size_t>& others,
                             bool are_of_one_role, strength least) const {
    const rank needed = least == strength::strong ? rank::strong : rank::weak;
    for (const auto& [one, count] : some) {
      for (const auto& [other, ignored] : others) {
        const bool is_one_test = are_of_one_role && one == other && count == 1;
        if (is_one_test) {
          continue;
        }
        if (one == no_role || other == no_role ||
            ranks_[one * count_ + other] < needed) {
          return false;
        }
      }
    }
    return true;
  }

  std::size_t count_;
  std::unordered_map<std::size_t, std::size_t> roles_;  ///< of each test
  std::vector<rank> ranks_;  ///< of each pair of roles
};

std::size_t users_of(const shared_resource& resource) {
  std::size_t result = 0;
  for (const role& each : resource.roles) {
    result += each.tests.size();
  }
  return result;
}

std::string_view directory_of_name(std::string_view name) {
  return name.substr(0, name.rfind('/'));
}

/// "CURRENT, LOCK and 34 more": the last parts of some names.
std::string example_names(const std::vector<std::string>& names) {
  constexpr std::size_t most_names = 3;
  const std::size_t shown = std::min(names.size(), most_names);
  std::string text;
  for (std::size_t at = 0; at < shown; ++at) {
    const bool is_last = at + 1 == names.size();
    text += at == 0 ? "" : is_last ? " and " : ", ";
    text += names[at].substr(names[at].rfind('/') + 1);
  }
  return shown == names.size()
             ? text
             : fmt::format("{} and {} more", text, names.size() - shown);
}

/// The evidence of the strongest collision names them.
void show_names_in(shared_resource& of) {
  std::sort(of.names_in_it.begin(), of.names_in_it.end());
  role_conflict* shown = nullptr;
  for (role_conflict& each : of.conflicts) {
    const bool is_first = each.how == relation::collision &&
                          (shown == nullptr || each.rank > shown->rank);
    shown = is_first ? &each : shown;
  }
  if (shown != nullptr && !of.names_in_it.empty()) {
    shown->evidence +=
        fmt::format(" (shared in it: {})", example_names(of.names_in_it));
  }
}

class names_below {
 public:
  names_below(std::vector<shared_resource>& all, const observation& of)
      : all_(all), made_(directories_made_in(of)), is_out_(all.size()) {
    for (std::size_t at = 0; at < all.size(); ++at) {
      if (is_path(all[at].name)) {
        places_.emplace(all[at].name, at);
      }
    }
  }

  void unite() {
    for (const auto& [name, at] : places_) {
      move_into_directory(at);
    }
    std::map<std::string, std::vector<std::size_t>> in_directory;
    for (const auto& [name, at] : places_) {
      const std::string directory = nearest_made_around(name);
      if (!is_out_[at] && !directory.empty()) {
        in_directory[directory].push_back(at);
      }
    }
    for (const auto& [directory, names] : in_directory) {
      replace_by_directory(directory, names);
    }
    std::vector<shared_resource> kept;
    for (std::size_t at = 0; at < all_.size(); ++at) {
      if (!is_out_[at]) {
        show_names_in(all_[at]);
        kept.push_back(std::move(all_[at]));
      }
    }
    all_ = std::move(kept);
  }

 private:
  /// "" if there is none.
  [[nodiscard]] std::string nearest_made_around(std::string_view name) const {
    for (std::string_view at = directory_of_name(name); !at.empty();
         at = directory_of_name(at)) {
      if (made_.count(std::string(at)) != 0) {
        return std::string(at);
      }
    }
    return "";
  }

  void move(std::size_t from, std::size_t into) {
    is_out_[from] = true;
    auto& names = all_[into].names_in_it;
    names.push_back(all_[from].name);
    names.insert(names.end(), all_[from].names_in_it.begin(),
                 all_[from].names_in_it.end());
  }

  /// The outermost one that has all of its pairs.
  void move_into_directory(std::size_t at) {
    std::vector<std::size_t> around;
    for (std::string directory = nearest_made_around(all_[at].name);
         !directory.empty(); directory = nearest_made_around(directory)) {
      const auto found = places_.find(directory);
      if (found != places_.end() && !is_out_[found->second]) {
        around.push_back(found->second);
      }
    }
    for (auto each = around.rbegin(); each != around.rend(); ++each) {
      if (pairs_of(*each).has_all_of(all_[at])) {
        move(at, *each);
        return;
      }
    }
  }

  void replace_by_directory(const std::string& directory,
                            const std::vector<std::size_t>& names) {
    if (names.size() < 2 || places_.count(directory) != 0) {
      return;
    }
    const std::size_t widest = *std::max_element(
        names.begin(), names.end(), [&](std::size_t one, std::size_t other) {
          return users_of(all_[one]) < users_of(all_[other]);
        });
    const bool are_all_in_one =
        std::all_of(names.begin(), names.end(), [&](std::size_t each) {
          return pairs_of(widest).has_all_of(all_[each]);
        });
    if (!are_all_in_one) {
      return;
    }
    shared_resource& united = all_[widest];
    std::vector<std::string> in_it = std::move(united.names_in_it);
    in_it.push_back(united.name);
    united.names_in_it.clear();
    for (const std::size_t each : names) {
      if (each != widest) {
        move(each, widest);
      }
    }
    united.names_in_it.insert(united.names_in_it.end(), in_it.begin(),
                              in_it.end());
    united.what = *made_.at(directory);
    united.name = directory;
  }

  const pairs_of_resource& pairs_of(std::size_t at) {
    return pairs_.try_emplace(at, all_[at]).first->second;
  }

  std::vector<shared_resource>& all_;
  made_directories made_;
  std::vector<char> is_out_;
  std::map<std::string, std::size_t> places_;  ///< sorted: directories first
  std::map<std::size_t, pairs_of_resource> pairs_;
};

}  // namespace

void unite_names_below(std::vector<shared_resource>& all,
                       const observation& of) {
  names_below(all, of).unite();
}

}  // namespace parallel_testing::tools::sharing_rules
