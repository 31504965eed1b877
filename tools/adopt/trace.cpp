// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/trace.hpp"

#include <fmt/format.h>

#include <istream>
#include <string_view>
#include <utility>

#include "adopt/cmake_source.hpp"
#include "base/json.hpp"
#include "base/record.hpp"

namespace parallel_testing::tools {
namespace {

using nlohmann::json;

constexpr const char* trace_remedy =
    "expected what `cmake --trace-format=json-v1` writes, major version 1";

/// The name of the command of a line, without parsing the line: most lines are
/// of no interest, and there are hundreds of thousands.
std::string command_in_line(std::string_view line) {
  constexpr std::string_view key = "\"cmd\":\"";
  const std::size_t at = line.rfind(key);
  if (at == std::string_view::npos) {
    return "";
  }
  line.remove_prefix(at + key.size());
  return lower_case(line.substr(0, line.find('"')));
}

std::string folder_of(const std::string& file) {
  return file.substr(0, file.rfind('/'));
}

void check_version(const std::string& line) {
  const json root = json::parse(line, nullptr, false);
  if (!root.is_object() || !root.contains("version") ||
      root["version"].value("major", 0) != 1) {
    throw record_error("this is not a trace of CMake", trace_remedy);
  }
}

}  // namespace

std::vector<traced_call> parse_trace(std::istream& text,
                                     const std::set<std::string>& commands) {
  std::vector<traced_call> calls;
  std::string line;
  std::string directory;
  bool is_first = true;
  while (std::getline(text, line)) {
    if (line.empty()) {
      continue;
    }
    if (is_first) {
      check_version(line);
      is_first = false;
      continue;
    }
    // The outermost calls in the file of a directory.
    const bool is_outer = line.find("\"frame\":1,") != std::string::npos;
    const bool is_wanted = commands.count(command_in_line(line)) > 0;
    if (!is_outer && !is_wanted) {
      continue;
    }
    const json call = json::parse(line, nullptr, false);
    if (!call.is_object() || !call.contains("cmd") || !call.contains("file")) {
      throw record_error(
          fmt::format("a line of the trace of CMake cannot be read: {}", line),
          trace_remedy);
    }
    const std::string file = call["file"].get<std::string>();
    if (call.value("frame", 0) == 1) {
      directory = folder_of(file);
    }
    if (is_wanted) {
      traced_call each{lower_case(call["cmd"].get<std::string>()),
                       file,
                       call.value("line", std::int64_t{0}),
                       {},
                       directory};
      for (const json& argument : call.value("args", json::array())) {
        each.arguments.push_back(argument.get<std::string>());
      }
      calls.push_back(std::move(each));
    }
  }
  if (is_first) {
    throw record_error("the trace of CMake is empty", trace_remedy);
  }
  return calls;
}

}  // namespace parallel_testing::tools
