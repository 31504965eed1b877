// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/data/tools.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "base/programs.hpp"
#include "cli/command.hpp"

namespace parallel_testing::coverage_command {
namespace {

namespace fs = std::filesystem;

/// For example "12" of "12.2.0".
std::string major_of(const std::string& version) {
  return version.substr(0, version.find('.'));
}

/// The directory of the compiler, the directory of the file that it links to,
/// and PATH.
std::vector<std::string> directories_beside(const std::string& compiler) {
  std::error_code problem;
  const fs::path path = compiler;
  std::vector<std::string> result = tools::path_directories();
  result.insert(result.begin(),
                {path.parent_path().string(),
                 fs::weakly_canonical(path, problem).parent_path().string()});
  return result;
}

std::string require(const project& wanted, const std::string& name,
                    const std::string& package, const std::string& purpose) {
  const std::string major = major_of(wanted.compiler_version);
  std::string found = tools::find_program(
      {name + "-" + major, name}, directories_beside(wanted.compiler_path));
  if (found.empty()) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("there is no {}, which {}; install it (package {}) or put "
                    "it on PATH",
                    name, purpose, package));
  }
  return found;
}

}  // namespace

bool uses_gcovr_for_html(const project& wanted) {
  return wanted.made_by == compiler::gcc && !wanted.per_test;
}

programs find_programs(const project& wanted) {
  programs result;
  const std::string major = major_of(wanted.compiler_version);
  const bool is_clang = wanted.made_by == compiler::clang;
  if (is_clang) {
    const std::string package = "llvm-" + major;
    result.llvm_profdata =
        require(wanted, "llvm-profdata", package, "merges the data of clang");
    result.llvm_cov =
        require(wanted, "llvm-cov", package, "reads the data of clang");
  } else {
    result.gcov =
        require(wanted, "gcov", "gcc-" + major, "reads the data of gcc");
  }
  const bool has_html_of_gcovr =
      wanted.formats.contains("html") && uses_gcovr_for_html(wanted);
  if (wanted.formats.contains("xml") || has_html_of_gcovr) {
    result.gcovr = require(wanted, "gcovr", "gcovr",
                           has_html_of_gcovr ? "writes html and xml reports"
                                             : "writes xml reports");
  }
  return result;
}

}  // namespace parallel_testing::coverage_command
