// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The parser of a command line. Only its source includes CLI11, which takes
// seconds to compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/definition.hpp"

// NOLINTNEXTLINE(readability-identifier-naming)
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace parallel_testing::cli {

/// An option or argument that was added to a parser, for further rules. The
/// parser owns it.
class option {
 public:
  explicit option(CLI::Option& added) : added_(&added) {}

  option& required();

  /// The text of the value in the help, for example `DIR`.
  option& value_name(const std::string& text);

  option& excludes(const std::string& other);

  /// The value is a number of this range, both limits included.
  option& between(std::int64_t least, std::int64_t most);

  /// `problem` returns what is wrong with a value, and "" for a valid one.
  option& check(const std::function<std::string(const std::string&)>& problem);

  /// The option may be repeated; each time it has one value, or several that
  /// `separator` separates.
  option& list(std::optional<char> separator = std::nullopt);

  /// The option may be repeated; the last one counts.
  option& last_counts();

  /// The help does not list the option; the description of another one or a
  /// document does.
  option& hidden();

  /// The value may be left out, and is `alone` then.
  option& value_or(const std::string& alone);

 private:
  CLI::Option* added_;
};

class parser {
 public:
  /// The parser of `parallel-testing <name>`. `description` is one sentence.
  /// Help must fit 24 lines of 80 columns.
  parser(const std::string& name, const std::string& description);
  ~parser();
  parser(parser&&) noexcept;
  parser& operator=(parser&&) noexcept;
  parser(const parser&) = delete;
  parser& operator=(const parser&) = delete;

  /// The text at the end of the help.
  void footer(const std::string& text);

  /// `names` are separated by commas; one without dashes is an argument. The
  /// value of `into` stays unless the command line has another one. `into` must
  /// outlive parse().
  option add(const std::string& names, std::string& into,
             const std::string& description);
  option add(const std::string& names, std::vector<std::string>& into,
             const std::string& description);
  option add(const std::string& names, int& into,
             const std::string& description);
  option add(const std::string& names, std::uint64_t& into,
             const std::string& description);

  /// One of several words, each of which stands for a value.
  template <class Value>
  option add_choice(const std::string& names, Value& into,
                    const std::vector<std::pair<std::string, Value>>& choices,
                    const std::string& description) {
    std::vector<std::string> words;
    for (const auto& [word, value] : choices) {
      words.push_back(word);
    }
    return add_word(
        names, words,
        [&into, choices](std::size_t at) { into = choices[at].second; },
        description);
  }

  option add_flag(const std::string& names, bool& into,
                  const std::string& description);

  /// A flag that may have a value; `--name{alone}` is the value without one.
  option add_flag(const std::string& names, std::string& into,
                  const std::string& description);

  /// Whether the command line has the option.
  [[nodiscard]] bool has(const std::string& name) const;

  /// Returns nothing if the arguments are valid. Otherwise, help or an error
  /// has been printed, or `given.definition` filled, and the result is the exit
  /// code.
  [[nodiscard]] std::optional<int> parse(const invocation& given);

  /// The same, except that arguments after `--` go to `for_ctest`.
  [[nodiscard]] std::optional<int> parse(const invocation& given,
                                         std::vector<std::string>& for_ctest);

 private:
  option add_word(const std::string& names,
                  const std::vector<std::string>& words,
                  const std::function<void(std::size_t)>& choose,
                  const std::string& description);

  void define(command_definition& into) const;

  std::unique_ptr<CLI::App> app_;
  /// The words of the options that have a list of them.
  std::vector<std::pair<const CLI::Option*, std::vector<std::string>>> choices_;
};

}  // namespace parallel_testing::cli
