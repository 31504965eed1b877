// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <ostream>
#include <string>
#include <system_error>

#include "base/record.hpp"
#include "cli/output_file.hpp"
#include "commands/adopt/adopter.hpp"
#include "commands/adopt/options.hpp"
#include "commands/adopt/user_tree.hpp"
#include "commands/commands.hpp"
#include "commands/suggest/watch/watching.hpp"

namespace parallel_testing::adopt_command {
namespace {

namespace fs = std::filesystem;

/// Throws cli::failure if the directory has no project.
std::string source_of(const std::string& given) {
  std::error_code problem;
  const fs::path source = fs::canonical(given, problem);
  if (problem || !fs::exists(source / "CMakeLists.txt", problem)) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("'{}' has no CMakeLists.txt; pass the source directory of "
                    "a project",
                    given));
  }
  return source.string();
}

int adopt(const cli::invocation& given, options wanted) {
  const auto start = std::chrono::steady_clock::now();
  const std::string source = source_of(wanted.source);
  if (wanted.applies) {
    require_clean(source);
  }
  if (!wanted.build.empty()) {
    wanted.build = fs::absolute(wanted.build).lexically_normal().string();
  }
  cli::prepare_output(wanted.patch);
  cli::prepare_output(wanted.markdown);
  adopter work(given, wanted, source);
  if (!work.run()) {
    return cli::exit_no_tests;
  }
  tools::adoption_report report = work.report();
  const std::vector<tools::changed_file> changes = work.changes();
  const std::string patch = tools::patch_of(changes);
  report.patch = wanted.patch;
  report.patch_lines = tools::changed_lines(patch);
  report.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count();
  cli::write_file(wanted.patch, patch);
  cli::write_file(wanted.markdown, tools::markdown_of(report));
  given.out << (wanted.format == cli::output_format::json
                    ? tools::json_of(report)
                    : tools::text_of(report));
  if (wanted.applies) {
    apply_changes(source, changes);
    given.err << fmt::format(
        "parallel-testing adopt: applied the patch to '{}'\n", source);
  }
  return report.is_green() ? cli::exit_fine : cli::exit_finding;
}

}  // namespace

int run(const cli::invocation& given) {
  try {
    return parse_options(given).then(
        [&](const options& wanted) { return adopt(given, wanted); });
  } catch (const suggest_command::interruption& stopped) {
    return stopped.exit_code;
  }
}

}  // namespace parallel_testing::adopt_command
