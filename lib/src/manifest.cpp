// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "manifest.hpp"

#include "format.hpp"

namespace parallel_testing {

namespace {
/// For cmake's list: a semicolon inside an element needs a backslash.
std::string list_element(std::string_view text) {
  std::string element;
  for (const char c : text) {
    if (c == ';') element += '\\';
    element += c;
  }
  return element;
}
}  // namespace

std::string cmake_argument(std::string_view text) {
  std::string equals = "=";
  while (text.find("]" + equals + "]") != std::string_view::npos ||
         (text.size() >= equals.size() + 1 &&
          text.substr(text.size() - equals.size() - 1) == "]" + equals)) {
    equals += '=';
  }
  // A line break right after the opening bracket would be dropped.
  const bool starts_with_break = !text.empty() && text[0] == '\n';
  return fmt::format("[{0}[{1}{2}]{0}]", equals, starts_with_break ? "\n" : "",
                     text);
}

manifest::manifest(std::string_view framework)
    : text_(fmt::format("parallel_manifest(1 {})\n", framework)) {}

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
    text_ += fmt::format("parallel_file({})\n", cmake_argument(file_));
  }
  text_ += fmt::format("parallel_case({} {} {} {} {}",
                       cmake_argument(described.name),
                       cmake_argument(described.selector), described.line,
                       cmake_argument(described.markers),
                       described.disabled ? "[=[disabled]=]" : "[=[]=]");
  if (described.framework_name != described.name) {
    text_ += " " + cmake_argument(described.framework_name);
  }
  text_ += ")\n";
  names_.push_back(std::move(described.name));
}

void manifest::problem(std::string_view file, int line, std::string_view text) {
  text_ += fmt::format("parallel_problem({} {} {})\n", cmake_argument(file),
                       line, cmake_argument(text));
}

std::string manifest::finished() const {
  std::string names;
  for (const std::string& name : names_) {
    if (!names.empty()) names += ';';
    names += list_element(name);
  }
  return text_ + fmt::format("parallel_names({})\nparallel_manifest_end({})\n",
                             cmake_argument(names), names_.size());
}

}  // namespace parallel_testing
