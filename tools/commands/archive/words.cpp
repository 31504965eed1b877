// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/archive/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "archive/moved_paths.hpp"
#include "base/json.hpp"

namespace parallel_testing::archive_command {
namespace {

using nlohmann::ordered_json;
using tools::immovable;

/// What a kind of finding means, and what to do.
struct left_words {
  immovable::type kind;
  const char* in_json;
  const char* title;
};

constexpr std::array left_kinds{
    left_words{
        immovable::type::tree_paths, "tree_paths",
        "These programs name paths of the source or build tree, which another "
        "machine does not have. Pass --map-source DIR to `run --archive`, or "
        "let the tests read the paths from their arguments or environment:"},
    left_words{
        immovable::type::source_names, "source_names",
        "These programs name their source files. If they only print the names, "
        "nothing is to be done; if they look for files beside them "
        "(__FILE__), pass --map-source DIR to `run --archive`:"},
    left_words{
        immovable::type::outside_library, "outside_libraries",
        "These programs need shared libraries that are not in the build tree. "
        "Install them in the same place on the other machine:"},
    left_words{
        immovable::type::outside_program, "outside_programs",
        "These tests start programs that are neither in the build tree nor on "
        "PATH. Install them in the same place on the other machine:"},
    left_words{
        immovable::type::outside_link, "outside_links",
        "These links lead to directories outside of the source and build tree, "
        "which are not archived:"},
    left_words{immovable::type::missing_file, "missing_files",
               "These tests require files that do not exist:"},
};

std::string size_text(std::int64_t bytes) {
  constexpr double thousand = 1000;
  if (bytes < 1000) {
    return fmt::format("{} bytes", bytes);
  }
  const double kilo = static_cast<double>(bytes) / thousand;
  return kilo < thousand ? fmt::format("{:.1f} kB", kilo)
                         : fmt::format("{:.1f} MB", kilo / thousand);
}

/// A path as users know it: below the build tree, if it is there.
std::string short_path(const std::string& path,
                       const tools::archive_manifest& about) {
  return tools::is_below(path, about.build) && path.size() > about.build.size()
             ? path.substr(about.build.size() + 1)
             : path;
}

std::string left_text(const tools::archive_contents& contents) {
  constexpr std::size_t most_names = 8;
  std::string text;
  for (const left_words& words : left_kinds) {
    bool is_first = true;
    for (const immovable& each : contents.left) {
      if (each.kind != words.kind) {
        continue;
      }
      if (is_first) {
        text += fmt::format("{}\n", words.title);
        is_first = false;
      }
      const std::size_t shown = std::min(most_names, each.names.size());
      const std::vector<std::string> names(
          each.names.begin(),
          each.names.begin() + static_cast<std::ptrdiff_t>(shown));
      text += fmt::format("  {}: {}", short_path(each.file, contents.about),
                          fmt::join(names, ", "));
      text += shown < each.names.size()
                  ? fmt::format(" and {} more\n", each.names.size() - shown)
                  : "\n";
    }
  }
  return text;
}

std::string directories_text(const tools::archive_contents& contents) {
  constexpr std::int64_t worth_a_line = 1'000'000;
  std::string text;
  for (const auto& [directory, size] : contents.whole_directories) {
    if (size >= worth_a_line) {
      text += fmt::format(
          "note: {} has {}; tests run there and may read any of its files. "
          "`parallel-testing suggest` records which, and --exclude leaves "
          "files "
          "out\n",
          directory, size_text(size));
    }
  }
  return text;
}

}  // namespace

std::string text_of(const archive_result& of) {
  const tools::archive_contents& contents = *of.contents;
  std::string text = fmt::format(
      "{}: {} test{} of {}, {} files with {}, compressed to {}\n", of.path,
      contents.about.tests, contents.about.tests == 1 ? "" : "s",
      contents.about.project.empty() ? "the project" : contents.about.project,
      of.packed.files, size_text(of.packed.bytes),
      size_text(of.packed.compressed));
  text += fmt::format("run them: parallel-testing run --archive {}\n", of.path);
  return text + left_text(contents) + directories_text(contents);
}

std::string json_of(const archive_result& of) {
  const tools::archive_contents& contents = *of.contents;
  ordered_json files = ordered_json::array();
  for (const auto& [place, file] : contents.files) {
    files.push_back({{"path", place},
                     {"from", file.origin},
                     {"reason", file.reason},
                     {"bytes", file.size}});
  }
  ordered_json left = ordered_json::array();
  for (const left_words& words : left_kinds) {
    for (const immovable& each : contents.left) {
      if (each.kind == words.kind) {
        left.push_back({{"kind", words.in_json},
                        {"file", each.file},
                        {"names", each.names}});
      }
    }
  }
  const ordered_json root{{"version", 1},
                          {"archive", of.path},
                          {"tests", contents.about.tests},
                          {"bytes", of.packed.bytes},
                          {"compressed_bytes", of.packed.compressed},
                          {"cannot_move", std::move(left)},
                          {"files", std::move(files)}};
  return tools::json_text(root);
}

}  // namespace parallel_testing::archive_command
