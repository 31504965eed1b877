// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/shapes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "adopt/frameworks.hpp"
#include "remedies/cmake_text.hpp"

namespace parallel_testing::tools {
namespace {

constexpr std::size_t most_columns = 80;

std::size_t start_of_line(std::string_view text, std::size_t at) {
  const std::size_t end =
      at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return end == std::string_view::npos ? 0 : end + 1;
}

std::size_t end_of_line(std::string_view text, std::size_t at) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  return end > at && text[end - 1] == '\r' ? end - 1 : end;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

std::string_view line_end(const cmake_source& source) {
  return source.text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
}

std::string indentation(const cmake_source& source, const source_call& call) {
  const std::size_t begin = start_of_line(source.text, call.begin);
  return source.text.substr(begin, call.begin - begin);
}

/// The blanks at the beginning of the line of this place.
std::string indentation_at(const cmake_source& source, std::size_t at) {
  const std::size_t begin = start_of_line(source.text, at);
  const std::size_t end = source.text.find_first_not_of(" \t", begin);
  return source.text.substr(begin, std::min(end, at) - begin);
}

/// One level of indentation of the file: that of the first call in a block.
std::string indentation_unit(const cmake_source& source) {
  for (const source_call& each : source.calls) {
    std::string own = indentation(source, each);
    if (each.blocks.size() == 1 && !own.empty() && is_blank(own)) {
      return own;
    }
  }
  return "  ";
}

/// Whether a line break in the text belongs to an argument, so that lines
/// cannot be indented.
bool has_broken_argument(const source_call& call) {
  return std::any_of(call.arguments.begin(), call.arguments.end(),
                     [](const source_argument& each) {
                       return each.raw.find('\n') != std::string::npos;
                     });
}

/// The text with `unit` before each line but the first, except blank ones.
std::string indented(std::string_view text, const std::string& unit) {
  std::string result;
  while (true) {
    const std::size_t end = text.find('\n');
    result += text.substr(0, end);
    if (end == std::string_view::npos) {
      return result;
    }
    text.remove_prefix(end + 1);
    const bool is_empty = text.starts_with('\n') || text.starts_with("\r\n");
    result += "\n" + (is_empty ? std::string() : unit);
  }
}

/// Where the lines of a call end, with a comment after it.
std::size_t end_with_comment(const cmake_source& source,
                             const source_call& call) {
  return end_of_line(source.text, call.end);
}

/// A text of this program with the line ends of the file.
std::string with_line_ends(const cmake_source& source, std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += line_end(source);
    } else {
      result += c;
    }
  }
  return result;
}

std::string old_call(const cmake_source& source, const source_call& call,
                     const std::string& unit) {
  const std::size_t end = end_with_comment(source, call);
  const std::string_view all =
      std::string_view(source.text).substr(call.begin, end - call.begin);
  return has_broken_argument(call) ? std::string(all) : indented(all, unit);
}

/// A keyword and its values, one group on each line if they do not fit.
std::string call_of(std::string_view name,
                    const std::vector<std::string>& groups) {
  std::string line = fmt::format("{}({})", name, fmt::join(groups, " "));
  if (line.size() <= most_columns && line.find('\n') == std::string::npos) {
    return line;
  }
  std::string text = fmt::format("{}(", name);
  for (const std::string& each : groups) {
    text += "\n  " + each;
  }
  return text + "\n)";
}

bool is_keyword(const source_argument& argument, std::string_view word) {
  return argument.kind == argument_kind::unquoted && argument.raw == word;
}

/// The endif() of the first if() outside of all blocks each of whose branches,
/// with an else(), calls project(); null if there is none.
const source_call* end_of_branches_with_project(const cmake_source& source) {
  const auto& calls = source.calls;
  for (std::size_t first = 0; first < calls.size(); ++first) {
    if (calls[first].name != "if" || !calls[first].blocks.empty()) {
      continue;
    }
    std::vector<std::size_t> branches{first};
    std::set<std::size_t> with_project;
    std::size_t at = first + 1;
    for (; at < calls.size() && !calls[at].blocks.empty(); ++at) {
      const bool is_outer = calls[at].blocks.size() == 1;
      if (is_outer && calls[at].name.starts_with("else")) {
        branches.push_back(at);
      } else if (is_outer && calls[at].name == "project") {
        with_project.insert(calls[at].blocks.front());
      }
    }
    if (at < calls.size() && calls[branches.back()].name == "else" &&
        with_project.size() == branches.size() && is_alone(source, calls[at])) {
      return &calls[at];
    }
  }
  return nullptr;
}

