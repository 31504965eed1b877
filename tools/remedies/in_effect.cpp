// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/in_effect.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "discovered/cmake_calls.hpp"
#include "remedies/cmake_text.hpp"
#include "remedies/isolation.hpp"
#include "remedies/uses.hpp"

namespace parallel_testing::tools {

namespace {

constexpr std::string_view private_directory = "WORKING_DIRECTORY PRIVATE";
constexpr std::string_view private_tmpdir = "TMPDIR PRIVATE";

/// The arguments of a call before `keyword`, after the first `skipped`.
std::vector<std::string> before(const cmake_call& call, std::size_t skipped,
                                const std::set<std::string>& keywords) {
  std::vector<std::string> names;
  for (std::size_t at = skipped; at < call.arguments.size(); ++at) {
    if (keywords.count(call.arguments[at]) > 0) {
      break;
    }
    names.push_back(call.arguments[at]);
  }
  return names;
}

/// The names after `VISIBLE_FILES` and `EMPTY_DIRECTORIES`, which follow
/// `WORKING_DIRECTORY` at this place.
std::vector<std::string> shown_in(const std::vector<std::string>& given,
                                  std::size_t place) {
  std::vector<std::string> names;
  for (std::size_t at = place + 2; at < given.size(); ++at) {
    if (given[at] != "VISIBLE_FILES" && given[at] != "EMPTY_DIRECTORIES") {
      names.push_back(given[at]);
    }
  }
  return names;
}

void read_mark(const cmake_call& call, std::set<applied_suggestion>& into) {
  const std::vector<std::string>& given = call.arguments;
  const std::vector<std::string> globs =
      before(call, 1, {"MARKERS", "WORKING_DIRECTORY"});
  for (std::size_t at = 1 + globs.size(); at < given.size(); ++at) {
    std::string what = given[at];
    if (what == "MARKERS") {
      continue;
    }
    const bool is_private = what == "WORKING_DIRECTORY";
    const std::vector<std::string> shown =
        is_private ? shown_in(given, at) : std::vector<std::string>();
    for (const std::string& glob : globs) {
      into.insert({given.front(),
                   glob,
                   is_private ? std::string(private_directory) : what,
                   {},
                   shown});
    }
    if (is_private) {
      return;
    }
  }
}

void read_properties(const cmake_call& call,
                     std::set<applied_suggestion>& into) {
  const std::vector<std::string> names = before(call, 0, {"PROPERTIES"});
  const std::vector<std::string>& given = call.arguments;
  for (std::size_t at = names.size() + 1; at + 1 < given.size(); at += 2) {
    for (const std::string& name : names) {
      into.insert({"", name, given[at] + " " + given[at + 1]});
    }
  }
}

/// Suggestions by target and test.
using applied_index = std::map<std::pair<std::string, std::string>,
                               std::vector<const applied_suggestion*>>;

/// Those for one test, each once.
std::set<const applied_suggestion*> suggestions_for(const watched_test& test,
                                                    const applied_index& all) {
  std::vector<std::pair<std::string, std::string>> keys{{"", test.ctest_name}};
  if (!test.target.empty()) {
    for (const std::string& glob : globs_of(test)) {
      keys.emplace_back(test.target, glob);
    }
  }
  std::set<const applied_suggestion*> found;
  for (const auto& key : keys) {
    const auto known = all.find(key);
    if (known != all.end()) {
      found.insert(known->second.begin(), known->second.end());
    }
  }
  return found;
}

void erase(std::vector<std::string>& from, const std::string& item) {
  from.erase(std::remove(from.begin(), from.end(), item), from.end());
}

/// Gives all that is in the directory the names that it would have in another.
void move_names(watched_test& test, const std::string& from,
                const std::string& to, observed::place where) {
  for (touched_resource& each : test.record.resources) {
    std::string& name = each.what.canonical;
    if (has_path(each.what) && is_in(name, from)) {
      const std::string rest = relative_to(name, from);
      name = rest.empty() ? to : to + "/" + rest;
      each.what.where = where;
    }
  }
}

/// The time of the first use of this kind; nothing if there is none.
std::optional<std::int64_t> first_time(const touched_resource& of,
                                       observed::use how) {
  for (const observed::touch& each : of.touches) {
    if (each.how == how) {
      return each.first_us;
    }
  }
  return std::nullopt;
}

/// The private directory in which the test ran, which has the name of the one
/// of the test; "" if the test did not use any name in it. The adapter creates
/// it before the test can create one with that name.
std::string private_directory_of(const watched_test& test) {
  const std::string& home = test.record.head.working_directory;
  std::string found;
  std::int64_t found_us = std::numeric_limits<std::int64_t>::max();
  const auto is_like_home = [&](const std::string& path) {
    return path != home && last_part(path) == last_part(home);
  };
  for (const touched_resource& each : test.record.resources) {
    const observed::resource& what = each.what;
    const auto created_us = first_time(each, observed::use::create);
    if (what.kind == observed::resource_kind::directory && created_us &&
        *created_us < found_us && is_like_home(what.canonical)) {
      found = what.canonical;
      found_us = *created_us;
    }
  }
  for (const touched_resource& each : test.record.resources) {
    const observed::resource& what = each.what;
    const std::string ending = "/" + what.as_used;
    if (!found.empty() || !is_used_relatively(what) ||
        !what.canonical.ends_with(ending)) {
      continue;
    }
    const std::string directory =
        what.canonical.substr(0, what.canonical.size() - ending.size());
    if (is_like_home(directory)) {
      found = directory;
    }
  }
  return found;
}

/// What the adapter did in a private directory: it fills it before the test
/// starts, and removes everything when the test has ended.
class adapter_work {
 public:
  adapter_work(const watched_test& test, std::string own,
               const std::vector<std::string>& shown)
      : home_(test.record.head.working_directory),
        own_(std::move(own)),
        shown_(shown) {
    for (const touched_resource& each : test.record.resources) {
      if (!has_path(each.what)) {
        continue;
      }
      const std::string& name = each.what.canonical;
      if (name == own_) {
        removal_us_ = first_time(each, observed::use::remove);
      }
      if (!is_in(name, own_) || !is_filled(relative_to(name, own_))) {
        continue;
      }
      for (const observed::use how : makings) {
        filled_us_ = std::max(filled_us_, first_time(each, how).value_or(0));
      }
    }
  }

