// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/private_directory.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sharing/uses/never_shared.hpp"

namespace parallel_testing::tools {

namespace {

using observed::use;

/// From this number on, a directory takes the place of the files in it.
constexpr std::size_t many_files = 6;

const std::string& home_of(const watched_test& test) {
  return test.record.head.working_directory;
}

/// Whether the test started the resource as its program, or loaded it by an
/// absolute path: such paths stay valid.
bool is_part_of_program(const watched_test& test,
                        const observed::resource& what) {
  if (is_used_relatively(what)) {
    return false;
  }
  const std::vector<std::string>& command = test.record.head.command;
  const bool is_program = what.canonical == test.executable ||
                          (!command.empty() && what.canonical == command[0]);
  const std::string_view name = last_part(what.canonical);
  return is_program || name.find(".so") != std::string_view::npos;
}

/// The innermost directory between the working directory of the test and the
/// path that the test did not create itself; "" if there is none.
std::string_view found_directory_of(const all_uses& uses, std::size_t test,
                                    const std::string& path,
                                    const std::string& home) {
  for (std::string_view at = directory_of(path); at.size() > home.size();
       at = directory_of(at)) {
    const touched_resource* touched = uses.of_test(std::string(at), test);
    const bool creates =
        touched && std::any_of(touched->touches.begin(), touched->touches.end(),
                               [](const observed::touch& each) {
                                 return each.how == use::create ||
                                        each.how == use::create_exclusive ||
                                        each.how == use::rename_target;
                               });
    if (!creates) {
      return at;
    }
  }
  return {};
}

/// Whether the test uses the name by a relative path, and no link leads to it.
bool is_used_by_its_name(const observed::resource& what) {
  constexpr std::string_view here = "./";
  std::string_view used = what.as_used;
  while (used.substr(0, here.size()) == here) {
    used.remove_prefix(here.size());
  }
  const std::string_view path = what.canonical;
  return is_used_relatively(what) && used.size() < path.size() &&
         path.substr(path.size() - used.size()) == used &&
         path[path.size() - used.size() - 1] == '/';
}

bool looks_at(const touched_resource& touched) {
  return std::any_of(touched.touches.begin(), touched.touches.end(),
                     [](const observed::touch& each) {
                       const bool looks =
                           each.how == use::read || each.how == use::exec ||
                           each.how == use::list || each.how == use::probe;
                       return looks && is_there(each.before);
                     });
}

/// Names relative to the working directory that tests look at.
std::set<std::string> names_seen(const observation& of, const all_uses& uses,
                                 const std::vector<std::size_t>& tests) {
  std::set<std::string> names;
  for (const std::size_t at : tests) {
    const watched_test& test = of.tests[at];
    for (const touched_resource& each : test.record.resources) {
      const observed::resource& what = each.what;
      const bool is_inside = has_path(what) &&
                             is_in(what.canonical, home_of(test)) &&
                             what.canonical.size() > home_of(test).size();
      if (is_inside && looks_at(each) &&
          !sharing_rules::is_never_shared(what, test, of.build) &&
          !uses.is_changed_within(what.canonical) &&
          !is_part_of_program(test, what)) {
        names.insert(relative_to(what.canonical, home_of(test)));
      }
    }
  }
  return names;
}

}  // namespace

bool fits_private_directory(const observation& of, const all_uses& uses,
                            std::size_t test) {
  const watched_test& watched = of.tests[test];
  const std::string& home = home_of(watched);
  if (home.empty() || !watched.record.is_complete()) {
    return false;
  }
  for (const touched_resource& each : watched.record.resources) {
    const observed::resource& what = each.what;
    if (!has_path(what) ||
        sharing_rules::is_never_shared(what, watched, of.build)) {
      continue;
    }
    const std::string& path = what.canonical;
    if (!is_in(path, home)) {
      if (is_used_relatively(what)) {
        return false;
      }
      continue;
    }
    if (path == home || is_part_of_program(watched, what)) {
      continue;
    }
    if (needs_existing(each) && uses.is_changed_within(path)) {
      return false;
    }
    if (changes(each) && !is_used_by_its_name(what) &&
        !found_directory_of(uses, test, path, home).empty()) {
      return false;
    }
  }
  return true;
}

std::vector<std::string> visible_files(const observation& of,
                                       const all_uses& uses,
                                       const std::vector<std::size_t>& tests) {
  std::set<std::string> names = names_seen(of, uses, tests);
  if (tests.empty()) {
    return {};
  }
  const std::string home = home_of(of.tests[tests.front()]);
  std::map<std::string, std::size_t> files_in;
  for (const std::string& name : names) {
    for (std::string_view at = directory_of(name); !at.empty();
         at = directory_of(at)) {
      ++files_in[std::string(at)];
    }
  }
  for (const auto& [directory, count] : files_in) {
    if (count >= many_files &&
        !uses.is_changed_within(home + "/" + directory)) {
      names.insert(directory);
    }
  }
  std::vector<std::string> result;
  for (const std::string& name : names) {
    bool is_covered = false;
    for (std::string_view at = directory_of(name); !at.empty();
         at = directory_of(at)) {
      is_covered = is_covered || names.count(std::string(at)) > 0;
    }
    if (!is_covered) {
      result.push_back(name);
    }
  }
  return result;
}

std::vector<std::string> empty_directories(
    const observation& of, const all_uses& uses,
    const std::vector<std::size_t>& tests,
    const std::vector<std::string>& visible) {
  std::set<std::string> names;
  for (const std::size_t at : tests) {
    const watched_test& test = of.tests[at];
    for (const touched_resource& each : test.record.resources) {
      const std::string& path = each.what.canonical;
      const bool is_inside = has_path(each.what) && changes(each) &&
                             is_in(path, home_of(test)) &&
                             path.size() > home_of(test).size();
      if (is_inside &&
          !sharing_rules::is_never_shared(each.what, test, of.build)) {
        const std::string_view directory =
            found_directory_of(uses, at, path, home_of(test));
        if (!directory.empty()) {
          names.insert(relative_to(directory, home_of(test)));
        }
      }
    }
  }
  // One with something in it is there for that.
  std::vector<std::string> inside = visible;
  inside.insert(inside.end(), names.begin(), names.end());
  std::vector<std::string> result;
  for (const std::string& name : names) {
    const bool has_content =
        std::any_of(inside.begin(), inside.end(), [&](const auto& each) {
          return each.size() > name.size() && is_in(each, name);
        });
    if (!has_content) {
      result.push_back(name);
    }
  }
  return result;
}

}  // namespace parallel_testing::tools