/// Of gtest_add_tests().
constexpr std::array scan_keywords{
    "TARGET",      "SOURCES",     "EXTRA_ARGS",      "WORKING_DIRECTORY",
    "TEST_PREFIX", "TEST_SUFFIX", "SKIP_DEPENDENCY", "TEST_LIST"};

bool looks_like_keyword(const source_argument& argument) {
  return argument.kind == argument_kind::unquoted &&
         argument.raw.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") ==
             std::string::npos;
}

const std::vector<other_keyword>& other_keywords_of(std::string_view function) {
  static const std::vector<other_keyword> none;
  for (const framework_facts& each : all_framework_facts()) {
    if (each.discover_function == function) {
      return each.other_keywords;
    }
  }
  return none;
}

bool is_keyword_of_add_test(const source_argument& argument) {
  return is_keyword(argument, "NAME") || is_keyword(argument, "COMMAND") ||
         is_keyword(argument, "CONFIGURATIONS") ||
         is_keyword(argument, "WORKING_DIRECTORY") ||
         is_keyword(argument, "COMMAND_EXPAND_LISTS");
}

/// One value of a keyword.
std::string value_after(const source_call& call, std::size_t at) {
  return at + 1 < call.arguments.size() ? call.arguments[at + 1].raw : "";
}

}  // namespace

bool is_alone(const cmake_source& source, const source_call& call) {
  const std::size_t end = end_of_line(source.text, call.end);
  const std::string_view after =
      std::string_view(source.text).substr(call.end, end - call.end);
  const std::size_t first = after.find_first_not_of(" \t");
  const bool ends_line =
      first == std::string_view::npos ||
      (after[first] == '#' && !after.substr(first).starts_with("#["));
  return ends_line && is_blank(indentation(source, call));
}

std::string placed(const cmake_source& source, const source_call& call,
                   std::string_view text) {
  return with_line_ends(source, indented(text, indentation(source, call) +
                                                   indentation_unit(source)));
}

std::optional<std::string> condition_for(
    const source_argument& argument, const std::vector<std::string>& values) {
  constexpr std::size_t most_values = 8;
  if (values.empty()) {
    return "";
  }
  const auto is_odd = [](const std::string& value) {
    return value.empty() || value.find_first_not_of(
                                "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_:/.+-") != std::string::npos;
  };
  if (argument.kind == argument_kind::bracket ||
      argument.raw.find("${") == std::string::npos ||
      values.size() > most_values ||
      std::any_of(values.begin(), values.end(), is_odd)) {
    return std::nullopt;
  }
  std::string pattern;
  for (const std::string& each : values) {
    pattern += pattern.empty() ? "" : "|";
    for (const char c : each) {
      pattern +=
          c == '.' || c == '+' ? fmt::format("[{}]", c) : std::string(1, c);
    }
  }
  const std::string value = argument.kind == argument_kind::quoted
                                ? argument.raw
                                : "\"" + argument.raw + "\"";
  return fmt::format("{} MATCHES \"^({})$\"", value, pattern);
}

text_edit guarded(const cmake_source& source, const source_call& call,
                  const std::vector<std::string>& lines,
                  const std::string& except) {
  const std::string own = indentation(source, call);
  const std::string unit = indentation_unit(source);
  const std::string next = std::string(line_end(source)) + own;
  std::string text = fmt::format("if(COMMAND parallel_discover_tests{}{})",
                                 except.empty() ? "" : " AND NOT ", except);
  for (const std::string& each : lines) {
    text += next + unit;
    text += each;
  }
  text += next + "else()" + next + unit + old_call(source, call, unit) + next +
          "endif()";
  return {call.begin, end_with_comment(source, call), text};
}

