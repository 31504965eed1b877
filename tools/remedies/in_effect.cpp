// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/in_effect.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
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
    for (const std::string& glob : globs) {
      into.insert({given.front(), glob,
                   is_private ? std::string(private_directory) : what});
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

/// The private directory in which the test ran; "" if it did not use any name
/// in it.
std::string private_directory_of(const watched_test& test) {
  const std::string& home = test.record.head.working_directory;
  for (const touched_resource& each : test.record.resources) {
    const observed::resource& what = each.what;
    const std::string ending = "/" + what.as_used;
    if (!is_used_relatively(what) || is_in(what.canonical, home) ||
        what.canonical.size() <= ending.size()) {
      continue;
    }
    const std::size_t length = what.canonical.size() - ending.size();
    if (what.canonical.compare(length, ending.size(), ending) == 0) {
      return what.canonical.substr(0, length);
    }
  }
  return "";
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
  const std::string own = private_directory_of(test);
  if (!own.empty()) {
    move_names(test, own, home, observed::place::working);
  }
  test.has_private_directory = false;
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
