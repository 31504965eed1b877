// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "base/programs.hpp"
#include "cli/command.hpp"
#include "commands/coverage/data/files.hpp"
#include "commands/coverage/readers/backend.hpp"
#include "commands/coverage/readers/gcda.hpp"
#include "commands/coverage/readers/lcov.hpp"
#include "commands/coverage/readers/object_code.hpp"
#include "commands/coverage/readers/profile_tree.hpp"

namespace parallel_testing::coverage_command {
namespace {

namespace fs = std::filesystem;

constexpr const char* merged_name = "/merged.profdata";

object_state state_in(const std::string& object) {
  const std::optional<std::string> content = read_file(object);
  if (!content) {
    return object_state::missing;
  }
  switch (code_in(*content)) {
    case object_code::mapped:
      return object_state::measured;
    case object_code::unmapped:
      return object_state::uninstrumented;
    case object_code::perhaps_unmapped:
      return object_state::perhaps_uninstrumented;
    case object_code::none:
      break;
  }
  return object_state::without_code;
}

class clang_backend : public backend {
 public:
  clang_backend(const project& measured, const programs& found)
      : found_(found) {
    for (const std::string& object : measured.objects) {
      const object_state state = state_in(object);
      states_.emplace(object, state);
      if (state == object_state::measured) {
        mapped_.push_back(object);
      }
    }
  }

  merged_data merge(const std::vector<std::string>& parts,
                    const std::string& into) override {
    std::vector<std::string> files;
    for (const std::string& part : parts) {
      for (const char* suffix : {".profraw", ".profdata"}) {
        for (std::string& file : files_below(part, suffix)) {
          files.push_back(std::move(file));
        }
      }
    }
    if (files.empty()) {
      return {};
    }
    const std::string scratch = into + ".levels";
    make_empty_directory(scratch);
    merged_data result = merge_profiles(found_.llvm_profdata, files,
                                        into + merged_name, scratch);
    std::error_code ignored;
    fs::remove_all(scratch, ignored);
    return result;
  }

  [[nodiscard]] object_state state_of(
      const std::string& object) const override {
    return states_.at(object);
  }

  coverage_table read(const std::string& merged, objects /*which*/,
                      const std::string& scratch,
                      std::vector<data_problem>& problems) override {
    if (mapped_.empty()) {
      return {};
    }
    make_empty_directory(scratch);
    const std::string profile = profile_in(merged, scratch);
    tools::program_call call{{found_.llvm_cov, "export", "--format=lcov",
                              "--dump", "--instr-profile=" + profile},
                             scratch + "/export.lcov",
                             scratch + "/export.errors"};
    add_objects(call.arguments);
    // Version 14 sometimes crashes on the names that --dump prints, with
    // incomplete output. Repeat the whole call in that case.
    constexpr int died = 128;
    constexpr int most_attempts = 5;
    int code = died;
    for (int attempt = 0; attempt < most_attempts && code >= died; ++attempt) {
      code = tools::run_programs({call}, 1).front();
    }
    const std::string errors = read_file(call.errors).value_or("");
    note_stale(errors, problems);
    std::ifstream output(call.output);
    coverage_table result;
    try {
      if (code != 0) {
        throw bad_data(fmt::format("it exited with {}", code));
      }
      add_lcov(output, result);
    } catch (const bad_data& problem) {
      throw cli::failure(cli::exit_environment,
                         fmt::format("{} failed: {}\n{}", found_.llvm_cov,
                                     problem.what(), errors));
    }
    return result;
  }

 private:
  /// Without data, no line is covered, but llvm-cov still requires a profile.
  [[nodiscard]] std::string profile_in(const std::string& merged,
                                       const std::string& scratch) const {
    std::error_code problem;
    if (fs::exists(merged + merged_name, problem)) {
      return merged + merged_name;
    }
    const std::string empty = scratch + "/empty.proftext";
    std::string profile = scratch + "/empty.profdata";
    write_file(empty, "");
    (void)tools::run_programs(
        {{{found_.llvm_profdata, "merge", empty, "--output=" + profile},
          "",
          ""}},
        1);
    return profile;
  }

  void add_objects(std::vector<std::string>& arguments) const {
    bool is_first = true;
    for (const std::string& object : mapped_) {
      arguments.push_back(is_first ? object : "--object=" + object);
      is_first = false;
    }
  }

  /// An inline function that its object does not use has the hash 0 in that
  /// object.
  static void note_stale(const std::string& errors,
                         std::vector<data_problem>& problems) {
    std::size_t count = 0;
    std::istringstream lines(errors);
    for (std::string line; std::getline(lines, line);) {
      const bool is_mismatch = line.starts_with("hash-mismatch:");
      count += is_mismatch && !line.ends_with(" 0x0") ? 1 : 0;
    }
    if (count > 0) {
      problems.push_back({data_problem::kind::stale, "",
                          fmt::format("{} functions changed", count)});
    }
  }

  programs found_;
  std::map<std::string, object_state> states_;
  std::vector<std::string> mapped_;  ///< objects that llvm-cov can read
};

}  // namespace

std::unique_ptr<backend> make_clang_backend(const project& measured,
                                            const programs& found) {
  return std::make_unique<clang_backend>(measured, found);
}

}  // namespace parallel_testing::coverage_command
