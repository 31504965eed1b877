// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/lock_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "remedies/uses.hpp"

namespace parallel_testing::tools {

namespace {

constexpr std::size_t longest_name = 40;

bool contains_all(const std::vector<std::size_t>& all,
                  const std::vector<std::size_t>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

/// Whether users of a lock can never be the conflicting ones of `others` at the
/// same time.
bool keeps_apart(const resource_users& lock, const resource_users& others) {
  return contains_all(lock.exclusive, others.exclusive) &&
         contains_all(lock.all(), others.shared);
}

bool is_common_place(std::string_view directory) {
  static const std::set<std::string_view> places{
      "", "/", "/tmp", "/var/tmp", "/var", "/dev/shm", "/home", "/root"};
  return places.count(directory) > 0;
}

/// The directory in which all resources are; "" if they are in several.
std::string_view common_directory(const sharing& found,
                                  const std::vector<std::size_t>& resources) {
  std::string_view common;
  for (const std::size_t at : resources) {
    const observed::resource& what = found.shared[at].what;
    const std::string_view directory = directory_of(what.canonical);
    const bool is_first = at == resources.front();
    if (!has_path(what) || (!is_first && directory != common)) {
      return "";
    }
    common = directory;
  }
  return common;
}

/// A name for the lock, and a longer one if another lock has that.
std::pair<std::string, std::string> candidates(const sharing& found,
                                               const named_lock& lock) {
  const observed::resource& first = found.shared[lock.resources.front()].what;
  const std::string_view common = common_directory(found, lock.resources);
  std::string_view path = first.canonical;
  if (lock.resources.size() > 1 && first.where != observed::place::working &&
      !is_common_place(common)) {
    path = common;
  }
  if (!has_path(first)) {
    const std::string whole = name_part(first.canonical);
    const std::size_t colon = first.canonical.find(':');
    const bool is_key = first.kind == observed::resource_kind::shared_memory ||
                        first.kind == observed::resource_kind::semaphores ||
                        first.kind == observed::resource_kind::message_queue;
    if (is_key || colon == std::string::npos) {
      return {whole, whole};
    }
    return {name_part(first.canonical.substr(colon + 1)), whole};
  }
  const std::string name = name_part(std::string(last_part(path)));
  const std::string folder =
      name_part(std::string(last_part(directory_of(path))));
  return {name, folder.empty() ? name : folder + "-" + name};
}

}  // namespace

std::vector<std::size_t> resource_users::all() const {
  std::vector<std::size_t> both;
  std::set_union(exclusive.begin(), exclusive.end(), shared.begin(),
                 shared.end(), std::back_inserter(both));
  return both;
}

std::string name_part(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '_' || c == '.' ||
                          c == '-';
    if (is_plain) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  if (name.size() > longest_name) {
    // The end distinguishes paths.
    name.erase(0, name.size() - longest_name);
  }
  name.erase(0, std::min(name.find_first_not_of("-."), name.size()));
  while (!name.empty() && name.back() == '-') {
    name.pop_back();
  }
  return name;
}

std::vector<named_lock> name_locks(const sharing& found,
                                   const std::vector<locked_resource>& locked) {
  std::vector<const locked_resource*> order;
  for (const locked_resource& each : locked) {
    order.push_back(&each);
  }
  // Those with the most users may keep apart the users of others.
  std::stable_sort(order.begin(), order.end(),
                   [](const locked_resource* a, const locked_resource* b) {
                     return a->users.all().size() > b->users.all().size();
                   });
  std::vector<named_lock> locks;
  for (const locked_resource* each : order) {
    const auto covering = std::find_if(
        locks.begin(), locks.end(), [each](const named_lock& lock) {
          return keeps_apart(lock.users, each->users);
        });
    if (covering != locks.end()) {
      covering->resources.push_back(each->resource);
    } else {
      locks.push_back({"", {each->resource}, each->users});
    }
  }
  std::set<std::string> taken;
  for (named_lock& lock : locks) {
    // The users of the first are all the users, so it gives the name.
    const auto [name, longer] = candidates(found, lock);
    lock.name = name.empty() || taken.count(name) > 0 ? longer : name;
    if (lock.name.empty()) {
      lock.name = "shared";
    }
    const std::string base = lock.name;
    for (int number = 2; !taken.insert(lock.name).second; ++number) {
      lock.name = fmt::format("{}-{}", base, number);
    }
    std::sort(lock.resources.begin(), lock.resources.end());
  }
  return locks;
}

}  // namespace parallel_testing::tools
