// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/arguments.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/frameworks.hpp"
#include "base/text.hpp"
#include "discovery/unit_file.hpp"

namespace parallel_testing {

namespace {

constexpr std::string_view filter_flag = "--gtest_filter=";
constexpr std::string_view death_test_flag = "--gtest_internal_run_death_test=";

/// Short options do not count: they may be arguments of the test program, as in
/// `-h localhost`, and a program that only lists its tests may take a worker
/// without harm.
bool googletest_runs_no_test(std::string_view argument) {
  return argument == "--gtest_list_tests" || argument == "--help";
}

bool catch2_runs_no_test(std::string_view argument) {
  return argument == "--help" || argument == "--libidentify" ||
         starts_with(argument, "--list-");
}

/// Every option of doctest may have one or two hyphens and the prefix.
bool doctest_runs_no_test(std::string_view argument) {
  if (!starts_with(argument, "-")) {
    return false;
  }
  argument.remove_prefix(starts_with(argument, "--") ? 2 : 1);
  constexpr std::string_view prefix = "dt-";
  if (starts_with(argument, prefix)) {
    argument.remove_prefix(prefix.size());
  }
  constexpr std::string_view names[] = {
      "help",           "version", "count", "list-test-cases",
      "list-reporters", "ltc",     "lts",   "list-test-suites"};
  return std::find(std::begin(names), std::end(names), argument) !=
         std::end(names);
}

bool boost_test_runs_no_test(std::string_view argument) {
  return argument == "--help" || starts_with(argument, "--help=") ||
         argument == "--version" || starts_with(argument, "--list_");
}

/// Whether the filter can match only one test. '?' stands for one character,
/// and the part after '-' only excludes tests.
bool selects_one(std::string_view filter) {
  const std::string_view positive = filter.substr(0, filter.find('-'));
  return !positive.empty() &&
         positive.find_first_of("*:") == std::string_view::npos;
}

/// The position after the first `end` from `at` on that no backslash escapes.
std::size_t position_after(char end, std::string_view spec, std::size_t at) {
  for (; at < spec.size(); ++at) {
    if (spec[at] == '\\') {
      ++at;
    } else if (spec[at] == end) {
      return at + 1;
    }
  }
  return spec.npos;
}

/// Whether the spec is a name in quotes, possibly followed by tags that
/// distinguish the case from others of the same name; see the adapter of
/// Catch2.
bool is_quoted_spec(std::string_view spec) {
  if (spec.empty() || spec[0] != '"') {
    return false;
  }
  std::size_t at = position_after('"', spec, 1);
  while (at < spec.size()) {
    if (spec[at] == '~' && at + 1 < spec.size()) {
      ++at;
    }
    if (spec[at] == '[') {
      at = position_after(']', spec, at + 1);
    } else if (spec[at] == '"') {
      at = position_after('"', spec, at + 1);
    } else {
      return false;
    }
  }
  return at != spec.npos;
}

/// Whether the spec is a plain name, without characters that mean a pattern, a
/// tag or a list to Catch2.
bool is_plain_spec(std::string_view spec) {
  if (spec.empty() || spec[0] == '-' || spec[0] == '~') {
    return false;
  }
  if (spec[0] == '*') {
    return false;
  }
  for (std::size_t at = 0; at < spec.size(); ++at) {
    if (spec[at] == '\\') {
      ++at;
    } else if (std::string_view(",[\"*").find(spec[at]) != spec.npos) {
      return false;
    }
  }
  return true;
}

/// The name that the adapter of Catch2 gives the case of a spec in quotes.
std::string name_in_quotes(const std::string& spec) {
  const std::size_t end = position_after('"', spec, 1);
  std::string name = without_escapes(spec.substr(1, end - 2));
  std::string tags;
  std::string fixture;
  constexpr std::string_view fixture_part = "~\"fixture ";
  for (std::size_t at = end; at < spec.size();) {
    const char closing = spec[at] == '[' || spec[at + 1] == '[' ? ']' : '"';
    const std::size_t next = position_after(closing, spec, at + 2);
    const std::string part = spec.substr(at, next - at);
    if (part[0] == '[') {
      tags += without_escapes(part);
    } else if (starts_with(part, fixture_part)) {
      fixture = without_escapes(part.substr(
          fixture_part.size(), part.size() - fixture_part.size() - 1));
    }
    at = next;
  }
  if (!tags.empty()) {
    name += " " + tags;
  }
  if (!fixture.empty()) {
    name += " (" + fixture + ")";
  }
  return name;
}

}  // namespace

namespace {

void read_googletest_argument(const std::string& argument, std::size_t at,
                              program_request& into) {
  into.is_child = into.is_child || starts_with(argument, death_test_flag);
  if (!starts_with(argument, filter_flag)) {
    return;
  }
  const std::string filter = argument.substr(filter_flag.size());
  into.unit = is_unit_reference(filter) ? filter : "";
  into.selecting_argument = at;
  const bool is_one = into.unit.empty() && selects_one(filter);
  into.selector = is_one ? filter : "";
}

/// The spec may follow an emulator or arguments of the test program.
void read_catch2_selection(const std::vector<std::string>& arguments,
                           const std::string& registered,
                           program_request& into) {
  for (std::size_t at = 1; at < arguments.size(); ++at) {
    const bool is_unit = is_unit_reference(arguments[at]);
    if (!is_unit && (registered.empty() || arguments[at] != registered)) {
      continue;
    }
    (is_unit ? into.unit : into.selector) = arguments[at];
    into.selecting_argument = at;
    return;
  }
  if (arguments.size() < 2) {
    return;
  }
  if (is_plain_spec(arguments[1]) || is_quoted_spec(arguments[1])) {
    into.selector = arguments[1];
    into.selecting_argument = 1;
    into.is_guess = true;
  }
}

/// A backslash before a comma or another backslash escapes it.
std::vector<std::string> parts_of_doctest_filter(std::string_view filter) {
  std::vector<std::string> parts(1);
  for (std::size_t at = 0; at < filter.size(); ++at) {
    const bool is_escape = filter[at] == '\\' && at + 1 < filter.size() &&
                           (filter[at + 1] == ',' || filter[at + 1] == '\\');
    if (is_escape) {
      parts.back() += filter[++at];
    } else if (filter[at] == ',') {
      parts.emplace_back();
    } else {
      parts.back() += filter[at];
    }
  }
  return parts;
}

/// The option names the selector, wherever it is. A pattern may select several
/// cases, unless a test was registered with it.
void read_selecting_option(adapter::framework kind,
                           const std::vector<std::string>& arguments,
                           const std::string& registered,
                           program_request& into) {
  const std::string_view option = framework_row_of(kind).option;
  for (std::size_t at = 1; at < arguments.size(); ++at) {
    if (!starts_with(arguments[at], option)) {
      continue;
    }
    const std::string value = arguments[at].substr(option.size());
    const bool is_unit = is_unit_reference(value);
    (is_unit ? into.unit : into.selector) = value;
    (is_unit ? into.selector : into.unit) = "";
    into.is_guess = !is_unit && value != registered;
    into.selecting_argument = at;
  }
}

bool runs_no_test(adapter::framework kind, const std::string& argument) {
  switch (kind) {
    case adapter::framework::googletest:
      return googletest_runs_no_test(argument);
    case adapter::framework::catch2:
      return catch2_runs_no_test(argument);
    case adapter::framework::doctest:
      return doctest_runs_no_test(argument);
    case adapter::framework::boost_test:
      return boost_test_runs_no_test(argument);
  }
  return false;
}

}  // namespace

program_request read_arguments(adapter::framework kind,
                               const std::vector<std::string>& arguments,
                               const std::string& registered) {
  program_request request;
  const bool is_googletest = kind == adapter::framework::googletest;
  for (std::size_t at = 1; at < arguments.size(); ++at) {
    const std::string& argument = arguments[at];
    request.runs_no_test = request.runs_no_test || runs_no_test(kind, argument);
    if (is_googletest) {
      read_googletest_argument(argument, at, request);
    }
  }
  if (kind == adapter::framework::catch2) {
    read_catch2_selection(arguments, registered, request);
  } else if (!is_googletest) {
    read_selecting_option(kind, arguments, registered, request);
  }
  return request;
}

std::string case_of_selector(adapter::framework kind,
                             const std::string& selector) {
  switch (kind) {
    case adapter::framework::googletest:
      return selector.substr(0, selector.find('-'));
    case adapter::framework::catch2:
      return without_escapes(selector);
    case adapter::framework::doctest: {
      // The second part distinguishes cases of the same name.
      const auto parts = parts_of_doctest_filter(selector);
      return parts.size() < 2 ? parts[0] : parts[0] + " " + parts[1];
    }
    case adapter::framework::boost_test:
      break;
  }
  return selector;
}

std::string without_escapes(const std::string& spec) {
  if (is_quoted_spec(spec)) {
    return name_in_quotes(spec);
  }
  std::string name;
  for (std::size_t at = 0; at < spec.size(); ++at) {
    if (spec[at] == '\\' && at + 1 < spec.size()) {
      ++at;
    }
    name += spec[at];
  }
  return name;
}

}  // namespace parallel_testing
