// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/uses.hpp"

#include <algorithm>

namespace parallel_testing::tools {

using observed::resource_kind;
using observed::state;
using observed::use;

bool is_in(std::string_view path, std::string_view directory) {
  if (directory.empty() || path.substr(0, directory.size()) != directory) {
    return false;
  }
  return path.size() == directory.size() || directory.back() == '/' ||
         path[directory.size()] == '/';
}

std::string relative_to(std::string_view path, std::string_view directory) {
  std::string_view rest = path.substr(directory.size());
  if (!rest.empty() && rest.front() == '/') {
    rest.remove_prefix(1);
  }
  return std::string(rest);
}

std::string_view last_part(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view()
                                         : path.substr(0, slash);
}

bool has_path(const observed::resource& what) {
  return what.kind == resource_kind::file ||
         what.kind == resource_kind::directory ||
         what.kind == resource_kind::unix_socket;
}

bool is_used_relatively(const observed::resource& what) {
  return has_path(what) && !what.as_used.empty() && what.as_used[0] != '/';
}

bool is_there(state before) {
  return before != state::unknown && before != state::absent;
}

bool changes(const observed::touch& touch) {
  switch (touch.how) {
    case use::create:
      // mkdir of a directory that is there already.
      return touch.before != state::directory;
    case use::write:
    case use::append:
    case use::create_exclusive:
    case use::remove:
    case use::rename_target:
    case use::change:
    case use::bind:
    case use::kill:
    case use::set:
      return true;
    case use::read:
    case use::list:
    case use::probe:
    case use::probe_absent:
    case use::lock_shared:
    case use::lock_exclusive:
    case use::connect:
    case use::listen:
    case use::exec:
      return false;
  }
  return false;
}

bool changes(const touched_resource& touched) {
  return std::any_of(touched.touches.begin(), touched.touches.end(),
                     [](const observed::touch& each) { return changes(each); });
}

/// Whether the same call as `opened` creates the file where there is none, and
/// does not read what is there.
bool creates_if_absent(const touched_resource& touched,
                       const observed::touch& opened) {
  const auto is_one_call = [&](use how) {
    return std::any_of(touched.touches.begin(), touched.touches.end(),
                       [&](const observed::touch& each) {
                         return each.how == how &&
                                each.first_us == opened.first_us;
                       });
  };
  return is_one_call(use::create) && !is_one_call(use::read);
}

bool needs_existing(const touched_resource& touched) {
  const observed::touch* first = nullptr;
  for (const observed::touch& each : touched.touches) {
    const bool says_nothing =
        each.how == use::probe || each.how == use::probe_absent ||
        each.how == use::lock_shared || each.how == use::lock_exclusive;
    if (!says_nothing && (!first || each.first_us < first->first_us)) {
      first = &each;
    }
  }
  if (!first || !is_there(first->before) ||
      creates_if_absent(touched, *first)) {
    return false;
  }
  switch (first->how) {
    case use::read:
    case use::write:
    case use::append:
    case use::change:
    case use::list:
    case use::exec:
    case use::connect:
      return true;
    default:
      return false;
  }
}

all_uses::all_uses(const observation& of) {
  for (std::size_t at = 0; at < of.tests.size(); ++at) {
    for (const touched_resource& each : of.tests[at].record.resources) {
      const std::string& name = each.what.canonical;
      by_name_[name].emplace(at, &each);
      if (!changes(each)) {
        continue;
      }
      changed_.insert(name);
      if (!has_path(each.what)) {
        continue;
      }
      std::string_view path = name;
      while (!path.empty() &&
             changed_within_.insert(std::string(path)).second) {
        path = directory_of(path);
      }
    }
  }
}

const touched_resource* all_uses::of_test(const std::string& name,
                                          std::size_t test) const {
  const auto tests = by_name_.find(name);
  if (tests == by_name_.end()) {
    return nullptr;
  }
  const auto found = tests->second.find(test);
  return found == tests->second.end() ? nullptr : found->second;
}

bool all_uses::is_changed(const std::string& name) const {
  return changed_.count(name) > 0;
}

bool all_uses::is_changed_within(const std::string& directory) const {
  return changed_within_.count(directory) > 0;
}

}  // namespace parallel_testing::tools