text_edit left_to_others(const cmake_source& source, const source_call& call,
                         const std::string& except) {
  const std::string own = indentation(source, call);
  const std::string unit = indentation_unit(source);
  const std::string next = std::string(line_end(source)) + own;
  return {call.begin, end_with_comment(source, call),
          fmt::format("if(NOT COMMAND parallel_discover_tests{}{})",
                      except.empty() ? "" : " OR ", except) +
              next + unit + old_call(source, call, unit) + next + "endif()"};
}

std::string renamed(const cmake_source& source, const source_call& call,
                    std::string_view name) {
  const std::string_view rest =
      std::string_view(source.text)
          .substr(call.name_end, call.end - call.name_end);
  const std::string all = std::string(name) + std::string(rest);
  return has_broken_argument(call) ? all
                                   : indented(all, indentation_unit(source));
}

std::string as_discover_tests(const cmake_source& source,
                              const source_call& call, std::string& problem) {
  std::vector<text_edit> edits{
      {0, call.name_end - call.begin, "parallel_discover_tests"}};
  const auto& given = call.arguments;
  const auto& others = other_keywords_of(call.name);
  for (std::size_t at = 0; at < given.size(); ++at) {
    const auto found = std::find_if(others.begin(), others.end(),
                                    [&](const other_keyword& each) {
                                      return is_keyword(given[at], each.name);
                                    });
    if (found == others.end()) {
      continue;
    }
    const std::string value = value_after(call, at);
    const bool is_off = value == "0" || value == "OFF" || value == "FALSE";
    const bool has_several =
        at + 2 < given.size() && !looks_like_keyword(given[at + 2]);
    if (!found->unless_off.empty() && !is_off) {
      problem = found->unless_off;
    } else if (!found->unless_single.empty() && has_several) {
      problem = found->unless_single;
    }
    const bool is_left_out = found->becomes.empty();
    std::size_t begin = given[at].begin;
    // The blanks before it go with it.
    while (is_left_out &&
           std::string_view(" \t\r\n").find(source.text[begin - 1]) !=
               std::string_view::npos) {
      --begin;
    }
    const std::size_t end = is_left_out && at + 1 < given.size()
                                ? given[at + 1].end
                                : given[at].end;
    edits.push_back(
        {begin - call.begin, end - call.begin, std::string(found->becomes)});
  }
  const std::string text = edited(source.text_of(call), std::move(edits));
  return has_broken_argument(call) ? text
                                   : indented(text, indentation_unit(source));
}

std::optional<std::string> relinked(const cmake_source& source,
                                    const source_call& call) {
  std::vector<framework_library> libraries;
  std::vector<const source_argument*> replaced;
  for (const source_argument& each : call.arguments) {
    const auto library = framework_library_of(each.literal());
    if (library && &each != &call.arguments.front()) {
      libraries.push_back(*library);
      replaced.push_back(&each);
    }
  }
  if (libraries.empty()) {
    return std::nullopt;
  }
  std::vector<text_edit> edits;
  for (const source_argument* const each : replaced) {
    const bool is_first = each == replaced.front();
    std::size_t begin = each->begin - call.begin;
    // The blanks before the further ones go with them.
    const std::string_view text = source.text_of(call);
    while (!is_first && begin > 0 &&
           std::string_view(" \t\r\n").find(text[begin - 1]) !=
               std::string_view::npos) {
      --begin;
    }
    edits.push_back({begin, each->end - call.begin,
                     is_first ? adapter_for(libraries) : ""});
  }
  const std::string text = edited(source.text_of(call), std::move(edits));
  return has_broken_argument(call) ? text
                                   : indented(text, indentation_unit(source));
}

