// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "remedies/source_text.hpp"

namespace parallel_testing::suggest_command {
namespace {

using observed::resource_kind;
using observed::use;

template <std::size_t Count, class Enum>
const char* text_in(const std::array<const char*, Count>& texts, Enum value) {
  return texts.at(static_cast<std::size_t>(value));
}

/// The suite in the name of a test: `Store` of `Store.Add` and of
/// `store_test/Store.Add`; empty if it has none.
std::string suite_of(const std::string& name) {
  const std::size_t start = name.rfind('/') + 1;
  const std::size_t dot = name.find('.', start);
  return dot == std::string::npos ? "" : name.substr(start, dot - start);
}

/// What tests do, the uses that disturb most first.
constexpr std::array<std::pair<use, const char*>, 19> verbs{{
    {use::set, "set"},
    {use::kill, "send a signal to"},
    {use::bind, "bind"},
    {use::listen, "listen at"},
    {use::write, "write"},
    {use::append, "append to"},
    {use::rename_target, "replace"},
    {use::create_exclusive, "create"},
    {use::create, "create"},
    {use::remove, "remove"},
    {use::change, "change the attributes of"},
    {use::connect, "connect to"},
    {use::lock_exclusive, "lock"},
    {use::lock_shared, "lock"},
    {use::list, "list the names in"},
    {use::read, "read"},
    {use::exec, "run"},
    {use::probe, "look for"},
    {use::probe_absent, "look for"},
}};

const char* verb_of(const tools::shared_resource& resource) {
  for (const auto& [how, verb] : verbs) {
    for (const tools::role& each : resource.roles) {
      if (std::find(each.uses.begin(), each.uses.end(), how) !=
          each.uses.end()) {
        return verb;
      }
    }
  }
  return "use";
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

/// A name in a file system, as the tests see it.
std::string path_text(const tools::observation& of,
                      const tools::shared_resource& resource) {
  const std::string& name =
      resource.name.empty() ? resource.what.canonical : resource.name;
  if (resource.what.where != observed::place::working) {
    return name;
  }
  for (const std::size_t test : tests_of(resource)) {
    const std::string& directory = of.tests[test].record.head.working_directory;
    if (name == directory) {
      return "the working directory";
    }
    if (!directory.empty() && name.starts_with(directory + "/")) {
      return name.substr(directory.size() + 1) + " in the working directory";
    }
  }
  return name;
}

}  // namespace

const char* to_text(tools::category kind) {
  constexpr std::array texts{"files", "ports", "global_state", "database",
                             "other"};
  return text_in(texts, kind);
}

const char* to_text(tools::strength rank) {
  constexpr std::array texts{"weak", "strong"};
  return text_in(texts, rank);
}

const char* to_text(tools::relation how) {
  constexpr std::array texts{"collision", "dependence"};
  return text_in(texts, how);
}

const char* to_text(tools::lone_kind kind) {
  constexpr std::array texts{"writes_outside",   "leaves_files",
                             "leaves_processes", "binds_all_interfaces",
                             "changes_machine",  "reads_time_zone"};
  return text_in(texts, kind);
}

const char* to_text(tools::remedy_kind kind) {
  constexpr std::array texts{
      "private_directory", "private_tmpdir", "isolate_tmp", "isolate_network",
      "isolate_ipc",       "port",           "database",    "lock",
      "no_parallel",       "depends",        "advice"};
  return text_in(texts, kind);
}

std::string count_text(std::size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string names_text(const tools::observation& of,
                       const std::vector<std::size_t>& tests,
                       std::size_t most) {
  std::string text;
  const std::size_t shown = std::min(most, tests.size());
  for (std::size_t at = 0; at < shown; ++at) {
    const bool is_last = at + 1 == tests.size();
    text += at == 0 ? "" : is_last ? " and " : ", ";
    text += of.tests[tests[at]].name;
  }
  if (shown < tests.size()) {
    text += fmt::format(" and {} more", tests.size() - shown);
  }
  return text;
}

std::string group_text(const tools::observation& of,
                       const std::vector<std::size_t>& tests) {
  if (tests.size() == 1) {
    return of.tests[tests.front()].name;
  }
  const std::string suite =
      tests.empty() ? "" : suite_of(of.tests[tests.front()].name);
  const bool is_common =
      !suite.empty() &&
      std::all_of(tests.begin(), tests.end(), [&](std::size_t each) {
        return suite_of(of.tests[each].name) == suite;
      });
  return count_text(tests.size(), "test") + (is_common ? " of " + suite : "");
}

std::vector<std::size_t> tests_of(const tools::shared_resource& resource) {
  std::vector<std::size_t> all;
  for (const tools::role& each : resource.roles) {
    all.insert(all.end(), each.tests.begin(), each.tests.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

bool is_strong(const tools::shared_resource& resource) {
  return std::any_of(resource.conflicts.begin(), resource.conflicts.end(),
                     [](const tools::role_conflict& each) {
                       return each.rank == tools::strength::strong;
                     });
}

std::string resource_text(const tools::observation& of,
                          const tools::shared_resource& resource) {
  switch (resource.what.kind) {
    case resource_kind::port:
      return fmt::format("{} port {}", upper(resource.what.protocol),
                         resource.what.port);
    case resource_kind::host_name:
      return "the host name";
    case resource_kind::clock:
      return "the clock";
    case resource_kind::file:
    case resource_kind::directory:
      return path_text(of, resource);
    default:
      return resource.name.empty() ? resource.what.canonical : resource.name;
  }
}

std::string cause_text(const tools::observation& of,
                       const tools::shared_resource& resource) {
  const std::string database =
      resource.database.empty() ? "" : " (" + resource.database + ")";
  return fmt::format("{} {} {}{}", group_text(of, tests_of(resource)),
                     verb_of(resource), resource_text(of, resource), database);
}

std::string remedy_text(const tools::suggestion& remedy) {
  using tools::remedy_kind;
  switch (remedy.kind) {
    case remedy_kind::private_directory: {
      std::string text = "WORKING_DIRECTORY PRIVATE";
      for (std::size_t at = 0; at < remedy.visible_files.size(); ++at) {
        text += (at == 0 ? " VISIBLE_FILES " : " ") + remedy.visible_files[at];
      }
      for (std::size_t at = 0; at < remedy.empty_directories.size(); ++at) {
        text += (at == 0 ? " EMPTY_DIRECTORIES " : " ") +
                remedy.empty_directories[at];
      }
      return text;
    }
    case remedy_kind::private_tmpdir:
      return remedy.marker.empty() ? "a private TMPDIR" : remedy.marker;
    case remedy_kind::depends:
      return "an order (DEPENDS or a fixture)";
    case remedy_kind::advice:
      return "a change to the tests";
    default:
      return remedy.marker;
  }
}

std::vector<source_marker> markers_in_sources(const tools::observation& of,
                                              const tools::suggestion& remedy) {
  std::vector<source_marker> result;
  for (const std::size_t each : remedy.tests) {
    const std::string& name = of.tests[each].framework;
    const framework_row* const row = tools::framework_named(name);
    const bool is_known = std::any_of(
        result.begin(), result.end(),
        [&](const source_marker& one) { return one.framework == name; });
    if (row == nullptr || is_known) {
      continue;
    }
    if (auto text = tools::source_of_marker(row->kind, remedy.marker)) {
      result.push_back({name, std::move(*text)});
    }
  }
  return result;
}

std::vector<std::size_t> remedies_for(const tools::remedy_plan& plan,
                                      std::size_t resource) {
  std::vector<std::size_t> result;
  for (std::size_t at = 0; at < plan.suggestions.size(); ++at) {
    const std::vector<std::size_t>& its = plan.suggestions[at].resources;
    if (std::find(its.begin(), its.end(), resource) != its.end()) {
      result.push_back(at);
    }
  }
  return result;
}

}  // namespace parallel_testing::suggest_command
