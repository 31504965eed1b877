// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/data/project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string_view>

#include "base/nearest.hpp"
#include "cli/command.hpp"

namespace parallel_testing::coverage_command {
namespace {

namespace fs = std::filesystem;

/// Whether the object comes from C or C++, which its name shows. Precompiled
/// headers and the objects of other compilers have no counters.
bool is_of_c_or_cpp(const std::string& object, const measured_target& target) {
  const fs::path path = object;
  return path.extension() != ".pch" && path.extension() != ".gch" &&
         !target.foreign_extensions.contains(path.stem().extension().string());
}

/// The file of the target with this name, otherwise one that ends in it.
std::string file_named(const std::string& name, const measured_target& target) {
  const auto& files = target.files;
  std::string own = normal_path(target.base + "/" + name);
  if (std::find(files.begin(), files.end(), own) != files.end()) {
    return own;
  }
  const auto found = std::find_if(
      files.begin(), files.end(),
      [&](const std::string& file) { return file.ends_with("/" + name); });
  return found == files.end() ? "" : *found;
}

[[noreturn]] void fail(const std::string& text) {
  throw cli::failure(cli::exit_environment, text);
}

std::vector<std::string> names_with_suffix(const std::string& folder,
                                           const std::string& suffix) {
  std::vector<std::string> names;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(folder, problem)) {
    const std::string file = entry.path().filename().string();
    if (file.ends_with(suffix)) {
      names.push_back(file.substr(0, file.size() - suffix.size()));
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string choose(const std::string& build, const std::string& wanted,
                   const std::vector<std::string>& names) {
  if (names.empty()) {
    fail(fmt::format(
        "'{}' measures no coverage: call parallel_add_coverage(NAME coverage "
        "TARGETS ...) in its CMakeLists.txt, configure, build and try again; "
        "a tree with several configurations requires -C CONFIG",
        build));
  }
  if (wanted.empty() && names.size() > 1) {
    throw cli::failure(
        cli::exit_usage,
        fmt::format("there is more than one "
                    "parallel_add_coverage(); pass --name with one "
                    "of: {}",
                    fmt::join(names, ", ")));
  }
  if (wanted.empty() ||
      std::find(names.begin(), names.end(), wanted) != names.end()) {
    return wanted.empty() ? names.front() : wanted;
  }
  throw cli::failure(
      cli::exit_usage,
      fmt::format("there is no parallel_add_coverage(NAME {}){}", wanted,
                  tools::nearest_hint(wanted, names,
                                      fmt::format("; the build tree has: {}",
                                                  fmt::join(names, ", ")))));
}

using setter = std::function<void(project&, const std::string&)>;

const std::map<std::string, setter>& setters() {
  static const std::map<std::string, setter> result{
      {"version",
       [](project&, const std::string& text) {
         if (text != "1") {
           fail(
               "the build tree was configured by another version of "
               "ParallelTesting: configure it again");
         }
       }},
      {"compiler",
       [](project& into, const std::string& text) {
         into.made_by = text == "GNU" ? compiler::gcc : compiler::clang;
       }},
      {"compiler_version",
       [](project& into, const std::string& text) {
         into.compiler_version = text;
       }},
      {"compiler_path",
       [](project& into, const std::string& text) {
         into.compiler_path = text;
       }},
      {"root", [](project& into,
                  const std::string& text) { into.reported.root = text; }},
      {"build", [](project& into,
                   const std::string& text) { into.reported.build = text; }},
      {"output",
       [](project& into, const std::string& text) { into.output = text; }},
      {"branch",
       [](project& into, const std::string&) { into.with_branches = true; }},
      {"per_test",
       [](project& into, const std::string&) { into.per_test = true; }},
      {"source_dir",
       [](project& into, const std::string& text) {
         into.reported.sources.push_back(text);
       }},
      {"exclude",
       [](project& into, const std::string& text) {
         into.reported.exclude.push_back(text);
       }},
      {"fail_under",
       [](project& into, const std::string& text) {
         into.limits.push_back(parse_limit(text));
       }},
      {"formats", add_format},
      {"target",
       [](project& into, const std::string& text) {
         into.targets.push_back({text, "", {}, {}, {}});
       }},
      {"base",
       [](project& into, const std::string& text) {
         if (!into.targets.empty()) {
           into.targets.back().base = text;
         }
       }},
      {"file",
       [](project& into, const std::string& text) {
         if (into.targets.empty()) {
           return;
         }
         measured_target& target = into.targets.back();
         target.files.push_back(
             normal_path(text[0] == '/' ? text : target.base + "/" + text));
       }},
      {"foreign",
       [](project& into, const std::string& text) {
         if (into.targets.empty()) {
           return;
         }
         into.targets.back().foreign_extensions.insert("." + text);
       }},
      {"object", [](project& into, const std::string& text) {
         static const measured_target unknown;
         const bool has_target = !into.targets.empty();
         if (!is_of_c_or_cpp(text,
                             has_target ? into.targets.back() : unknown)) {
           return;
         }
         into.objects.push_back(text);
         if (has_target) {
           into.targets.back().objects.push_back(text);
         }
       }}};
  return result;
}

}  // namespace

limit parse_limit(const std::string& text) {
  limit result;
  const std::size_t equals = text.rfind('=');
  const std::size_t start = equals == std::string::npos ? 0 : equals + 1;
  result.directory = start == 0 ? "" : text.substr(0, equals);
  while (result.directory.ends_with('/')) {
    result.directory.pop_back();
  }
  const char* const end = text.data() + text.size();
  const auto [rest, problem] =
      std::from_chars(text.data() + start, end, result.percent);
  constexpr double most = 100;
  if (problem != std::errc() || rest != end || !(result.percent >= 0) ||
      result.percent > most) {
    throw cli::failure(
        cli::exit_usage,
        fmt::format("--fail-under must be a number from 0 to 100, or "
                    "<directory>=<number>, not '{}'",
                    text));
  }
  return result;
}

void add_format(project& into, const std::string& format) {
  static const std::vector<std::string> known{"term", "html", "xml", "json",
                                              "lcov"};
  if (std::find(known.begin(), known.end(), format) == known.end()) {
    throw cli::failure(cli::exit_usage,
                       fmt::format("unknown report '{}'; the reports are: {}",
                                   format, fmt::join(known, ", ")));
  }
  into.formats.insert(format);
}

std::string source_of(const std::string& object,
                      const measured_target& target) {
  // CMakeFiles/<target>.dir/<source>.o. A configuration, `__` for `..`, or the
  // replacement of a long path may come before the source.
  constexpr std::string_view around = "CMakeFiles/";
  constexpr std::string_view ending = ".dir/";
  const std::size_t start = object.rfind(around);
  const std::size_t end =
      object.find(ending, start == std::string::npos ? 0 : start);
  const std::string named =
      end == std::string::npos ? object : object.substr(end + ending.size());
  std::string name =
      fs::path(named).replace_extension().lexically_normal().string();
  for (std::string rest = name;;) {
    std::string file = file_named(rest, target);
    if (!file.empty()) {
      return file;
    }
    const std::size_t slash = rest.find('/');
    if (slash == std::string::npos) {
      return name;
    }
    rest.erase(0, slash + 1);
  }
}

project load_project(const std::string& build, const std::string& name,
                     const std::string& configuration) {
  const std::string folder = build + "/parallel_testing/coverage";
  const std::string suffix =
      configuration.empty() ? ".txt" : "-" + configuration + ".txt";
  const std::string path =
      folder + "/" + choose(build, name, names_with_suffix(folder, suffix)) +
      suffix;
  project result;
  std::ifstream lines(path);
  std::string sources;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t tab = line.find('\t');
    const auto found = setters().find(line.substr(0, tab));
    if (tab != std::string::npos && tab + 1 < line.size() &&
        found != setters().end()) {
      found->second(result, line.substr(tab + 1));
    }
    sources += line + "\n";
  }
  result.sources = parse_source_files(sources);
  if (result.objects.empty()) {
    fail(fmt::format("'{}' names no object files; configure again", path));
  }
  return result;
}

}  // namespace parallel_testing::coverage_command
