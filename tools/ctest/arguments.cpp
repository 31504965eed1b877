// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "base/nearest.hpp"

namespace parallel_testing::tools {
namespace {

enum class takes { nothing, value, value_if_any };

struct known_option {
  std::string_view name;
  takes argument = takes::nothing;
};

constexpr std::array our_options{
    known_option{"-j", takes::value_if_any},
    known_option{"--parallel", takes::value_if_any},
    known_option{"--archive", takes::value},
    known_option{"--ctest", takes::value},
    known_option{"--maxfail", takes::value},
    known_option{"--map-source", takes::value},
    known_option{"--max-output", takes::value},
    known_option{"--stop-when-broken"},
    known_option{"--retries", takes::value},
    known_option{"--fail-on-flaky"},
    known_option{"--shuffle"},
    known_option{"--to", takes::value},
    known_option{"--until-fail"},
    known_option{"--durations", takes::value},
    known_option{"--last-failed"},
    known_option{"--format", takes::value},
    known_option{"--output-junit", takes::value},
    known_option{"--junit-schema", takes::value},
    known_option{"--on", takes::value},
    known_option{"--nodes", takes::value},
    known_option{"--slurm", takes::value},
    known_option{"-h"},
    known_option{"--help"},
};

/// Options of ctest whose value is the next argument. Listed so that the value
/// is not taken for an option.
constexpr std::array values_of_ctest{
    "-R",
    "-E",
    "-L",
    "-LE",
    "-I",
    "-C",
    "-O",
    "-FA",
    "-FS",
    "-FC",
    "--tests-regex",
    "--exclude-regex",
    "--label-regex",
    "--label-exclude",
    "--tests-information",
    "--build-config",
    "--output-log",
    "--fixture-exclude-any",
    "--fixture-exclude-setup",
    "--fixture-exclude-cleanup",
    "--test-dir",
    "--preset",
    "--timeout",
    "--stop-time",
    "--test-output-size-passed",
    "--test-output-size-failed",
    "--test-output-truncation",
    "--overwrite",
    "--resource-spec-file",
    "--test-load",
    "--interactive-debug-mode",
    "--repeat-until-fail",
    "--tests-from-file",
    "--exclude-from-file",
    "--http-header",
    "--schedule-random-seed",
    "--add-notes",
    "-A",
    "--max-width",
    "--group",
    "--track",
    "--extra-submit",
    "--repeat",
};

/// Options that came after ctest 3.25, with the first version that has them.
struct newer_option {
  std::string_view name;
  std::string_view since;
};

constexpr std::array newer_options{
    newer_option{"--tests-from-file", "3.29"},
    newer_option{"--exclude-from-file", "3.29"},
    newer_option{"--http-header", "3.29"},
    newer_option{"--schedule-random-seed", "4.1"},
    newer_option{"--out-of-date", "4.5"},
};

/// Options of ctest 3.25 that have no value, or have it after `=`.
constexpr std::array flags_of_ctest{
    "-F",
    "-U",
    "-V",
    "-VV",
    "--debug",
    "--extra-verbose",
    "--force-new-ctest-process",
    "--http1.0",
    "--no-compress-output",
    "--no-label-summary",
    "--no-subproject-summary",
    "--no-tests",
    "--rerun-failed",
    "--schedule-random",
    "--stop-on-failure",
    "--tomorrow-tag",
    "--union",
    "--verbose",
};

/// Names that other test runners use for options of this program and of ctest.
struct other_name {
  std::string_view name;
  std::string_view ours;
};

constexpr std::array names_elsewhere{
    other_name{"-n", "-j"},
    other_name{"--jobs", "-j"},
    other_name{"--numprocesses", "-j"},
    other_name{"-k", "-R"},
    other_name{"--filter", "-R"},
    other_name{"-x", "--maxfail 1"},
    other_name{"--fail-fast", "--maxfail 1"},
    other_name{"--lf", "--last-failed"},
    other_name{"--reruns", "--retries"},
    other_name{"--retry", "--retries"},
    other_name{"--junit", "--output-junit"},
    other_name{"--junitxml", "--output-junit"},
    other_name{"--profile", "--preset"},
    other_name{"-v", "-V"},
    other_name{"-q", "-Q"},
};

constexpr std::string_view dashes = "--";

constexpr std::array inclusions{"-R", "--tests-regex"};
constexpr std::array exclusions{"-E", "--exclude-regex"};

constexpr std::array selections{
    "-R",
    "-E",
    "-L",
    "-LE",
    "-I",
    "-U",
    "--tests-regex",
    "--exclude-regex",
    "--label-regex",
    "--label-exclude",
    "--tests-information",
    "--union",
    "--tests-from-file",
    "--exclude-from-file",
    "--rerun-failed",
};

/// With one of these options, ctest does something other than run tests.
constexpr std::array other_purposes{
    "-N",
    "-S",
    "-SP",
    "-D",
    "-M",
    "-T",
    "--print-labels",
    "--version",
    "-version",
    "/V",
    "--list-presets",
    "--script",
    "--script-new-process",
    "--dashboard",
    "--test-model",
    "--test-action",
    "--build-and-test",
    "--submit-index",
    "--help-full",
    "--help-manual",
    "--help-man",
    "-H",
    "-help",
    "-usage",
    "/?",
};

bool is_number(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

template <class Names>
bool is_one_of(const Names& names, std::string_view word) {
  return std::find(names.begin(), names.end(), word) != names.end();
}

const newer_option* find_newer(std::string_view name) {
  const auto* const found =
      std::find_if(newer_options.begin(), newer_options.end(),
                   [&](const newer_option& each) { return each.name == name; });
  return found == newer_options.end() ? nullptr : found;
}

std::string_view name_of(std::string_view argument) {
  return argument.starts_with("--") ? argument.substr(0, argument.find('='))
                                    : argument;
}

bool has_other_purpose(std::string_view argument) {
  return is_one_of(other_purposes, name_of(argument)) ||
         argument.starts_with("--show-only") ||
         argument.starts_with("--help-") || argument.starts_with("-D");
}

/// Whether the next argument is the value of this one.
bool takes_next(std::string_view argument) {
  return is_one_of(values_of_ctest, argument);
}

/// Whether every ctest since 3.25 has the option.
bool is_known(std::string_view argument) {
  return is_one_of(values_of_ctest, name_of(argument)) ||
         is_one_of(flags_of_ctest, name_of(argument)) ||
         has_other_purpose(argument);
}

class sorter {
 public:
  explicit sorter(const std::vector<std::string>& given) : given_(given) {}

  sorted_arguments sort() {
    while (at_ < given_.size()) {
      const std::string& argument = given_[at_++];
      if (argument == dashes) {
        const auto from = given_.begin() + static_cast<std::ptrdiff_t>(at_) - 1;
        result_.for_tests.assign(from, given_.end());
        break;
      }
      if (!take_ours(argument) && !is_replaced(argument)) {
        take_ctests(argument);
      }
    }
    if (result_.of_ctest == purpose::something_else) {
      result_.unknown.clear();
    } else if (build_directory_) {
      name_build_directory();
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool has_next() const { return at_ < given_.size(); }

  bool take_ours(const std::string& argument) {
    if (argument.size() > 2 && argument.starts_with("-j") &&
        (is_number(argument.substr(2)) || argument == "-jauto")) {
      result_.ours.insert(result_.ours.end(), {"-j", argument.substr(2)});
      return true;
    }
    // The --repeat of ctest has a mode before the number.
    const bool repeats = name_of(argument) == "--repeat";
    const std::string& value = argument.find('=') != std::string::npos
                                   ? argument
                               : has_next() ? given_[at_]
                                            : argument;
    if (repeats && value.find(':') != std::string::npos) {
      return false;
    }
    const auto known = std::find_if(our_options.begin(), our_options.end(),
                                    [&](const known_option& each) {
                                      return each.name == name_of(argument);
                                    });
    if (known == our_options.end() && !repeats) {
      return false;
    }
    result_.ours.push_back(argument);
    take_value(repeats ? takes::value : known->argument, argument);
    return true;
  }

  void take_value(takes kind, const std::string& argument) {
    if (kind == takes::nothing || argument.find('=') != std::string::npos) {
      return;
    }
    const bool fits =
        has_next() && (kind == takes::value || is_number(given_[at_]) ||
                       !given_[at_].starts_with('-'));
    if (fits && argument == "--slurm") {
      // Its value has options, which the parser would take for others of ours.
      result_.ours.back() += "=" + given_[at_++];
    } else if (fits) {
      result_.ours.push_back(given_[at_++]);
    } else if (kind == takes::value_if_any) {
      result_.ours.emplace_back("auto");
    }
  }

  static bool is_replaced(const std::string& argument) {
    return argument == "--progress" || argument == "--output-on-failure" ||
           argument == "-Q" || argument == "--quiet";
  }

  void note_unknown(const std::string& argument) {
    if (find_newer(name_of(argument)) != nullptr || !is_known(argument)) {
      result_.unknown.push_back(argument);
    }
  }

  /// Turns `run build` into `run --test-dir build`, which ctest understands.
  void name_build_directory() {
    const auto at =
        result_.ctests.begin() + static_cast<std::ptrdiff_t>(*build_directory_);
    if (!result_.test_directory.empty()) {
      result_.unknown.push_back(*at);
      return;
    }
    result_.test_directory = *at;
    result_.ctests.insert(at, "--test-dir");
  }

  void take_ctests(const std::string& argument) {
    if (!argument.starts_with('-') && !build_directory_) {
      build_directory_ = result_.ctests.size();
    } else {
      note_unknown(argument);
    }
    result_.ctests.push_back(argument);
    if (has_other_purpose(argument)) {
      result_.of_ctest = purpose::something_else;
    }
    const bool is_preset = name_of(argument) == "--preset";
    result_.has_preset = result_.has_preset || is_preset;
    result_.stops_on_failure =
        result_.stops_on_failure || argument == "--stop-on-failure";
    result_.is_verbose = result_.is_verbose || argument == "-V" ||
                         argument == "-VV" || argument == "--verbose" ||
                         argument == "--extra-verbose";
    constexpr std::string_view directory = "--test-dir=";
    if (argument.starts_with(directory)) {
      result_.test_directory = argument.substr(directory.size());
    }
    if (takes_next(argument) && !has_next()) {
      result_.without_value = argument;
    } else if (takes_next(argument)) {
      if (argument == "--test-dir") {
        result_.test_directory = given_[at_];
      }
      result_.ctests.push_back(given_[at_++]);
    }
  }

  const std::vector<std::string>& given_;
  std::size_t at_ = 0;
  std::optional<std::size_t> build_directory_;  ///< its index in ctests
  sorted_arguments result_;
};

/// Whether an argument stays, with its value.
enum class fate { stays, goes };

template <class Names>
std::vector<std::string> sorted_out(const std::vector<std::string>& ctests,
                                    const Names& names, fate of_names) {
  std::vector<std::string> result;
  for (std::size_t at = 0; at < ctests.size(); ++at) {
    const bool is_named = is_one_of(names, name_of(ctests[at]));
    const bool stays = is_named == (of_names == fate::stays);
    if (stays) {
      result.push_back(ctests[at]);
    }
    if (takes_next(ctests[at]) && at + 1 < ctests.size()) {
      ++at;
      if (stays) {
        result.push_back(ctests[at]);
      }
    }
  }
  return result;
}

/// Whether ctest numbers only the tests that `-E` leaves.
bool excludes_first(const std::vector<std::string>& ctests) {
  const auto first =
      std::find_if(ctests.begin(), ctests.end(), [](const std::string& each) {
        return is_one_of(inclusions, name_of(each)) ||
               is_one_of(exclusions, name_of(each));
      });
  return first != ctests.end() && is_one_of(exclusions, name_of(*first));
}

}  // namespace

sorted_arguments sort_arguments(const std::vector<std::string>& given) {
  return sorter(given).sort();
}

std::size_t end_of_options(const std::vector<std::string>& arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), dashes);
  return static_cast<std::size_t>(end - arguments.begin());
}

bool passes_arguments_on(std::string_view version) {
  constexpr std::pair first_version{4, 4};
  std::pair found{0, 0};
  const char* const end = version.data() + version.size();
  const char* const dot = std::from_chars(version.data(), end, found.first).ptr;
  if (dot != end && *dot == '.') {
    std::from_chars(dot + 1, end, found.second);
  }
  return found >= first_version;
}

std::string unknown_option_text(const std::string& word) {
  if (!word.starts_with('-')) {
    return fmt::format(
        "unknown argument '{}'; name one build directory, with or without "
        "--test-dir, and choose tests with -R",
        word);
  }
  const std::string name = word.substr(0, word.find('='));
  if (const newer_option* newer = find_newer(name)) {
    return fmt::format(
        "'{}' needs ctest {} or newer; this version would ignore it", name,
        newer->since);
  }
  const auto elsewhere =
      std::find_if(names_elsewhere.begin(), names_elsewhere.end(),
                   [&](const other_name& each) { return each.name == name; });
  std::string nearest = elsewhere == names_elsewhere.end()
                            ? name != word && name == "-j" ? "-j N" : ""
                            : std::string(elsewhere->ours);
  if (nearest.empty() && name.starts_with("--")) {
    std::vector<std::string> names{"--repeat"};
    for (const known_option& each : our_options) {
      names.emplace_back(each.name);
    }
    names.insert(names.end(), values_of_ctest.begin(), values_of_ctest.end());
    names.insert(names.end(), flags_of_ctest.begin(), flags_of_ctest.end());
    nearest = nearest_name(name, names);
  }
  return nearest.empty()
             ? fmt::format("unknown option '{}'; see --help and ctest --help",
                           name)
             : fmt::format("unknown option '{}', did you mean '{}'?", name,
                           nearest);
}

bool is_in_help(const std::string& help, const std::string& word) {
  const std::string name(name_of(word));
  const auto is_part = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
  };
  for (std::size_t at = help.find(name);
       name.starts_with('-') && at != std::string::npos;
       at = help.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !is_part(help[at - 1])) &&
        (end == help.size() || !is_part(help[end]))) {
      return true;
    }
  }
  return false;
}

std::vector<std::string> without_selection(
    const std::vector<std::string>& ctests) {
  return sorted_out(ctests, selections, fate::goes);
}

std::vector<std::string> without_numbered_selection(
    const std::vector<std::string>& ctests) {
  std::vector<std::string> result = without_selection(ctests);
  if (excludes_first(ctests)) {
    const std::vector<std::string> kept =
        sorted_out(ctests, exclusions, fate::stays);
    result.insert(result.end(), kept.begin(), kept.end());
  }
  return result;
}

}  // namespace parallel_testing::tools