std::optional<added_command> parts_of_add_test(const source_call& call) {
  added_command parts;
  const auto& given = call.arguments;
  if (given.size() < 2) {
    return std::nullopt;
  }
  if (!is_keyword(given.front(), "NAME")) {
    parts.name = given[0].raw;
    parts.program = given[1].raw;
    for (std::size_t at = 2; at < given.size(); ++at) {
      parts.arguments.push_back(given[at].raw);
    }
    return parts;
  }
  for (std::size_t at = 0; at < given.size(); ++at) {
    if (is_keyword(given[at], "NAME")) {
      parts.name = value_after(call, at++);
    } else if (is_keyword(given[at], "WORKING_DIRECTORY")) {
      parts.working_directory = value_after(call, at++);
    } else if (is_keyword(given[at], "COMMAND_EXPAND_LISTS")) {
      parts.expands_lists = true;
    } else if (is_keyword(given[at], "CONFIGURATIONS")) {
      parts.has_configurations = true;
    } else if (is_keyword(given[at], "COMMAND")) {
      parts.program = value_after(call, at++);
      while (at + 1 < given.size() && !is_keyword_of_add_test(given[at + 1])) {
        parts.arguments.push_back(given[++at].raw);
      }
    } else if (!parts.has_configurations) {
      return std::nullopt;
    }
  }
  return parts.program.empty() || parts.name.empty() ? std::nullopt
                                                     : std::optional(parts);
}

std::optional<std::string> marked(const cmake_source& source,
                                  const source_call& call,
                                  const std::set<std::string>& markers) {
  const auto parts = parts_of_add_test(call);
  const std::string group = fmt::format("MARKERS {}", fmt::join(markers, " "));
  if (!parts) {
    return std::nullopt;
  }
  if (is_keyword(call.arguments.front(), "NAME")) {
    // After the last argument, so that line breaks and comments stay.
    const std::size_t begin = call.name_end;
    const std::size_t last = call.arguments.back().end;
    const std::string_view text = source.text;
    const bool is_long =
        source.text_of(call).find('\n') != std::string_view::npos;
    const std::string before =
        is_long ? std::string(line_end(source)) +
                      indentation_at(source, call.arguments.back().begin)
                : " ";
    const std::string all =
        "parallel_add_test" + std::string(text.substr(begin, last - begin)) +
        before + group + std::string(text.substr(last, call.end - last));
    return has_broken_argument(call) ? all
                                     : indented(all, indentation_unit(source));
  }
  const bool has_expression =
      std::any_of(call.arguments.begin(), call.arguments.end(),
                  [](const source_argument& each) {
                    return each.raw.find("$<") != std::string::npos;
                  });
  if (has_expression) {
    return std::nullopt;  // It is evaluated only after the keyword NAME.
  }
  std::vector<std::string> groups{"NAME " + parts->name,
                                  "COMMAND " + parts->program};
  for (const std::string& each : parts->arguments) {
    groups.back() += " " + each;
  }
  groups.push_back(group);
  return placed(source, call, call_of("parallel_add_test", groups));
}

std::string prefix_of(const std::string& name) {
  return name.ends_with('"') ? name.substr(0, name.size() - 1) + ".\""
                             : name + ".";
}

const source_argument* scanned_target(const source_call& call) {
  const auto& given = call.arguments;
  for (std::size_t at = 0; at + 1 < given.size(); ++at) {
    if (is_keyword(given[at], "TARGET")) {
      return &given[at + 1];
    }
  }
  return given.empty() ? nullptr : &given.front();
}

std::string scanned_target(const traced_call& call) {
  const auto& given = call.arguments;
  const auto keyword = std::find(given.begin(), given.end(), "TARGET");
  if (keyword != given.end() && keyword + 1 != given.end()) {
    return *(keyword + 1);
  }
  return given.empty() ? "" : given.front();
}

std::optional<discover_call> parts_of_gtest_add_tests(const source_call& call,
                                                      std::string& problem) {
  discover_call parts;
  const auto& given = call.arguments;
  const source_argument* const target = scanned_target(call);
  if (target == nullptr || given.size() < 2) {
    problem = "its arguments are in a variable";
    return std::nullopt;
  }
  parts.target = target->raw;
  if (target == &given.front()) {
    // gtest_add_tests(target "arguments" sources...)
    const std::string arguments = given[1].literal();
    if (given[1].raw != "\"\"" && arguments.empty()) {
      problem = "its arguments are in a variable";
      return std::nullopt;
    }
    for (std::size_t at = 0; at < arguments.size();) {
      const std::size_t end =
          std::min(arguments.find(';', at), arguments.size());
      parts.extra_arguments.push_back(
          quoted_argument(arguments.substr(at, end - at)));
      at = end + 1;
    }
    return parts;
  }
  std::string keyword;
  for (const source_argument& each : given) {
    if (each.kind == argument_kind::unquoted &&
        std::find(scan_keywords.begin(), scan_keywords.end(), each.raw) !=
            scan_keywords.end()) {
      keyword = each.raw;
    } else if (keyword == "EXTRA_ARGS") {
      parts.extra_arguments.push_back(each.raw);
    } else if (keyword == "WORKING_DIRECTORY") {
      parts.working_directory = each.raw;
    } else if (keyword == "TEST_PREFIX") {
      parts.prefix = each.raw;
    } else if (keyword == "TEST_SUFFIX") {
      parts.suffix = each.raw;
    } else if (keyword == "TEST_LIST") {
      problem = fmt::format(
          "the variable {} gets the names of the tests, which are known only "
          "after the build",
          each.raw);
      return std::nullopt;
    }
  }
  return parts;
}

