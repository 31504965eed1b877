// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/parser.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

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

std::string listed(const std::vector<std::string>& words) {
  std::string result;
  for (const std::string& word : words) {
    result += (result.empty() ? "" : ", ") + word;
  }
  return result;
}

option_definition definition_of(const CLI::Option& option) {
  option_definition result;
  for (const std::string& name : option.get_snames()) {
    result.names.push_back("-" + name);
  }
  for (const std::string& name : option.get_lnames()) {
    result.names.push_back("--" + name);
  }
  if (option.get_positional()) {
    result.argument = option.get_name(true);
  }
  const bool is_flag = option.get_items_expected_max() == 0;
  const bool is_flag_with_value =
      is_flag && option.get_name(false, true).find('{') != std::string::npos;
  result.value_is_optional = option.get_expected_min() == 0;
  result.value = option.get_option_text();
  if (is_flag_with_value) {
    result.value = "VALUE";
  } else if (result.value.empty() && !is_flag && !result.names.empty()) {
    result.value = "...";
  }
  // `[FILE]` in the help.
  std::erase_if(result.value,
                [](char each) { return each == '[' || each == ']'; });
  result.description = option.get_description();
  std::replace(result.description.begin(), result.description.end(), '\n', ' ');
  return result;
}

}  // namespace

option& option::required() {
  added_->required();
  return *this;
}

option& option::value_name(const std::string& text) {
  added_->option_text(text);
  return *this;
}

option& option::excludes(const std::string& other) {
  added_->excludes(other);
  return *this;
}

option& option::between(std::int64_t least, std::int64_t most) {
  added_->check(CLI::Range(least, most));
  return *this;
}

option& option::check(
    const std::function<std::string(const std::string&)>& problem) {
  added_->check(problem);
  return *this;
}

option& option::list(std::optional<char> separator) {
  if (separator) {
    added_->delimiter(*separator);
  }
  added_->allow_extra_args(false)->take_all();
  return *this;
}

option& option::hidden() {
  added_->group("");
  return *this;
}

option& option::last_counts() {
  added_->take_last();
  return *this;
}

option& option::value_or(const std::string& alone) {
  added_->expected(0, 1)->default_str(alone);
  return *this;
}

parser::parser(const std::string& name, const std::string& description)
    : app_(
          std::make_unique<CLI::App>(description, "parallel-testing " + name)) {
  const auto formatter = std::make_shared<help_formatter>();
  formatter->column_width(option_columns);
  formatter->label("Positionals", "Arguments");
  app_->formatter(formatter);
  // A reader of the help knows it, and help has to fit a screen.
  app_->set_help_flag("-h,--help", "print this help and exit")->group("");
}

parser::~parser() = default;
parser::parser(parser&&) noexcept = default;
parser& parser::operator=(parser&&) noexcept = default;

void parser::footer(const std::string& text) {
  app_->footer(text);
}

option parser::add(const std::string& names, std::string& into,
                   const std::string& description) {
  return option(*app_->add_option(names, into, description));
}

option parser::add(const std::string& names, std::vector<std::string>& into,
                   const std::string& description) {
  return option(*app_->add_option(names, into, description));
}

option parser::add(const std::string& names, int& into,
                   const std::string& description) {
  return option(*app_->add_option(names, into, description));
}

option parser::add(const std::string& names, std::uint64_t& into,
                   const std::string& description) {
  return option(*app_->add_option(names, into, description));
}

option parser::add_word(const std::string& names,
                        const std::vector<std::string>& words,
                        const std::function<void(std::size_t)>& choose,
                        const std::string& description) {
  const auto place_of = [words](const std::string& word) {
    return static_cast<std::size_t>(
        std::find(words.begin(), words.end(), word) - words.begin());
  };
  option result(*app_->add_option_function<std::string>(
      names, [=](const std::string& word) { choose(place_of(word)); },
      description));
  result.check([=](const std::string& word) {
    return place_of(word) < words.size()
               ? std::string()
               : "must be one of " + listed(words) + ", not '" + word + "'";
  });
  choices_.emplace_back(app_->get_options().back(), words);
  return result;
}

option parser::add_flag(const std::string& names, bool& into,
                        const std::string& description) {
  return option(*app_->add_flag(names, into, description));
}

option parser::add_flag(const std::string& names, std::string& into,
                        const std::string& description) {
  return option(*app_->add_flag(names, into, description));
}

bool parser::has(const std::string& name) const {
  return !app_->get_option(name)->empty();
}

void parser::define(command_definition& into) const {
  into.description = app_->get_description();
  into.footer = app_->get_footer();
  for (const CLI::Option* each : app_->get_options()) {
    if (each->get_group().empty()) {
      continue;
    }
    into.options.push_back(definition_of(*each));
    const auto words =
        std::find_if(choices_.begin(), choices_.end(),
                     [&](const auto& given) { return given.first == each; });
    if (words != choices_.end()) {
      into.options.back().choices = words->second;
    }
  }
}

std::optional<int> parser::parse(const invocation& given) {
  if (given.definition != nullptr) {
    define(*given.definition);
    return exit_fine;
  }
  std::vector<std::string> last_first = given.arguments;
  std::reverse(last_first.begin(), last_first.end());
  try {
    app_->parse(std::move(last_first));
  } catch (const CLI::ParseError& problem) {
    const int answer = app_->exit(problem, given.out, given.err);
    return answer == 0 ? exit_fine : exit_usage;
  }
  return {};
}

std::optional<int> parser::parse(const invocation& given,
                                 std::vector<std::string>& for_ctest) {
  if (given.definition != nullptr) {
    given.definition->passes_on = true;
  }
  invocation ours = given;
  const auto end =
      std::find(ours.arguments.begin(), ours.arguments.end(), "--");
  if (end != ours.arguments.end()) {
    for_ctest.assign(end + 1, ours.arguments.end());
    ours.arguments.erase(end, ours.arguments.end());
  }
  return parse(ours);
}

}  // namespace parallel_testing::cli
