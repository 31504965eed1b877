// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "explain/discovered_targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unordered_map>

#include "explain/cmake_calls.hpp"

namespace parallel_testing::explain_command {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view options_end = "_options.cmake";

std::vector<std::string> items_of(const std::string& list) {
  std::vector<std::string> items;
  std::istringstream stream(list);
  for (std::string item; std::getline(stream, item, ';');) {
    if (!item.empty()) {
      items.push_back(item);
    }
  }
  return items;
}

void read_options(const std::string& text, known_target& into) {
  for (const cmake_call& call : parse_cmake_calls(text)) {
    const auto& given = call.arguments;
    if (call.name == "set" && given.size() == 2 && given[0] == "option_call") {
      into.call = given[1];
    } else if (call.name == "set" && given.size() == 2 &&
               given[0] == "option_executable") {
      into.executable = given[1];
    } else if (call.name == "list" && given.size() == 3 &&
               given[1] == "option_markers") {
      into.markers.push_back(given[2]);
    } else if (call.name == "parallel_mark" && given.size() >= 3) {
      into.marks.push_back({given[0], items_of(given[1]), given[2]});
    }
  }
}

/// Markers of the cases of units, by their names.
using member_markers =
    std::unordered_map<std::string, std::vector<std::string>>;

void read_members(const std::string& text, member_markers& into) {
  for (const cmake_call& call : parse_cmake_calls(text)) {
    const auto& given = call.arguments;
    if (call.name == "parallel_marked_member" && given.size() == 3) {
      into[given[0]] = items_of(given[2]);
    }
  }
}

member_markers read_manifest(const std::string& text, known_target& into) {
  member_markers members;
  std::string file;
  for (const cmake_call& call : parse_cmake_calls(text)) {
    const auto& given = call.arguments;
    if (call.name == "parallel_file" && !given.empty()) {
      file = given[0];
    } else if (call.name == "parallel_case" && given.size() >= 4) {
      into.cases.push_back({given.size() > 5 ? given[5] : given[0], given[1],
                            file + ":" + given[2], items_of(given[3])});
    } else if (call.name == "parallel_marked" && given.size() == 1) {
      read_members(given[0], members);
    }
  }
  return members;
}

/// The fields of a line between tabs, which are written as \t inside one.
std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields{""};
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '\t') {
      fields.emplace_back();
    } else if (line[at] == '\\' && at + 1 < line.size()) {
      const char c = line[++at];
      fields.back() += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
    } else {
      fields.back() += line[at];
    }
  }
  return fields;
}

void read_units(std::string_view text, const member_markers& markers,
                known_target& into) {
  std::size_t begin = 0;
  const auto close = [&](std::size_t end) {
    if (!into.units.empty()) {
      into.units.back().reference = fmt::format("@{}+{}", begin, end - begin);
    }
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::vector<std::string> fields =
        fields_of(text.substr(at, end - at));
    if (fields[0] == "unit") {
      close(at);
      begin = at;
      into.units.emplace_back();
    } else if (fields[0] == "case" && fields.size() == 5 &&
               !into.units.empty()) {
      const auto known = markers.find(fields[1]);
      into.units.back().cases.push_back(
          {fields[1], fields[2].empty() ? fields[1] : fields[2],
           fields[3] + ":" + fields[4],
           known == markers.end() ? std::vector<std::string>()
                                  : known->second});
    }
    at = end + 1;
  }
  close(std::min(at, text.size()));
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> options_files_in(const std::string& build) {
  std::vector<std::string> paths;
  std::error_code problem;
  for (auto each = fs::recursive_directory_iterator(
           build, fs::directory_options::skip_permission_denied, problem);
       !problem && each != fs::recursive_directory_iterator();
       each.increment(problem)) {
    const std::string name = each->path().filename().string();
    if (name == "CMakeFiles" || name == "Testing") {
      each.disable_recursion_pending();
    } else if (name.ends_with(options_end)) {
      paths.push_back(each->path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

known_target parse_target(const discovered_target& files) {
  known_target target;
  target.units_file = files.units_file;
  read_options(files.options, target);
  const member_markers members = read_manifest(files.manifest, target);
  read_units(files.units, members, target);
  return target;
}

std::vector<added_test> parse_added_tests(const std::string& text) {
  std::vector<added_test> tests;
  for (const cmake_call& call : parse_cmake_calls(text)) {
    const auto& given = call.arguments;
    if (call.name == "parallel_added_test" && given.size() == 3) {
      tests.push_back({given[0], given[1], items_of(given[2])});
    }
  }
  return tests;
}

std::vector<discovered_target> discovered_targets(const std::string& build) {
  std::vector<discovered_target> targets;
  for (const std::string& path : options_files_in(build)) {
    const std::string base = path.substr(0, path.size() - options_end.size());
    const std::string units = base + "_units.txt";
    targets.push_back({content_of(path), content_of(base + "_manifest.cmake"),
                       content_of(units), fs::path(units).filename().string()});
  }
  return targets;
}

discovery read_discovery(const std::string& build) {
  discovery found;
  for (const discovered_target& each : discovered_targets(build)) {
    found.targets.push_back(parse_target(each));
  }
  found.added = parse_added_tests(
      content_of(fs::path(build) / "parallel_testing" / "added_tests.cmake"));
  return found;
}

}  // namespace parallel_testing::explain_command
