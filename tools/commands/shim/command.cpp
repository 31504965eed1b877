// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shim/command.hpp"

#include <filesystem>
#include <ostream>
#include <system_error>

#include "base/json.hpp"
#include "base/programs.hpp"
#include "cli/common_options.hpp"
#include "commands/commands.hpp"

namespace parallel_testing::shim_command {
namespace {

constexpr const char* footer =
    R"(With this directory first on PATH, `ctest -j auto --output-junit r.xml` works as
it is written; the real ctest does everything else.
Example: PATH="$(parallel-testing shim --print-path):$PATH"
Exit codes: 0 success, 2 wrong usage, 3 there is no such directory.)";

}  // namespace

std::string shim_directory(const std::string& program) {
  namespace fs = std::filesystem;
  const fs::path here = fs::path(program).parent_path();
  std::error_code problem;
  for (const fs::path& candidate :
       {here / "shim", here / PARALLEL_TESTING_SHIM_FROM_BIN}) {
    if (fs::exists(candidate / "ctest", problem)) {
      return fs::weakly_canonical(candidate, problem).string();
    }
  }
  return "";
}

int run(const cli::invocation& given) {
  cli::output_format format = cli::output_format::text;
  bool prints_path = false;
  cli::parser app("shim",
                  "Prints the directory of a ctest that accepts -j auto.");
  app.footer(footer);
  app.add_flag("--print-path", prints_path,
               "print only the directory, not PATH=<directory>:$PATH");
  cli::add_format(app, format);
  if (const auto answer = app.parse(given)) {
    return *answer;
  }
  const std::string directory = shim_directory(tools::own_program());
  if (directory.empty()) {
    throw cli::failure(cli::exit_environment,
                       "the directory with the ctest of ParallelTesting is "
                       "missing beside this program; install ParallelTesting "
                       "again");
  }
  if (format == cli::output_format::json) {
    given.out << tools::json_text({{"version", 1}, {"path", directory}});
  } else if (prints_path) {
    given.out << directory << "\n";
  } else {
    given.out << "PATH=" << directory << ":$PATH\n";
  }
  return cli::exit_fine;
}

}  // namespace parallel_testing::shim_command
