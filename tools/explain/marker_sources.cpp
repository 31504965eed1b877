// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "explain/marker_sources.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "explain/cmake_calls.hpp"

namespace parallel_testing::explain_command {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view filter_flag = "--gtest_filter=";
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

struct target_facts {
  std::string call;
  std::string executable;
  std::vector<std::string> markers;
  struct mark {
    std::string glob;
    std::vector<std::string> markers;
    std::string file;
  };
  std::vector<mark> marks;
};

target_facts read_options(const std::string& text) {
  target_facts facts;
  for (const cmake_call& call : parse_cmake_calls(text)) {
    const auto& given = call.arguments;
    if (call.name == "set" && given.size() == 2 && given[0] == "option_call") {
      facts.call = given[1];
    } else if (call.name == "set" && given.size() == 2 &&
               given[0] == "option_executable") {
      facts.executable = given[1];
    } else if (call.name == "list" && given.size() == 3 &&
               given[1] == "option_markers") {
      facts.markers.push_back(given[2]);
    } else if (call.name == "parallel_mark" && given.size() >= 3) {
      facts.marks.push_back({given[0], items_of(given[1]), given[2]});
    }
  }
  return facts;
}

bool has_argument(const io::listed_test& test, std::string_view wanted) {
  return std::any_of(test.command.begin(), test.command.end(),
                     [&](std::string_view argument) {
                       if (argument.starts_with(filter_flag)) {
                         argument.remove_prefix(filter_flag.size());
                       }
                       return argument == wanted;
                     });
}

/// A case of the manifest: what the framework calls it, and where it is.
struct found_case {
  std::string name;
  std::string place;
  std::vector<std::string> markers;
};

std::optional<found_case> find_case(const io::listed_test& test,
                                    const std::string& manifest) {
  std::string file;
  for (const cmake_call& call : parse_cmake_calls(manifest)) {
    const auto& given = call.arguments;
    if (call.name == "parallel_file" && !given.empty()) {
      file = given[0];
    } else if (call.name == "parallel_case" && given.size() >= 4 &&
               has_argument(test, given[1])) {
      return found_case{given[0], file + ":" + given[2], items_of(given[3])};
    }
  }
  return {};
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

bool matches(std::string_view text, std::string_view glob) {
  std::size_t at = 0;
  std::size_t in_glob = 0;
  std::size_t star = std::string_view::npos;
  std::size_t after_star = 0;
  while (at < text.size()) {
    if (in_glob < glob.size() && glob[in_glob] == '*') {
      star = in_glob++;
      after_star = at;
    } else if (in_glob < glob.size() &&
               (glob[in_glob] == '?' || glob[in_glob] == text[at])) {
      ++in_glob;
      ++at;
    } else if (star != std::string_view::npos) {
      in_glob = star + 1;
      at = ++after_star;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', in_glob) == std::string_view::npos;
}

std::vector<marker_source> markers_of(
    const io::listed_test& test,
    const std::vector<discovered_target>& targets) {
  std::vector<marker_source> sources;
  for (const discovered_target& target : targets) {
    const target_facts facts = read_options(target.options);
    if (!has_argument(test, facts.executable)) {
      continue;
    }
    const auto found = find_case(test, target.manifest);
    if (!found) {
      continue;
    }
    for (const std::string& marker : found->markers) {
      sources.push_back({marker, found->place});
    }
    for (const std::string& marker : facts.markers) {
      sources.push_back({marker, facts.call});
    }
    for (const target_facts::mark& mark : facts.marks) {
      if (matches(found->name, mark.glob)) {
        for (const std::string& marker : mark.markers) {
          sources.push_back({marker, "parallel_mark_tests(\"" + mark.glob +
                                         "\") in " + mark.file});
        }
      }
    }
  }
  return sources;
}

std::vector<discovered_target> discovered_targets(const std::string& build) {
  std::vector<fs::path> paths;
  std::error_code problem;
  for (auto each = fs::recursive_directory_iterator(
           build, fs::directory_options::skip_permission_denied, problem);
       !problem && each != fs::recursive_directory_iterator();
       each.increment(problem)) {
    const std::string name = each->path().filename().string();
    if (name == "CMakeFiles" || name == "Testing") {
      each.disable_recursion_pending();
    } else if (name.ends_with(options_end)) {
      paths.push_back(each->path());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<discovered_target> targets;
  for (const fs::path& path : paths) {
    std::string manifest = path.string();
    manifest.replace(manifest.size() - options_end.size(), options_end.size(),
                     "_manifest.cmake");
    targets.push_back({content_of(path), content_of(manifest)});
  }
  return targets;
}

}  // namespace parallel_testing::explain_command
