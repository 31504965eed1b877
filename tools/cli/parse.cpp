// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/parse.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

namespace parallel_testing::cli {
namespace {

constexpr std::size_t option_columns = 26;

/// Lists an argument that is also an option once, among the options, and prints
/// nothing about an option but its names, the text of its value and its
/// description: help has to fit a screen.
class help_formatter : public CLI::Formatter {
 public:
  [[nodiscard]] std::string make_positionals(
      const CLI::App* app) const override {
    const auto only_positional =
        app->get_options([](const CLI::Option* option) {
          return option->get_positional() && !option->nonpositional();
        });
    return only_positional.empty()
               ? ""
               : make_group(get_label("Positionals"), true, only_positional);
  }

  [[nodiscard]] std::string make_option_name(
      const CLI::Option* option, bool is_positional) const override {
    return option->get_name(true, !is_positional);
  }

  [[nodiscard]] std::string make_option_opts(
      const CLI::Option* option) const override {
    const std::string& text = option->get_option_text();
    return text.empty() ? "" : " " + text;
  }
};

}  // namespace

std::unique_ptr<CLI::App> make_app(const std::string& name,
                                   const std::string& description) {
  auto app =
      std::make_unique<CLI::App>(description, "parallel-testing " + name);
  const auto formatter = std::make_shared<help_formatter>();
  formatter->column_width(option_columns);
  formatter->label("Positionals", "Arguments");
  app->formatter(formatter);
  app->set_help_flag("-h,--help", "print this help and exit");
  return app;
}

void add_format(CLI::App& app, output_format& into) {
  const std::map<std::string, output_format> formats{
      {"text", output_format::text}, {"json", output_format::json}};
  app.add_option("--format", into, "output format: text (default) or json")
      ->transform(CLI::Transformer(formats))
      ->option_text("FORMAT");
}

void add_build_directory(CLI::App& app, std::string& into,
                         const std::string& by_default) {
  app.add_option("build,--test-dir", into,
                 "build directory (default: " + by_default + ")")
      ->option_text("DIR");
}

void add_configuration(CLI::App& app, std::string& into) {
  app.add_option("-C,--config", into,
                 "configuration, for a build tree with several")
      ->option_text("CONFIG");
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
