// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/collect.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include "archive/build_products.hpp"
#include "archive/ctest_files.hpp"
#include "archive/own_files.hpp"
#include "archive/run_path.hpp"
#include "archive/tree_reader.hpp"
#include "base/programs.hpp"
#include "base/record.hpp"
#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "ctest/build_tree.hpp"
#include "observed/observation.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

/// The source directories of all projects of a build tree that do not come from
/// packages.
std::vector<std::string> projects_of(const std::string& build) {
  constexpr std::string_view ending = "_SOURCE_DIR:STATIC=";
  std::vector<std::string> result;
  std::ifstream lines(build + "/CMakeCache.txt");
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find(ending);
    if (at != std::string::npos && line[0] != '/' && line[0] != '#' &&
        !is_below(line.substr(at + ending.size()), "/usr")) {
      result.push_back(line.substr(at + ending.size()));
    }
  }
  return result;
}

tree_places places_of_tree(const std::string& build) {
  std::string source = cached_value(build, "CMAKE_HOME_DIRECTORY");
  if (source.empty()) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("'{}' is not a build directory: its CMakeCache.txt names "
                    "no source directory; pass the top-level build directory",
                    build));
  }
  std::string spelled = cached_value(build, "CMAKE_CACHEFILE_DIR");
  std::error_code problem;
  const std::string real_build = fs::canonical(build, problem).string();
  const std::string real_source = fs::exists(source, problem)
                                      ? fs::canonical(source, problem).string()
                                      : source;
  if (spelled.empty() || fs::canonical(spelled, problem) != real_build) {
    spelled = real_build;
  }
  return {source, spelled, real_source, real_build, projects_of(build)};
}

/// The directory in which ctest runs a test.
std::string directory_of(const listed_test& test, const std::string& build) {
  const auto& given = test.items("WORKING_DIRECTORY");
  return given.empty() || given.front().empty() ? build : given.front();
}

bool is_search_path(const std::string& variable) {
  return variable == "PATH" || variable == "LD_LIBRARY_PATH";
}

/// Reads what tests need.
class test_reader {
 public:
  explicit test_reader(tree_reader& into)
      : into_(&into), roots_(into.places().roots()) {}

  /// What a test needs by its command and properties.
  void read_test(const listed_test& test) {
    const std::string directory = directory_of(test, into_->places().build());
    if (into_->places().place_of(directory)) {
      into_->add_working_directory(directory);
    }
    read_command(test, directory);
    for (const auto& [name, values] : test.properties) {
      read_property(test, name, values, directory);
    }
  }

  /// All files of the directory of a test that `suggest` has not seen.
  void read_whole_directory(const listed_test& test) {
    const std::string directory = directory_of(test, into_->places().build());
    if (into_->places().place_of(directory) &&
        whole_.insert(directory).second) {
      into_->add_directory(directory, why_directory,
                           programs_of_directory::that_are_named);
      into_->add_whole_directory(directory);
    }
  }

  /// What `suggest` has seen it read.
  void read_record(const watched_test& test) {
    for (const touched_resource& each : test.record.resources) {
      const bool is_needed = std::any_of(
          each.touches.begin(), each.touches.end(), [](const auto& touch) {
            return touch.how == observed::use::read ||
                   touch.how == observed::use::exec ||
                   touch.how == observed::use::list ||
                   touch.how == observed::use::probe;
          });
      const std::string& path = each.what.canonical;
      if (!is_needed || !into_->places().place_of(path)) {
        continue;
      }
      if (each.what.kind == observed::resource_kind::file) {
        (void)into_->add_file(path, "read by " + test.name);
      } else if (each.what.folded > 0) {
        into_->add_directory(path, "read by " + test.name);
      } else if (each.what.kind == observed::resource_kind::directory) {
        into_->add_empty_directory(path, "read by " + test.name);
      }
    }
  }

 private:
  void read_command(const listed_test& test, const std::string& directory) {
    if (test.command.empty()) {
      return;
    }
    const std::string& program = test.command.front();
    const bool is_there = into_->add_file(program, "program of " + test.name);
    if (!is_there && program.starts_with('/') && is_program(program) &&
        find_program({fs::path(program).filename().string()},
                     path_directories()) != program) {
      into_->note_left(immovable::type::outside_program, test.name, program);
    }
    for (std::size_t at = 1; at < test.command.size(); ++at) {
      read_value(test, test.command[at], directory);
    }
  }

