// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/parse.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

namespace parallel_testing::cli {
namespace {

constexpr std::size_t option_columns = 26;

}  // namespace

std::unique_ptr<CLI::App> make_app(const std::string& name,
                                   const std::string& description) {
  auto app =
      std::make_unique<CLI::App>(description, "parallel-testing " + name);
  app->get_formatter()->column_width(option_columns);
  return app;
}

void add_format(CLI::App& app, output_format& into) {
  const std::map<std::string, output_format> formats{
      {"text", output_format::text}, {"json", output_format::json}};
  app.add_option("--format", into, "text (default) or json")
      ->transform(CLI::Transformer(formats))
      ->option_text("FORMAT");
}

void add_build_directory(CLI::App& app, std::string& into,
                         const std::string& description) {
  app.add_option("build,--test-dir", into, description)->option_text("DIR");
}

std::optional<int> parse(CLI::App& app, const invocation& given) {
  std::vector<std::string> last_first = given.arguments;
  std::reverse(last_first.begin(), last_first.end());
  try {
    app.parse(std::move(last_first));
  } catch (const CLI::ParseError& problem) {
    const int answer = app.exit(problem, given.out, given.err);
    return answer == 0 ? exit_fine : exit_usage;
  }
  return {};
}

std::optional<int> parse(CLI::App& app, const invocation& given,
                         std::vector<std::string>& for_ctest) {
  invocation ours = given;
  const auto end =
      std::find(ours.arguments.begin(), ours.arguments.end(), "--");
  if (end != ours.arguments.end()) {
    for_ctest.assign(end + 1, ours.arguments.end());
    ours.arguments.erase(end, ours.arguments.end());
  }
  return parse(app, ours);
}

}  // namespace parallel_testing::cli
