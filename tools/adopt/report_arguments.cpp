// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/report_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace parallel_testing::tools {
namespace {

/// An argument as it is written: the quotes, and what is between them.
struct written_argument {
  std::string_view quote;
  std::string_view text;
};

written_argument read(std::string_view argument) {
  const bool is_quoted = argument.size() > 1 && argument.starts_with('"');
  return is_quoted
             ? written_argument{"\"", argument.substr(1, argument.size() - 2)}
             : written_argument{"", argument};
}

/// The value of an option, with the quotes of its argument.
struct found_option {
  std::size_t at;
  std::size_t count;  ///< of arguments
  std::string_view quote;
  std::string value;
};

/// The last one of these options. One that ends with `=` or `:` has its value
/// in the same argument, and others in the next one.
std::optional<found_option> find_last(
    const std::vector<std::string_view>& options,
    const std::vector<std::string>& arguments) {
  for (std::size_t at = arguments.size(); at-- > 0;) {
    const auto [quote, text] = read(arguments[at]);
    for (const std::string_view option : options) {
      if (option.ends_with('=') || option.ends_with(':')) {
        if (text.starts_with(option)) {
          return found_option{at, 1, quote,
                              std::string(text.substr(option.size()))};
        }
      } else if (text == option && at + 1 < arguments.size()) {
        const auto [next_quote, value] = read(arguments[at + 1]);
        return found_option{at, 2, next_quote, std::string(value)};
      }
    }
  }
  return std::nullopt;
}

void erase(std::vector<std::string>& arguments, const found_option& given) {
  const auto begin = arguments.begin() + static_cast<std::ptrdiff_t>(given.at);
  arguments.erase(begin, begin + static_cast<std::ptrdiff_t>(given.count));
}

}  // namespace

std::vector<std::string> take_report_arguments(
    framework of, std::vector<std::string>& arguments) {
  const report_options& known = facts_of(of).report;
  const auto file = find_last(known.file, arguments);
  if (!file || file->value.empty()) {
    return {};
  }
  erase(arguments, *file);
  std::vector<std::string> keywords;
  const auto keyword = [&](std::string_view name, std::string_view quote,
                           const std::string& value) {
    keywords.push_back(fmt::format("{} {}{}{}", name, quote, value, quote));
  };
  if (const auto reporter = find_last(known.reporter, arguments)) {
    erase(arguments, *reporter);
    keyword("REPORTER", reporter->quote, reporter->value);
  }
  const std::string& path = file->value;
  const std::size_t slash = path.rfind('/');
  const bool has_folder = slash != std::string::npos && slash > 0;
  keyword(known.folder_keyword, file->quote,
          has_folder ? path.substr(0, slash) : ".");
  if (known.names_files) {
    return keywords;
  }
  const std::string name =
      slash == std::string::npos ? path : path.substr(slash + 1);
  // A dot in a reference to a variable is not that of an ending.
  const std::size_t dot = name.find('.', name.rfind('}') + 1);
  const std::size_t end = std::min(dot, name.size());
  keyword("OUTPUT_PREFIX", file->quote, name.substr(0, end) + ".");
  if (end < name.size()) {
    keyword("OUTPUT_SUFFIX", file->quote, name.substr(end));
  }
  return keywords;
}

}  // namespace parallel_testing::tools