  void read_property(const listed_test& test, const std::string& name,
                     const std::vector<std::string>& values,
                     const std::string& directory) {
    const bool names_files =
        name == "REQUIRED_FILES" || name.starts_with("ATTACHED_FILES");
    const bool is_environment = name.starts_with("ENVIRONMENT");
    if (name == "WORKING_DIRECTORY" || name == "LABELS") {
      return;
    }
    for (const std::string& each : values) {
      if (is_environment) {
        read_variable(test, each);
      } else if (names_files) {
        read_value(test, each, directory);
        note_missing(test, each, directory, name == "REQUIRED_FILES");
      } else {
        read_value(test, each, "");
      }
    }
  }

  void note_missing(const listed_test& test, const std::string& value,
                    const std::string& directory, bool is_required) {
    std::error_code problem;
    const fs::path path = fs::path(directory) / value;
    if (is_required && !value.empty() && !fs::exists(path, problem)) {
      into_->note_left(immovable::type::missing_file, test.name,
                       path.lexically_normal().string());
    }
  }

  /// `name=value` or `name=operation:value`.
  void read_variable(const listed_test& test, const std::string& text) {
    const std::string name = text.substr(0, text.find('='));
    for (const std::string& path : paths_below(text, roots_)) {
      std::error_code problem;
      if (is_search_path(name) && fs::is_directory(path, problem)) {
        into_->add_working_directory(path);
      } else {
        read_path(test, path);
      }
    }
  }

  /// A value that may be a path, relative to `directory` unless that is "", or
  /// that may have paths.
  void read_value(const listed_test& test, const std::string& value,
                  const std::string& directory) {
    std::error_code problem;
    if (value.starts_with('/') && fs::exists(value, problem)) {
      read_path(test, value);
      return;
    }
    for (const std::string& path : paths_below(value, roots_)) {
      read_path(test, path);
    }
    const bool may_be_relative = !directory.empty() && !value.empty() &&
                                 value.front() != '-' && value.front() != '/';
    if (may_be_relative && value.find('\n') == std::string::npos) {
      const std::string path = directory + "/" + value;
      if (fs::is_regular_file(path, problem) ||
          (value.find('/') != std::string::npos && value != "./" &&
           fs::is_directory(path, problem))) {
        read_path(test, path);
      }
    }
  }

  void read_path(const listed_test& test, const std::string& path) {
    const std::string why = "named by " + test.name;
    const std::string normal = fs::path(path).lexically_normal().string();
    if (normal == into_->places().source() ||
        normal == into_->places().source() + "/") {
      into_->add_directory(normal, why);
      into_->add_whole_directory(normal);
      return;
    }
    (void)into_->add_path(path, why);
  }

  tree_reader* into_;
  std::vector<std::string> roots_;
  std::set<std::string> whole_;
};

/// The latest observation of the build tree, if there is a usable one.
std::vector<watched_test> watched_tests_of(const std::string& build) {
  try {
    const std::string directory =
        observation_directory(build, uses_module(build));
    if (has_observation(directory)) {
      return read_observation(directory).tests;
    }
  } catch (const record_error&) {
    // Of another version: the tests count as not watched.
  } catch (const cli::failure&) {
    // Not readable.
  }
  return {};
}

void read_tests(const std::vector<listed_test>& tests, tree_reader& into) {
  test_reader reader(into);
  std::set<std::string> watched;
  for (const watched_test& each : watched_tests_of(into.places().build())) {
    reader.read_record(each);
    if (each.record.is_complete() && each.outcome == verdict::pass) {
      watched.insert(each.ctest_name.empty() ? each.name : each.ctest_name);
    }
  }
  for (const listed_test& each : tests) {
    reader.read_test(each);
  }
  for (const listed_test& each : tests) {
    if (watched.find(each.name) == watched.end()) {
      reader.read_whole_directory(each);
    }
  }
}

