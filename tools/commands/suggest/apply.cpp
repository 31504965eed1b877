// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/apply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <set>
#include <string_view>
#include <system_error>

#include "base/whole_file.hpp"
#include "cli/output_file.hpp"
#include "cli/terminal.hpp"
#include "remedies/cmake_text.hpp"
#include "remedies/suggestions_file.hpp"
#include "sharing/sharing.hpp"

namespace parallel_testing::suggest_command {
namespace {

namespace fs = std::filesystem;

std::string path_of(const tools::observation& of) {
  if (of.source.empty()) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("the source directory of '{}' is unknown; configure the "
                    "build tree with CMake",
                    of.build));
  }
  return of.source + "/" + tools::suggestions_path;
}

/// The text of the file; "" if there is none. A link is refused: the file that
/// it leads to may belong to another project.
std::string read_old(const std::string& path) {
  std::error_code problem;
  if (fs::is_symlink(path, problem)) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("'{}' is a symbolic link to '{}'; remove the link, or "
                    "write the suggestions yourself",
                    path, fs::read_symlink(path, problem).string()));
  }
  if (!fs::exists(path, problem)) {
    return "";
  }
  const auto text = tools::read_file(path);
  if (!text) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("cannot read '{}'; check its permissions", path));
  }
  return *text;
}

[[noreturn]] void refuse(const std::string& path,
                         const tools::not_suggestions& why) {
  throw cli::failure(
      cli::exit_environment,
      fmt::format("'{}' is not a file of suggestions: {}", path, why.what()));
}

std::vector<tools::applied_suggestion> applied_in(const std::string& path,
                                                  const std::string& text) {
  try {
    return tools::suggestions_in_file(text);
  } catch (const tools::not_suggestions& why) {
    refuse(path, why);
  }
}

void require_all(const tools::observation& of,
                 const std::vector<tools::listed_test>& all) {
  std::set<std::string> watched;
  for (const tools::watched_test& each : of.tests) {
    watched.insert(each.ctest_name);
  }
  const auto is_missing = [&](const tools::listed_test& each) {
    return watched.count(each.name) == 0 && !each.is_set("DISABLED");
  };
  const auto first = std::find_if(all.begin(), all.end(), is_missing);
  if (first == all.end()) {
    return;
  }
  const auto count = std::count_if(all.begin(), all.end(), is_missing);
  throw cli::failure(
      cli::exit_usage,
      fmt::format("{} of {} tests, first {}, {} not watched, so it is unknown "
                  "which suggestions they need; watch all tests",
                  count, all.size(), cli::one_line(first->name),
                  count == 1 ? "was" : "were"));
}

bool is_for(const tools::applied_suggestion& each,
            const tools::watched_test& test) {
  if (each.target.empty()) {
    return each.test == test.ctest_name;
  }
  const std::vector<std::string> globs = tools::globs_of(test);
  return each.target == test.target &&
         std::find(globs.begin(), globs.end(), each.test) != globs.end();
}

/// A test that did not pass may have stopped before it used what it shares.
void require_certain(const tools::observation& of, const tools::sharing& found,
                     const std::vector<tools::applied_suggestion>& removed) {
  for (const std::size_t at : found.uncertain) {
    const tools::watched_test& test = of.tests[at];
    for (const tools::applied_suggestion& each : removed) {
      if (is_for(each, test)) {
        throw cli::failure(
            cli::exit_finding,
            fmt::format(
                "{} did not pass or was not watched to its end, so it is "
                "unknown whether it still needs '{}'; make it pass, or remove "
                "its lines from {}",
                cli::one_line(test.name), each.what, tools::suggestions_path));
      }
    }
  }
}

std::string text_of(const tools::applied_suggestion& each) {
  const std::string name =
      each.target.empty() ? each.test
                          : fmt::format("{} of {}", each.test, each.target);
  return fmt::format("{}: {}", cli::one_line(name), each.what);
}

void print_include(const cli::invocation& given, const tools::observation& of) {
  const std::string file = of.source + "/CMakeLists.txt";
  const std::string text = tools::read_file(file).value_or("");
  if (text.find("parallel_testing_suggestions") != std::string::npos) {
    given.out << "configure and build the project again\n";
    return;
  }
  given.out << fmt::format(
      "add this line to the end of {}:\n\n  include({})\n\n", file,
      tools::suggestions_path);
}

}  // namespace

suggestion_draft draft_suggestions(const tools::observation& of,
                                   const std::vector<tools::listed_test>& all,
                                   const tools::abilities& here) {
  suggestion_draft draft;
  draft.path = path_of(of);
  draft.old_text = read_old(draft.path);
  draft.plain =
      tools::without_suggestions(of, applied_in(draft.path, draft.old_text));
  require_all(of, all);
  draft.found = tools::conclude(draft.plain);
  draft.plan = tools::choose_remedies(draft.plain, draft.found, here);
  return draft;
}

tools::suggestions_update update_of(const suggestion_draft& draft,
                                    dialect which) {
  const std::string code =
      which == dialect::stock
          ? tools::stock_cmake_of(draft.plain, draft.found, draft.plan)
          : tools::cmake_of(draft.plain, draft.found, draft.plan);
  if (draft.old_text.empty() && code.empty()) {
    return {};
  }
  return tools::update_suggestions(draft.old_text, code);
}

void apply(const cli::invocation& given, const tools::observation& of,
           const std::vector<tools::listed_test>& all,
           const tools::abilities& here, dialect which) {
  const suggestion_draft draft = draft_suggestions(of, all, here);
  const std::string& path = draft.path;
  const tools::suggestions_update update = update_of(draft, which);
  if (update.text.empty()) {
    given.out << "the tests share nothing; no file was written\n";
    return;
  }
  require_certain(draft.plain, draft.found, update.removed);
  if (update.text == draft.old_text) {
    given.out << fmt::format("'{}' has these suggestions already\n", path);
  } else {
    std::error_code problem;
    fs::create_directories(fs::path(path).parent_path(), problem);
    cli::write_file(path, update.text);
    given.out << fmt::format("wrote '{}'\n", path);
  }
  for (const tools::applied_suggestion& each : update.added) {
    given.out << "  new: " << text_of(each) << "\n";
  }
  for (const tools::applied_suggestion& each : update.removed) {
    given.out << "  no longer needed, removed: " << text_of(each) << "\n";
  }
  print_include(given, of);
}

}  // namespace parallel_testing::suggest_command
