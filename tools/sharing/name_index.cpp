// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/name_index.hpp"

#include <algorithm>
#include <string>

#include "lib/src/base/text.hpp"
#include "sharing/never_shared.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::resource_kind;

bool is_name(resource_kind kind) {
  switch (kind) {
    case resource_kind::file:
    case resource_kind::directory:
    case resource_kind::unix_socket:
    case resource_kind::abstract_socket:
    case resource_kind::shared_memory:
    case resource_kind::semaphores:
    case resource_kind::message_queue:
    case resource_kind::posix_name:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool is_path(std::string_view name) {
  return !name.empty() && name.front() == '/';
}

bool is_folded(const observed::resource& what) {
  return what.folded > 0 && what.canonical.size() > 1 &&
         is_path(what.canonical) && what.canonical.back() == '/';
}

name_index::name_index(const observation& of) {
  for (std::size_t at = 0; at < of.tests.size(); ++at) {
    add(of, at);
  }
  std::sort(entries_.begin(), entries_.end(),
            [](const name_entry& one, const name_entry& other) {
              return one.name < other.name;
            });
}

void name_index::add(const observation& of, std::size_t test) {
  const watched_test& from = of.tests[test];
  for (const touched_resource& each : from.record.resources) {
    if (!is_name(each.what.kind) ||
        is_never_shared(each.what, from, of.build)) {
      continue;
    }
    const auto [found, is_new] =
        places_.emplace(each.what.canonical, entries_.size());
    if (is_new) {
      entries_.push_back({each.what.canonical, {}, false});
    }
    name_entry& entry = entries_[found->second];
    const effects what = effects_of(each);
    entry.is_directory =
        entry.is_directory || each.what.kind == resource_kind::directory;
    if (!entry.uses.empty() && entry.uses.back().test == test) {
      entry.uses.back().what |= what;
    } else {
      entry.uses.push_back({test, &each, what});
    }
  }
}

bool name_index::has(std::string_view name) const {
  return places_.count(name) != 0;
}

name_index::range name_index::below(std::string_view directory) const {
  std::string start(directory);
  if (start.empty() || start.back() != '/') {
    start += '/';
  }
  const auto first =
      std::lower_bound(entries_.begin(), entries_.end(), start,
                       [](const name_entry& one, const std::string& name) {
                         return one.name < name;
                       });
  auto last = first;
  while (last != entries_.end() && starts_with(last->name, start)) {
    ++last;
  }
  return {first, last};
}

}  // namespace parallel_testing::tools::sharing_rules
