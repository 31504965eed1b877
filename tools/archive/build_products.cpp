// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/build_products.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace parallel_testing::tools {
namespace {

constexpr std::array product_endings{
    ".a",    ".o",    ".obj",   ".d",      ".gch",        ".pch",
    ".gcno", ".gcda", ".ninja", ".make",   ".ninja_deps", ".ninja_log",
    ".rsp",  ".ilk",  ".dwo",   ".profraw"};

constexpr std::array product_names{"CMakeCache.txt",
                                   "CPackConfig.cmake",
                                   "CPackSourceConfig.cmake",
                                   "CTestTestfile.cmake",
                                   "DartConfiguration.tcl",
                                   "Makefile",
                                   "cmake_install.cmake",
                                   "compile_commands.json",
                                   "install_manifest.txt",
                                   ".ninja_deps",
                                   ".ninja_log"};

constexpr std::array product_directories{"CMakeFiles", "Testing", "_deps",
                                         "parallel_testing"};

constexpr std::array version_control{".git", ".hg", ".svn", "CVS", ".bzr"};

constexpr std::array source_endings{
    ".c",   ".cc",  ".cpp", ".cxx", ".c++", ".C",    ".h",   ".hh",  ".hpp",
    ".hxx", ".h++", ".H",   ".ipp", ".inl", ".tcc",  ".tpp", ".S",   ".s",
    ".cu",  ".cuh", ".m",   ".mm",  ".ixx", ".cppm", ".inc", ".icc", ".txx"};

template <class Names>
bool has_name(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

template <class Endings>
bool has_ending(const Endings& endings, std::string_view name) {
  return std::any_of(
      endings.begin(), endings.end(),
      [&](std::string_view each) { return name.ends_with(each); });
}

bool is_in_file_name(char each) {
  return std::isalnum(static_cast<unsigned char>(each)) != 0 || each == '_' ||
         each == '-' || each == '.' || each == '+';
}

}  // namespace

bool is_build_product(std::string_view name) {
  return has_name(product_names, name) || has_ending(product_endings, name);
}

bool is_build_directory_name(std::string_view name) {
  return has_name(product_directories, name) || name.ends_with("_autogen");
}

bool is_version_control(std::string_view name) {
  return has_name(version_control, name);
}

bool is_source_name(std::string_view path) {
  return has_ending(source_endings, path);
}

std::unordered_set<std::string> names_in(std::string_view bytes,
                                         bool is_program) {
  std::unordered_set<std::string> result;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t start = at;
    while (at < bytes.size() && is_in_file_name(bytes[at])) {
      ++at;
    }
    const bool ends_text = at == bytes.size() || bytes[at] == '\0';
    const bool begins_text =
        start == 0 || bytes[start - 1] == '\0' || bytes[start - 1] == '/';
    if (at - start > 1 && (!is_program || (ends_text && begins_text))) {
      result.emplace(bytes.substr(start, at - start));
    }
    at += at == start ? 1 : 0;
  }
  return result;
}

}  // namespace parallel_testing::tools
