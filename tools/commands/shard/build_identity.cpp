// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/build_identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "base/build_id.hpp"
#include "base/programs.hpp"
#include "base/whole_file.hpp"
#include "ctest/build_tree.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::shard_command {
namespace {

namespace fs = std::filesystem;

/// Without properties that depend on the machine or on earlier runs, such as
/// COST, PROCESSORS, RESOURCE_LOCK, RESOURCE_GROUPS and TIMEOUT.
constexpr const char* identifying_properties[] = {
    "DEPENDS",          "DISABLED",
    "FIXTURES_CLEANUP", "FIXTURES_REQUIRED",
    "FIXTURES_SETUP",   "FAIL_REGULAR_EXPRESSION",
    "LABELS",           "PASS_REGULAR_EXPRESSION",
    "REQUIRED_FILES",   "SKIP_RETURN_CODE",
    "WILL_FAIL",        "WORKING_DIRECTORY",
};

class identity_text {
 public:
  identity_text(
      const project_directories& directories,
      const std::function<std::string(const std::string&)>& content_of)
      : content_of_(content_of) {
    add_names("<build>", directories.build);
    add_names("<source>", directories.source);
    // The build directory is often below the source directory.
    std::stable_sort(names_.begin(), names_.end(),
                     [](const auto& a, const auto& b) {
                       return a.first.size() > b.first.size();
                     });
  }

  std::string of(const tools::listed_test& test) {
    std::string text = fmt::format("test {}", with_length(test.name));
    for (const std::string& word : test.command) {
      text += with_length(without_directories(word));
      text += with_length(digest_of_program(word));
    }
    for (const char* name : identifying_properties) {
      const std::vector<std::string>& items = test.items(name);
      if (!items.empty()) {
        text += fmt::format("{} ", name);
      }
      for (const std::string& item : items) {
        text += with_length(without_directories(item));
      }
    }
    return text + "\n";
  }

 private:
  void add_names(const char* name, const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      if (path.size() > 1) {
        names_.emplace_back(path, name);
      }
    }
  }

  /// Precedes each part by its length, so that no two builds have the same
  /// text.
  static std::string with_length(const std::string& part) {
    return fmt::format("{}:{} ", part.size(), part);
  }

  [[nodiscard]] std::string without_directories(std::string word) const {
    for (const auto& [path, name] : names_) {
      for (std::size_t at = word.find(path); at != std::string::npos;
           at = word.find(path, at + 1)) {
        const std::size_t end = at + path.size();
        if (end == word.size() || word[end] == '/') {
          word.replace(at, path.size(), name);
        }
      }
    }
    return word;
  }

  /// Empty for programs of the system, which machines may update.
  std::string digest_of_program(const std::string& word) {
    const bool is_own = std::any_of(
        names_.begin(), names_.end(),
        [&](const auto& each) { return word.starts_with(each.first + "/"); });
    if (!is_own) {
      return "";
    }
    const auto [found, is_new] = digests_.emplace(word, "");
    if (is_new) {
      found->second = hex(hash(without_directories(content_of_(word))), 16);
    }
    return found->second;
  }

  const std::function<std::string(const std::string&)>& content_of_;
  std::vector<std::pair<std::string, const char*>> names_;
  std::map<std::string, std::string> digests_;
};

void add_path(std::vector<std::string>& paths, const std::string& path) {
  if (path.empty()) {
    return;
  }
  std::error_code problem;
  for (const fs::path& each : {fs::path(path), fs::absolute(path, problem),
                               fs::canonical(path, problem)}) {
    std::string text = each.lexically_normal().string();
    if (text.size() > 1 && text.back() == '/') {
      text.pop_back();
    }
    if (each.is_absolute() &&
        std::find(paths.begin(), paths.end(), text) == paths.end()) {
      paths.push_back(std::move(text));
    }
  }
}

/// The directory into which an archive with this build tree was unpacked: it
/// also has files from outside of the trees. Empty if there is none.
std::string unpacked_archive_of(const std::string& build) {
  std::error_code problem;
  for (fs::path at = fs::canonical(build, problem); at.has_relative_path();
       at = at.parent_path()) {
    if (fs::exists(at / "tool/bin/parallel-testing", problem)) {
      return at.string();
    }
  }
  return "";
}

}  // namespace

project_directories directories_of(const std::string& build) {
  project_directories result;
  const std::string top = tools::build_tree_of(build);
  add_path(result.build, top);
  add_path(result.build, tools::cached_value(top, "CMAKE_CACHEFILE_DIR"));
  add_path(result.source, tools::cached_value(top, "CMAKE_HOME_DIRECTORY"));
  add_path(result.source, unpacked_archive_of(top));
  return result;
}

std::string build_identity(
    const std::vector<tools::listed_test>& tests,
    const project_directories& directories,
    const std::function<std::string(const std::string&)>& content_of) {
  identity_text writer(directories, content_of);
  std::vector<std::string> lines;
  for (const tools::listed_test& each : tests) {
    lines.push_back(writer.of(each));
  }
  std::sort(lines.begin(), lines.end());
  return hex(hash(fmt::format("{}", fmt::join(lines, ""))), 16);
}

std::string build_identity(const std::vector<tools::listed_test>& tests,
                           const std::string& build) {
  return build_identity(tests, directories_of(build),
                        [](const std::string& path) {
                          if (!tools::is_program(path)) {
                            return std::string();
                          }
                          const auto id = tools::build_id_of(path);
                          return id ? *id : tools::read_file(path).value_or("");
                        });
}

}  // namespace parallel_testing::shard_command
