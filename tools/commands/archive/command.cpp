// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <filesystem>
#include <ostream>

#include "archive/collect.hpp"
#include "archive/pack.hpp"
#include "cli/common_options.hpp"
#include "cli/output_file.hpp"
#include "commands/archive/words.hpp"
#include "commands/commands.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::archive_command {
namespace {

constexpr const char* footer =
    R"(The archive has the test programs, their shared libraries, what ctest reads,
files that commands and properties name, files of working directories or, after
`suggest`, those that the tests were seen to read, times, and this program.
Paths in programs cannot move; the command prints them.
GLOB is a path below the source or build tree; * also stands for slashes.
Example: parallel-testing archive build --to tests.tar.zst
         parallel-testing run --archive tests.tar.zst
Exit codes: 0 written, 2 wrong usage, 3 no build or not writable, 4 no tests.)";

struct options {
  tools::archive_wishes wishes;
  std::string to;
  cli::output_format format = cli::output_format::text;
};

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> parsed;
  options& into = parsed.values;
  into.wishes.build = ".";
  cli::parser app("archive",
                  "Packs what the tests of a build directory need, to run them "
                  "elsewhere.");
  app.footer(footer);
  cli::add_build_directory(app, into.wishes.build);
  app.add("--to", into.to, "write the archive to FILE, such as tests.tar.zst")
      .required()
      .value_name("FILE");
  app.add("--include", into.wishes.includes, "add files that match GLOB")
      .list()
      .value_name("GLOB");
  app.add("--exclude", into.wishes.excludes, "leave out files that match GLOB")
      .list()
      .value_name("GLOB");
  cli::add_configuration(app, into.wishes.configuration);
  cli::add_format(app, into.format);
  parsed.exit_code = app.parse(given);
  return parsed;
}

int write_archive(const cli::invocation& given, options wanted) {
  namespace fs = std::filesystem;
  tools::archive_wishes& wishes = wanted.wishes;
  wishes.build = fs::weakly_canonical(fs::absolute(wishes.build)).string();
  tools::check_build_directory(wishes.build);
  cli::prepare_output(wanted.to);
  wishes.output = fs::weakly_canonical(fs::absolute(wanted.to)).string();
  std::vector<std::string> arguments;
  if (!wishes.configuration.empty()) {
    arguments = {"-C", wishes.configuration};
  }
  const auto tests = tools::query_tests(wishes.build, arguments);
  if (tests.empty()) {
    throw cli::failure(
        cli::exit_no_tests,
        fmt::format("there are no tests in '{}'; build the project first",
                    wishes.build));
  }
  const tools::archive_contents contents =
      tools::collect_archive(wishes, tests);
  const archive_result result{wanted.to, &contents,
                              tools::pack_archive(contents, wanted.to)};
  given.out << (wanted.format == cli::output_format::json ? json_of(result)
                                                          : text_of(result));
  return cli::exit_fine;
}

}  // namespace

int run(const cli::invocation& given) {
  return parse_options(given).then(
      [&](const options& wanted) { return write_archive(given, wanted); });
}

}  // namespace parallel_testing::archive_command
