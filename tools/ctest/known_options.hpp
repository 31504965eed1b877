// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The words of a command line that have to be known to sort it.
#pragma once

#include <array>
#include <string_view>

namespace parallel_testing::run_command {

enum class takes { nothing, value, value_if_any };

struct known_option {
  std::string_view name;
  takes argument = takes::nothing;
};

inline constexpr std::array our_options{
    known_option{"-j", takes::value_if_any},
    known_option{"--parallel", takes::value_if_any},
    known_option{"--ctest", takes::value},
    known_option{"--maxfail", takes::value},
    known_option{"--retries", takes::value},
    known_option{"--fail-on-flaky"},
    known_option{"--shuffle"},
    known_option{"--until-fail"},
    known_option{"--durations", takes::value},
    known_option{"--last-failed"},
    known_option{"--format", takes::value},
    known_option{"--output-junit", takes::value},
    known_option{"--junit-schema", takes::value},
    known_option{"-h"},
    known_option{"--help"},
};

/// Those of ctest that have a value after a blank, so that it is not taken
/// for an option.
inline constexpr std::array values_of_ctest{
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
    "--add-notes",
    "-A",
    "--max-width",
    "--group",
    "--track",
    "--extra-submit",
    "--repeat",
};

/// Those that came after 3.25, with the first ctest that has them.
struct newer_option {
  std::string_view name;
  std::string_view since;
};

inline constexpr std::array newer_options{
    newer_option{"--tests-from-file", "3.29"},
    newer_option{"--exclude-from-file", "3.29"},
    newer_option{"--http-header", "3.29"},
};

/// Those of ctest 3.25 without a value, or with one after `=`.
inline constexpr std::array flags_of_ctest{
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

/// What other test runners call our options and ctest's.
struct other_name {
  std::string_view name;
  std::string_view ours;
};

inline constexpr std::array names_elsewhere{
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

inline constexpr std::array selections{
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

/// With one of these ctest does something else than running tests.
inline constexpr std::array other_purposes{
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

}  // namespace parallel_testing::run_command
