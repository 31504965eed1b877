// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/options.hpp"

#include <fmt/format.h>

namespace parallel_testing::adopt_command {
namespace {

constexpr int most_jobs = 9999;

constexpr const char* footer =
    R"(Arguments after -- go to cmake, for example -- -DBUILD_TESTING=ON.
Exit codes: 0 all tests pass in parallel, 1 something is left, 2 wrong usage,
3 the project does not build, 4 no tests, 130 or 143 interrupted.)";

}  // namespace

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> result;
  options& into = result.values;
  std::string fetched;
  bool runs_none = false;
  cli::parser app("adopt",
                  "Writes a patch with which the tests of a project run in "
                  "parallel.");
  app.footer(footer);
  app.add("source", into.source,
          "the source directory (default: .); a copy is built")
      .value_name("DIR");
  app.add("--build", into.build, "take the settings of this build tree")
      .value_name("DIR");
  app.add("--work", into.work, "build here, and leave the directory")
      .value_name("DIR");
  app.add("--jobs", into.jobs, "build with N jobs (default: all processors)")
      .between(1, most_jobs)
      .value_name("N");
  app.add("--fetch", fetched,
          "let the patch get ParallelTesting with FetchContent")
      .value_name("URL@TAG");
  app.add("--patch", into.patch, "default: adopt.patch").value_name("FILE");
  app.add("--markdown", into.markdown,
          "the report for a pull request (default: adopt.md)")
      .value_name("FILE");
  app.add_flag("--yes", into.is_agreed, "run the tests without a question");
  app.add_flag("--no-tests", runs_none,
               "run no test; the patch then is not proved");
  app.add_flag("--apply", into.applies,
               "apply the patch to a clean git work tree");
  cli::add_format(app, into.format);
  result.exit_code = app.parse(given, into.configure);
  if (result.exit_code) {
    return result;
  }
  into.runs_tests = !runs_none;
  if (!fetched.empty()) {
    const std::size_t at = fetched.rfind('@');
    if (at == std::string::npos || at == 0 || at + 1 == fetched.size()) {
      throw cli::failure(
          cli::exit_usage,
          fmt::format("--fetch '{}' has no tag; pass URL@TAG", fetched));
    }
    into.package = {fetched.substr(0, at), fetched.substr(at + 1)};
  }
  return result;
}

}  // namespace parallel_testing::adopt_command