  /// Leaves what the test did. False if the test did nothing with it.
  bool leave_uses_of_test(touched_resource& of) const {
    const std::string& name = of.what.canonical;
    if (!has_path(of.what)) {
      return true;
    }
    if (is_in(name, own_)) {
      const std::string rest = relative_to(name, own_);
      const bool is_filling = is_filled(rest);
      const bool is_removed = erase_uses(of, [&](const observed::touch& each) {
        return removal_us_ && each.first_us >= *removal_us_;
      });
      if (is_removed && !is_filling) {
        of.what.at_end = of.what.kind == observed::resource_kind::directory
                             ? observed::state::directory
                             : observed::state::file;
      }
      if (is_filling) {
        erase_uses(of, [&](const observed::touch& each) {
          return each.first_us <= filled_us_ || is_making(each.how);
        });
        of.what.at_end = observed::state::unknown;
      }
    } else if (is_in(name, home_) && is_shown(relative_to(name, home_))) {
      erase_uses(of, [&](const observed::touch& each) {
        return each.first_us <= filled_us_;
      });
    }
    return !of.touches.empty();
  }

 private:
  static constexpr observed::use makings[] = {observed::use::create,
                                              observed::use::create_exclusive,
                                              observed::use::rename_target};

  static bool is_making(observed::use how) {
    return std::find(std::begin(makings), std::end(makings), how) !=
           std::end(makings);
  }

  template <class Condition>
  static bool erase_uses(touched_resource& of, const Condition& is_of_adapter) {
    const auto first =
        std::remove_if(of.touches.begin(), of.touches.end(), is_of_adapter);
    const bool is_any = first != of.touches.end();
    of.touches.erase(first, of.touches.end());
    return is_any;
  }

  [[nodiscard]] bool is_shown(const std::string& rest) const {
    return std::any_of(
        shown_.begin(), shown_.end(),
        [&](const std::string& each) { return is_in(rest, each); });
  }

  /// Whether it is shown or has something that is, or a copy that gets the
  /// name of what is shown when it is complete.
  [[nodiscard]] bool is_filled(const std::string& rest) const {
    const bool is_needed =
        std::any_of(shown_.begin(), shown_.end(), [&](const std::string& each) {
          const std::size_t end = rest.rfind('.');
          return rest.empty() || is_in(each, rest) ||
                 (end != std::string::npos && rest.substr(0, end) == each);
        });
    return rest.empty() || is_needed || is_shown(rest);
  }

