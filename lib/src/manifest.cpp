// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "manifest.hpp"

#include "format.hpp"

namespace parallel_testing {

namespace {
/// For cmake's list: a semicolon inside an element needs a backslash.
void append_element(std::string& list, std::string_view text) {
  for (const char c : text) {
    if (c == ';') list += '\\';
    list += c;
  }
}

std::string call(std::string_view command, std::string_view argument) {
  return fmt::format("{}({})\n", command, cmake_argument(argument));
}
}  // namespace

std::string cmake_argument(std::string_view text) {
  std::string equals = "=";
  while (text.find("]" + equals + "]") != std::string_view::npos ||
         (text.size() >= equals.size() + 1 &&
          text.substr(text.size() - equals.size() - 1) == "]" + equals)) {
    equals += '=';
  }
  std::string argument = "[" + equals + "[";
  // A line break right after the opening bracket would be dropped.
  if (!text.empty() && text[0] == '\n') argument += '\n';
  argument += text;
  return argument += "]" + equals + "]";
}

manifest::manifest(std::string_view framework, std::string_view version)
    : text_(fmt::format("parallel_manifest(1 {}{}{})\n", framework,
                        version.empty() ? "" : " ", version)) {}

void manifest::add(manifest_case described) {
  if (!used_.insert(described.name).second) {
    described.name = described.framework_name;
    if (!used_.insert(described.name).second) {
      problem(
          described.file, described.line,
          fmt::format("two tests are called '{}'; rename one", described.name));
      return;
    }
  }
  if (described.file != file_) {
    file_ = described.file;
    text_ += call("parallel_file", file_);
  }
  const std::string name = cmake_argument(described.name);
  text_ += fmt::format("parallel_case({} {} {} {} {}", name,
                       cmake_argument(described.selector), described.line,
                       cmake_argument(described.markers),
                       described.disabled ? "[=[disabled]=]" : "[=[]=]");
  if (described.framework_name != described.name) {
    text_ += " " + cmake_argument(described.framework_name);
  }
  text_ += ")\n";
  if (!described.markers.empty()) repeat_marked(described);
  if (count_ > 0) names_ += ';';
  append_element(names_, described.name);
  ++count_;
}

void manifest::repeat_marked(const manifest_case& described) {
  if (described.file != marked_file_) {
    marked_file_ = described.file;
    marked_ += call("parallel_file", marked_file_);
  }
  marked_ += fmt::format("parallel_marked_case({} {} {} {})\n",
                         cmake_argument(described.name), described.line,
                         cmake_argument(described.markers),
                         cmake_argument(described.selector));
}

void manifest::problem(std::string_view file, int line, std::string_view text) {
  const std::string problem =
      fmt::format("parallel_problem({} {} {})\n", cmake_argument(file), line,
                  cmake_argument(text));
  text_ += problem;
  marked_ += problem;
}

std::string manifest::finished() const {
  const std::string marked =
      marked_.empty() ? "" : call("parallel_marked", marked_);
  return text_ + call("parallel_names", names_) + marked +
         fmt::format("parallel_manifest_end({} {})\n", count_, marked.size());
}

}  // namespace parallel_testing