/// Calls `visit` with the path below its tree of each file of both trees.
template <class Visitor>
void visit_files(const tree_places& places, Visitor visit) {
  for (const std::string& root : places.trees()) {
    std::error_code problem;
    for (fs::recursive_directory_iterator each(root, problem), end; each != end;
         each.increment(problem)) {
      const std::string path = each->path().string();
      if (each->is_directory(problem) &&
          (is_version_control(each->path().filename().string()) ||
           path == places.build())) {
        each.disable_recursion_pending();
      } else if (each->is_regular_file(problem)) {
        visit(path, path.substr(root.size() + 1));
      }
    }
  }
}

void add_included(const std::vector<std::string>& globs, tree_reader& into) {
  std::set<std::string> unmatched(globs.begin(), globs.end());
  if (globs.empty()) {
    return;
  }
  std::vector<std::string> found;
  visit_files(into.places(),
              [&](const std::string& path, const std::string& below) {
                for (const std::string& glob : globs) {
                  if (matches_glob(below, glob)) {
                    unmatched.erase(glob);
                    found.push_back(path);
                  }
                }
              });
  if (!unmatched.empty()) {
    throw cli::failure(
        cli::exit_usage,
        fmt::format("--include '{}' matches no file of the source or build "
                    "tree; give a path below one of them, in which * also "
                    "stands for slashes",
                    *unmatched.begin()));
  }
  for (const std::string& each : found) {
    (void)into.add_file(each, "--include");
  }
}

/// Removes what the globs match, except what ctest reads.
void remove_excluded(const std::vector<std::string>& globs,
                     const tree_places& places, archive_contents& from) {
  for (auto each = from.files.begin(); each != from.files.end();) {
    const std::string& path = each->second.origin;
    const std::string root = places.tree_of(path);
    const bool is_in_tree = !root.empty() && path.size() > root.size();
    const bool is_excluded =
        is_in_tree && each->second.reason != "read by ctest" &&
        std::any_of(globs.begin(), globs.end(), [&](const auto& glob) {
          return matches_glob(path.substr(root.size() + 1), glob);
        });
    each = is_excluded ? from.files.erase(each) : std::next(each);
  }
  for (auto* const names : {&from.about.relocated, &from.about.programs}) {
    names->erase(std::remove_if(names->begin(), names->end(),
                                [&](const std::string& each) {
                                  return from.files.find(each) ==
                                         from.files.end();
                                }),
                 names->end());
  }
}

/// Makes ctest pass the directories of shared libraries on to the tests.
void name_libraries(tree_reader& into) {
  std::vector<std::string> directories = into.library_directories();
  if (directories.empty()) {
    return;
  }
  std::sort(directories.begin(), directories.end());
  directories.erase(std::unique(directories.begin(), directories.end()),
                    directories.end());
  const std::string path = into.places().build() + "/CTestTestfile.cmake";
  std::string text = library_path_code(directories);
  text += read_file(path).value_or("");
  into.add_text(*into.places().place_of(path), std::move(text),
                "read by ctest");
}

}  // namespace

bool matches_glob(const std::string& path, const std::string& glob) {
  return ::fnmatch(glob.c_str(), path.c_str(), 0) == 0;
}

archive_contents collect_archive(const archive_wishes& wanted,
                                 const std::vector<listed_test>& tests) {
  const tree_places places = places_of_tree(wanted.build);
  tree_reader reader(places, wanted.output);
  std::vector<moved_path> moves = places.moves();
  for (auto&& each : {add_ctest_files(reader), add_own_files(reader)}) {
    moves.insert(moves.end(), each.begin(), each.end());
  }
  read_tests(tests, reader);
  add_included(wanted.includes, reader);
  const std::string build_place = *places.place_of(places.build());
  reader.add_link("build", build_place, "the build tree");
  reader.add_named_programs();
  name_libraries(reader);
  archive_contents result = reader.finish();
  remove_excluded(wanted.excludes, places, result);
  result.about.made_by = PARALLEL_TESTING_VERSION;
  result.about.project = cached_value(wanted.build, "CMAKE_PROJECT_NAME");
  result.about.configuration = wanted.configuration;
  result.about.source = places.source();
  result.about.build = places.build();
  result.about.build_place = build_place;
  result.about.tests = static_cast<std::int64_t>(tests.size());
  result.about.moves = std::move(moves);
  return result;
}

}  // namespace parallel_testing::tools
