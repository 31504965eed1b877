// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shown_frames.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/format.hpp"
#include "base/frameworks.hpp"
#include "base/text.hpp"

namespace parallel_testing::stacks {

namespace {

constexpr std::size_t most_shown_frames = 24;
constexpr std::size_t most_frames_of_others = 4;
constexpr std::size_t most_shown_stacks = 32;

bool starts_with_one_of(std::string_view text,
                        std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](auto start) { return starts_with(text, start); });
}

bool contains_one_of(std::string_view text,
                     std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](auto part) { return text.find(part) != text.npos; });
}

/// The frames of the framework that runs a test, and all outside of them.
bool is_of_framework(const frame& given) {
  // Instances of templates begin with the type of their result.
  std::string_view function = given.function;
  for (const std::string_view type : {"void ", "bool ", "int "}) {
    if (starts_with(function, type)) {
      function.remove_prefix(type.size());
      break;
    }
  }
  for (const framework_row& row : framework_table) {
    for (const std::string_view start : split(row.functions, ' ')) {
      if (starts_with(function, start)) {
        return true;
      }
    }
    for (const std::string_view folder : split(row.folders, ' ')) {
      if (given.file.find(folder) != given.file.npos) {
        return true;
      }
    }
  }
  return starts_with_one_of(
      function, {"parallel_testing::adapter::", "parallel_testing::stacks::"});
}

/// Whether a function without debug information belongs to a program or library
/// of the project. Libraries of the system are not of the project.
bool is_in_own_module(const frame& given) {
  const bool is_of_system =
      given.module.empty() ||
      starts_with_one_of(given.module, {"/usr/", "/lib", "[", "linux-vdso"});
  return !is_of_system && !given.function.empty() &&
         !starts_with_one_of(given.function, {"_", "std::", "__gnu_cxx::"});
}

std::string frame_text(const frame& given, std::size_t number) {
  const std::string place =
      given.file.empty() ? fmt::format("in {}", given.module)
                         : fmt::format("at {}:{}", given.file, given.line);
  return fmt::format("      #{} {} {}\n", number,
                     given.function.empty() ? "??" : given.function, place);
}

std::string frames_text(const thread_stack& given) {
  if (!given.problem.empty()) {
    return fmt::format("      ({})\n", given.problem);
  }
  std::string text;
  for (const std::size_t at : shown_frames(given.frames)) {
    text += frame_text(given.frames[at], at);
  }
  return text;
}

bool has_frame_of_project(const thread_stack& given) {
  return std::any_of(given.frames.begin(), given.frames.end(), is_of_project);
}

/// The function in which a thread waits, if it is not one of the project.
std::string waiting_text(const thread_stack& given) {
  const bool is_in_project =
      given.frames.empty() || is_of_project(given.frames.front());
  const std::string& function =
      is_in_project ? std::string() : given.frames.front().function;
  return function.empty() ? "" : ", in " + function;
}

}  // namespace

bool is_of_project(const frame& given) {
  if (is_of_framework(given)) {
    return false;
  }
  if (given.file.empty()) {
    return is_in_own_module(given);
  }
  const bool is_of_system =
      starts_with_one_of(given.file,
                         {"/usr/include/", "/usr/src/", "/usr/lib/",
                          "/usr/local/include/", "./", "../", "/build/"}) ||
      contains_one_of(given.file,
                      {"/include/c++/", "/glibc", "/sysdeps/", "/libsanitizer/",
                       "/libstdc++-v3/", "/compiler-rt/"});
  return !is_of_system;
}

std::vector<std::size_t> shown_frames(const std::vector<frame>& frames) {
  std::vector<std::size_t> result;
  for (std::size_t at = 0; at < frames.size(); ++at) {
    const bool is_below = !result.empty() && is_of_framework(frames[at]);
    if (is_below || result.size() == most_shown_frames) {
      break;
    }
    if (is_of_project(frames[at])) {
      result.push_back(at);
    }
  }
  for (std::size_t at = 0;
       result.size() == at && at < frames.size() && at < most_frames_of_others;
       ++at) {
    result.push_back(at);
  }
  return result;
}

std::string text_of(const process_stacks& given) {
  struct equal_stacks {
    const thread_stack* first = nullptr;
    std::string text;
    std::size_t others = 0;
  };
  std::vector<equal_stacks> found;
  for (const thread_stack& thread : given.threads) {
    std::string text = frames_text(thread);
    const auto known =
        std::find_if(found.begin(), found.end(),
                     [&](const auto& each) { return each.text == text; });
    if (known == found.end()) {
      found.push_back({&thread, std::move(text)});
    } else {
      ++known->others;
    }
  }
  std::vector<equal_stacks> shown;
  std::vector<equal_stacks> others;
  std::partition_copy(found.begin(), found.end(), std::back_inserter(shown),
                      std::back_inserter(others), [](const auto& each) {
                        return has_frame_of_project(*each.first);
                      });
  shown.insert(shown.end(), others.begin(), others.end());
  std::string result =
      fmt::format("  process {}: {}\n", given.id, given.command);
  for (std::size_t at = 0; at < shown.size(); ++at) {
    if (at == most_shown_stacks) {
      result += fmt::format("    {} more stacks\n", shown.size() - at);
      break;
    }
    const equal_stacks& each = shown[at];
    result += fmt::format(
        "    thread {} '{}'{}{}:\n{}", each.first->id, each.first->name,
        each.others == 0 ? "" : fmt::format(" and {} more", each.others),
        waiting_text(*each.first), each.text);
  }
  return result;
}

}  // namespace parallel_testing::stacks
