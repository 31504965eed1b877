// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/foreign_reports.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>

#include "base/json.hpp"
#include "base/programs.hpp"
#include "cli/command.hpp"
#include "commands/coverage/data/files.hpp"
#include "lib/src/base/text.hpp"

namespace parallel_testing::coverage_command {
namespace {

using nlohmann::ordered_json;

constexpr const char* format_key = "gcovr/format_version";

void run_or_fail(const tools::program_call& call) {
  const int code = tools::run_programs({call}, 1).front();
  if (code != 0) {
    throw cli::failure(cli::exit_environment,
                       fmt::format("{} exited with {}:\n{}", call.arguments[0],
                                   code, read_file(call.errors).value_or("")));
  }
}

/// The version of the JSON format that this gcovr reads. It reads only its own,
/// so this function asks it to write an empty report.
std::string format_of(const std::string& gcovr, const std::string& scratch) {
  const std::string nothing = scratch + "/nothing";
  const std::string answer = scratch + "/format.json";
  make_empty_directory(nothing);
  run_or_fail({{gcovr, "--root", nothing, "--json", answer, nothing},
               "",
               scratch + "/format.errors"});
  const auto root =
      nlohmann::json::parse(read_file(answer).value_or(""), nullptr, false);
  return root.is_object() && root.contains(format_key)
             ? root[format_key].get<std::string>()
             : "";
}

/// Escapes a path, because gcovr takes the path of a trace as a pattern.
std::string as_pattern(const std::string& path) {
  std::string text;
  for (const char character : path) {
    const bool is_special =
        std::string_view("[*?").find(character) != std::string_view::npos;
    text += is_special ? std::string{'[', character, ']'}
                       : std::string(1, character);
  }
  return text;
}

ordered_json gcovr_line(std::uint32_t number, const covered_line& line) {
  ordered_json outcomes = ordered_json::array();
  for (const std::uint64_t count : line.branches) {
    outcomes.push_back(
        {{"count", count}, {"fallthrough", false}, {"throw", false}});
  }
  return {{"line_number", number},
          {"count", line.count},
          {"branches", std::move(outcomes)},
          {"gcovr/noncode", false},
          {"gcovr/excluded", false}};
}

}  // namespace

std::string gcovr_trace(const coverage_table& table,
                        const std::string& format) {
  ordered_json files = ordered_json::array();
  for (const auto& [path, file] : table) {
    ordered_json lines = ordered_json::array();
    for (const auto& [number, line] : file) {
      lines.push_back(gcovr_line(number, line));
    }
    files.push_back({{"file", path},
                     {"lines", std::move(lines)},
                     {"functions", ordered_json::array()}});
  }
  return ordered_json{{format_key, format}, {"files", std::move(files)}}.dump(
      -1, ' ', false, ordered_json::error_handler_t::replace);
}

void write_by_gcovr(const programs& found, const project& measured,
                    const coverage_table& table, gcovr_report what,
                    const std::string& path, const std::string& scratch) {
  const std::string trace = scratch + "/trace.json";
  write_file(trace, gcovr_trace(table, format_of(found.gcovr, scratch)));
  std::error_code problem;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(),
                                      problem);
  run_or_fail({{found.gcovr, "--root", measured.reported.root, "--filter", "/",
                "--add-tracefile", as_pattern(trace),
                what == gcovr_report::xml ? "--xml" : "--html-details", path},
               "",
               scratch + "/gcovr.errors"});
}

}  // namespace parallel_testing::coverage_command