std::string text_of(const discover_call& call) {
  std::vector<std::string> groups{call.target};
  if (!call.extra_arguments.empty()) {
    const std::string arguments =
        fmt::format("{}", fmt::join(call.extra_arguments, " "));
    groups.push_back("EXTRA_ARGS " + arguments);
    if (call.lists_with_arguments) {
      groups.push_back("DISCOVERY_EXTRA_ARGS " + arguments);
    }
  }
  if (!call.working_directory.empty()) {
    groups.push_back("WORKING_DIRECTORY " + call.working_directory);
  }
  if (!call.prefix.empty()) {
    groups.push_back("TEST_PREFIX " + call.prefix);
  }
  if (!call.suffix.empty()) {
    groups.push_back("TEST_SUFFIX " + call.suffix);
  }
  groups.insert(groups.end(), call.reports.begin(), call.reports.end());
  if (!call.properties.empty()) {
    groups.push_back(
        fmt::format("PROPERTIES {}", fmt::join(call.properties, " ")));
  }
  if (call.is_in_other_directory) {
    groups.emplace_back("DISCOVERY_MODE PRE_TEST");
  }
  return call_of("parallel_discover_tests", groups);
}

std::optional<text_edit> package_block(const cmake_source& source,
                                       const package_source& from) {
  const source_call* after = nullptr;
  for (const source_call& each : source.calls) {
    const bool enables =
        each.name == "project" ||
        (each.name == "enable_language" &&
         std::any_of(
             each.arguments.begin(), each.arguments.end(),
             [](const source_argument& given) { return given.raw == "CXX"; }));
    if (enables && each.blocks.empty() && is_alone(source, each)) {
      after = &each;
    }
  }
  if (after == nullptr) {
    after = end_of_branches_with_project(source);
  }
  if (after == nullptr) {
    return std::nullopt;
  }
  std::string lines =
      "\n\n"
      "# With ParallelTesting, `ctest -j` can run the tests in parallel. "
      "Without "
      "it,\n# they are registered as before.\n"
      "if(NOT CMAKE_VERSION VERSION_LESS 3.25)\n";
  if (from.repository.empty()) {
    lines += "  find_package(ParallelTesting QUIET)\n";
  } else {
    lines += fmt::format(
        "  include(FetchContent)\n  FetchContent_Declare(\n"
        "    ParallelTesting\n    GIT_REPOSITORY \"{}\"\n    GIT_TAG {}\n"
        "    FIND_PACKAGE_ARGS\n  )\n"
        "  FetchContent_MakeAvailable(ParallelTesting)\n",
        from.repository, from.tag);
  }
  lines += "endif()";
  if (from.enables_testing) {
    lines +=
        "\n\n# With this call here, ctest finds the tests in the build "
        "directory.\nenable_testing()";
  }
  const std::size_t at = end_with_comment(source, *after);
  return text_edit{at, at, with_line_ends(source, lines)};
}

text_edit suggestions_block(const cmake_source& source, std::string_view file) {
  const std::string_view end = line_end(source);
  std::string text = source.text.empty() || source.text.ends_with('\n')
                         ? ""
                         : std::string(end);
  text += fmt::format(
      "{0}if(COMMAND parallel_discover_tests){0}  include({1}){0}endif(){0}",
      end, file);
  return {source.text.size(), source.text.size(), text};
}

}  // namespace parallel_testing::tools