  std::string home_;
  std::string own_;
  const std::vector<std::string>& shown_;
  std::int64_t filled_us_ = 0;
  std::optional<std::int64_t> removal_us_{};
};

/// What one test did with one name, under two names before.
void unite_equal_names(std::vector<touched_resource>& resources) {
  std::map<std::string, std::size_t> known;
  std::vector<touched_resource> united;
  for (touched_resource& each : resources) {
    const auto [at, is_new] =
        known.try_emplace(each.what.canonical, united.size());
    if (!has_path(each.what) || is_new) {
      united.push_back(std::move(each));
      continue;
    }
    std::vector<observed::touch>& touches = united[at->second].touches;
    touches.insert(touches.end(), each.touches.begin(), each.touches.end());
  }
  resources = std::move(united);
}

/// A directory as cmake_of() writes it.
std::string real_path(const observation& of, const std::string& written) {
  const std::pair<std::string, std::string> roots[] = {
      {"${suggestions_folder}/..", of.build},
      {"${CMAKE_CURRENT_LIST_DIR}/..", of.source}};
  for (const auto& [prefix, root] : roots) {
    if (written.rfind(prefix, 0) == 0) {
      return root + written.substr(prefix.size());
    }
  }
  return written;
}

void undo_private_directory(const observation& of,
                            const applied_suggestion& each,
                            watched_test& test) {
  std::string& home = test.record.head.working_directory;
  if (each.target.empty()) {
    const std::string before = real_path(of, each.from);
    if (is_in(home, of.build + "/parallel_testing_suggestions")) {
      move_names(test, home, before, observed::place::working);
      home = before;
    }
    return;
  }
  test.has_private_directory = false;
  const std::string own = private_directory_of(test);
  if (own.empty()) {
    return;
  }
  const adapter_work adapter(test, own, each.shown);
  std::vector<touched_resource>& resources = test.record.resources;
  resources.erase(std::remove_if(resources.begin(), resources.end(),
                                 [&](touched_resource& touched) {
                                   return !adapter.leave_uses_of_test(touched);
                                 }),
                  resources.end());
  move_names(test, own, home, observed::place::working);
  unite_equal_names(resources);
}

void undo_marker(const std::string& marker, watched_test& test) {
  erase(test.markers, marker);
  if (marker == "no_parallel") {
    test.runs_serial = false;
    return;
  }
  constexpr std::string_view prefix = "lock:";
  erase(test.locks,
        marker.rfind(prefix, 0) == 0 ? marker.substr(prefix.size()) : marker);
  for (touched_resource& each : test.record.resources) {
    const observed::resource_kind kind = each.what.kind;
    const bool is_address = kind == observed::resource_kind::port ||
                            kind == observed::resource_kind::abstract_socket;
    if ((marker == "isolate:tmp" && has_path(each.what)) ||
        (marker == "isolate:network" && is_address) ||
        (marker == "isolate:ipc" && is_ipc(each.what))) {
      each.what.seen_by = observed::scope::machine;
    }
  }
}

void undo_property(const std::string& what, watched_test& test) {
  const std::size_t blank = what.find(' ');
  const std::string name = what.substr(0, blank);
  std::string value = what.substr(blank + 1);
  if (name == "RUN_SERIAL") {
    test.runs_serial = false;
  } else if (name == "DEPENDS") {
    erase(test.depends, value);
  } else if (name == "RESOURCE_LOCK") {
    for (std::size_t end = 0; end != std::string::npos;) {
      end = value.find(';');
      erase(test.locks, value.substr(0, end));
      value.erase(0, end == std::string::npos ? end : end + 1);
    }
  }
}

/// The tests again have one directory for temporary files.
void undo_private_tmpdir(const observation& of, watched_test& test) {
  const std::string folder = of.build + "/parallel_testing_suggestions";
  std::string& tmpdir = test.record.head.tmpdir;
  if (is_in(tmpdir, folder)) {
    move_names(test, tmpdir, folder + "/tmp", observed::place::temp);
    tmpdir = folder + "/tmp";
  }
}

}  // namespace

std::vector<applied_suggestion> suggestions_in(std::string_view code) {
  std::set<applied_suggestion> found;
  for (const cmake_call& call : parse_cmake_calls(code)) {
    const std::vector<std::string>& given = call.arguments;
    if (call.name == "parallel_mark_tests" && given.size() > 2) {
      read_mark(call, found);
    } else if (call.name == "set_tests_properties" && given.size() > 2 &&
               given.front() != "${test}" &&
               given.front() != "${ARGV${index}}") {
      read_properties(call, found);
    } else if (call.name == "suggestions_private_directory" &&
               given.size() > 1) {
      found.insert({"", given[0], std::string(private_directory), given[1]});
    } else if (call.name == "suggestions_private_tmpdir") {
      for (const std::string& name : given) {
        found.insert({"", name, std::string(private_tmpdir)});
      }
    }
  }
  return {found.begin(), found.end()};
}

observation without_suggestions(
    observation of, const std::vector<applied_suggestion>& applied) {
  applied_index index;
  for (const applied_suggestion& each : applied) {
    index[{each.target, each.test}].push_back(&each);
  }
  for (watched_test& test : of.tests) {
    for (const applied_suggestion* each : suggestions_for(test, index)) {
      if (each->what == private_directory) {
        undo_private_directory(of, *each, test);
      } else if (each->what == private_tmpdir) {
        undo_private_tmpdir(of, test);
      } else if (each->target.empty()) {
        undo_property(each->what, test);
      } else {
        undo_marker(each->what, test);
      }
    }
  }
  return of;
}

}  // namespace parallel_testing::tools
