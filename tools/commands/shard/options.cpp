// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>

#include "commands/shard/ci_place.hpp"

namespace parallel_testing::shard_command {
namespace {

constexpr const char* footer =
    R"(Shards are disjoint and complete if all get the same tests, times and arguments.
Arguments after -- go to ctest or, with --run, to `run`; -R, -E, -L, -LE and
--preset among them choose the tests to distribute.
Example: parallel-testing shard auto build --run -- -L unit --retries 1
Exit codes: 0 success or an empty shard, 2 wrong usage, 3 the build directory or
archive is missing or broken, 4 no tests; with --run those of `run`.)";

constexpr std::string_view choosing_options[] = {
    "-L",
    "-LE",
    "-R",
    "-E",
    "--label-regex",
    "--label-exclude",
    "--tests-regex",
    "--exclude-regex",
    "--tests-from-file",
    "--exclude-from-file",
};

constexpr std::string_view configuration_options[] = {"-C", "--build-config"};

constexpr std::string_view preset_option = "--preset";

template <std::size_t N>
bool is_one_of(const std::string_view (&options)[N], std::string_view word) {
  return std::find(std::begin(options), std::end(options), word) !=
         std::end(options);
}

bool takes_value(std::string_view option) {
  return option == preset_option || is_one_of(choosing_options, option) ||
         is_one_of(configuration_options, option);
}

std::size_t count_or_zero(std::string_view text) {
  std::size_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, problem] = std::from_chars(text.data(), end, value);
  return problem == std::errc() && rest == end ? value : 0;
}

}  // namespace

shard_number parse_shard_number(const std::string& text) {
  const std::size_t slash = text.find('/');
  shard_number result{0, 0};
  if (slash != std::string::npos) {
    result.index = count_or_zero(std::string_view(text).substr(0, slash));
    result.count = count_or_zero(std::string_view(text).substr(slash + 1));
  }
  if (result.index < 1 || result.index > result.count ||
      result.count > most_shards) {
    throw cli::failure(
        cli::exit_usage,
        fmt::format("'{}' is not a shard; write i/n with 1 <= i <= n <= {}, "
                    "for example 2/5 for the second of five, or `auto` to "
                    "read it from the variables of the CI system",
                    text, most_shards));
  }
  return result;
}

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> result;
  options& values = result.values;
  std::string number;
  bool is_run = false;
  cli::parser app("shard", "Prints the tests of one of several machines.");
  app.footer(footer);
  app.add("shard", number,
          "i/n: the i-th of n from 1; auto: what CI or Slurm sets")
      .required();
  cli::add_build_directory(app, values.build, "that of the preset, or .");
  app.add_choice<method>(
         "--by", values.how,
         {{"time", method::time},
          {"hash", method::hash},
          {"slice", method::slice}},
         "time (default), hash of the name, or slice (each n-th)")
      .value_name("METHOD");
  app.add("--times", values.times,
          "times of earlier runs (default: those of the build)")
      .value_name("FILE")
      .list();
  app.add("--list", values.list_file,
          "write the tests to FILE, for ctest -I FILE")
      .value_name("FILE");
  app.add("--archive", values.archive,
          "the tests of an archive that `archive` wrote")
      .value_name("FILE");
  app.add("--to", values.to, "unpack it into DIR, which keeps the results")
      .value_name("DIR");
  app.add("--map-source", values.map_source,
          "where the source tree is now, for paths in programs")
      .value_name("DIR");
  app.add_flag("--run", is_run, "run the tests as the command `run` does");
  cli::add_format(app, values.format);
  result.exit_code = app.parse(given, values.ctest);
  if (!result.exit_code) {
    if (number == "auto") {
      ci_place found = shard_of_environment(tools::current_environment());
      values.number = found.number;
      values.place = std::move(found.source);
    } else {
      values.number = parse_shard_number(number);
    }
    values.what = is_run ? action::run : action::print;
  }
  return result;
}

sorted_arguments sort_arguments(const std::vector<std::string>& arguments) {
  sorted_arguments sorted;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    if (arguments[at] == "--") {
      sorted.for_tests.assign(
          arguments.begin() + static_cast<std::ptrdiff_t>(at), arguments.end());
      break;
    }
    std::vector<std::string> words{arguments[at]};
    if (takes_value(words[0]) && at + 1 < arguments.size()) {
      words.push_back(arguments[++at]);
    }
    const bool is_preset = words[0].starts_with(preset_option);
    if (is_preset) {
      sorted.preset = words;
    }
    if (is_one_of(configuration_options, words[0])) {
      sorted.configuration = words;
    }
    const bool is_choice = is_one_of(choosing_options, words[0]);
    if (is_preset || is_choice) {
      append(sorted.choosing, words);
    }
    if (!is_choice) {
      append(sorted.running, words);
    }
  }
  return sorted;
}

void append(std::vector<std::string>& to,
            const std::vector<std::string>& words) {
  to.insert(to.end(), words.begin(), words.end());
}

std::string value_of(const std::vector<std::string>& arguments,
                     const std::string& name) {
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    if (arguments[at].starts_with(name + "=")) {
      return arguments[at].substr(name.size() + 1);
    }
    if (arguments[at] == name && at + 1 < arguments.size()) {
      return arguments[at + 1];
    }
  }
  return "";
}

}  // namespace parallel_testing::shard_command
