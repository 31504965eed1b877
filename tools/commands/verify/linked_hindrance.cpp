// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/linked_hindrance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "archive/elf_file.hpp"
#include "base/whole_file.hpp"
#include "lib/src/base/text.hpp"
#include "lib/src/discovery/unforkable.hpp"

namespace parallel_testing::verify_command {

namespace {

/// What the runtime of ThreadSanitizer prints, which clang links statically. In
/// two parts, so that this program does not have the text.
std::string text_of_thread_sanitizer() {
  return fmt::format("WARNING: {}Sanitizer", "Thread");
}

/// Where the dynamic linker looks first, for a file in `folder`.
std::vector<std::string> run_path_folders(const std::string& run_path,
                                          const std::string& folder) {
  std::vector<std::string> result;
  for (const std::string_view each : split(run_path, ':')) {
    constexpr std::string_view origin = "$ORIGIN";
    if (starts_with(each, origin)) {
      result.push_back(folder + std::string(each.substr(origin.size())));
    } else if (!each.empty()) {
      result.emplace_back(each);
    }
  }
  return result;
}

std::string own_hindrance(const linked_file& file) {
  for (const std::string& each : file.needed) {
    const std::string_view what = unforkable_part(each);
    if (!what.empty()) {
      return fmt::format("it links {} ({})", what, each);
    }
  }
  const bool has_sanitizer =
      file.has_thread_sanitizer ||
      std::any_of(file.needed.begin(), file.needed.end(),
                  [](const std::string& each) {
                    return starts_with(each, "libtsan.so");
                  });
  return has_sanitizer ? "it is compiled with ThreadSanitizer" : "";
}

std::string hindrance_below(const std::string& path,
                            const linked_file_reader& read,
                            std::set<std::string>& seen) {
  const auto file = seen.insert(path).second ? read(path) : std::nullopt;
  if (!file) {
    return "";
  }
  std::string found = own_hindrance(*file);
  const std::string folder = path.substr(0, path.rfind('/'));
  for (const std::string& place : run_path_folders(file->run_path, folder)) {
    for (const std::string& name : file->needed) {
      if (found.empty()) {
        found = hindrance_below(fmt::format("{}/{}", place, name), read, seen);
      }
    }
  }
  return found;
}

std::optional<linked_file> read_linked_file(const std::string& path) {
  const std::string content = tools::read_file(path).value_or("");
  auto elf = tools::parse_elf(content);
  if (!elf) {
    return std::nullopt;
  }
  return linked_file{
      std::move(elf->needed), std::move(elf->run_path),
      content.find(text_of_thread_sanitizer()) != std::string::npos};
}

}  // namespace

std::string hindrance_of(const std::string& program,
                         const linked_file_reader& read) {
  std::set<std::string> seen;
  return hindrance_below(program, read, seen);
}

std::string linked_hindrance(const std::string& program) {
  return hindrance_of(program, read_linked_file);
}

}  // namespace parallel_testing::verify_command
