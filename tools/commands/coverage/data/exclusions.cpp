// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/data/exclusions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "lib/src/base/text.hpp"

namespace parallel_testing::coverage_command {
namespace {

constexpr std::string_view infix = "_EXCL_";
constexpr std::array<std::string_view, 3> prefixes{"LCOV", "GCOVR", "GCOV"};

bool is_in_word(char character) {
  return (character >= 'A' && character <= 'Z') || character == '_';
}

/// For example "LCOV" and "BR_LINE" in LCOV_EXCL_BR_LINE.
struct comment {
  std::string prefix;
  std::string word;
};

std::vector<comment> comments_in(std::string_view line) {
  std::vector<comment> result;
  for (std::size_t at = line.find(infix); at != std::string_view::npos;
       at = line.find(infix, at + 1)) {
    const std::string_view before = line.substr(0, at);
    const auto prefix = std::find_if(
        prefixes.begin(), prefixes.end(),
        [&](std::string_view each) { return before.ends_with(each); });
    if (prefix == prefixes.end()) {
      continue;
    }
    std::string_view word = line.substr(at + infix.size());
    word = word.substr(
        0, static_cast<std::size_t>(
               std::find_if_not(word.begin(), word.end(), is_in_word) -
               word.begin()));
    result.push_back({std::string(*prefix), std::string(word)});
  }
  return result;
}

class exclusion_reader {
 public:
  void read(std::uint32_t number, std::string_view text) {
    if (text.find(infix) != std::string_view::npos) {
      for (const comment& each : comments_in(text)) {
        take(number, each);
      }
    }
    for (auto& [name, begun] : open_) {
      begun.lines.push_back(number);
    }
  }

  exclusions finish() {
    for (const auto& [name, begun] : open_) {
      complain(begun.first, name + "START has no STOP");
    }
    std::sort(result_.problems.begin(), result_.problems.end(),
              [](const auto& one, const auto& other) {
                return one.line < other.line;
              });
    return std::move(result_);
  }

 private:
  struct region {
    std::uint32_t first = 0;
    std::vector<std::uint32_t> lines;
  };

  void complain(std::uint32_t line, std::string what) {
    result_.problems.push_back({line, std::move(what)});
  }

  void take(std::uint32_t number, const comment& given) {
    std::string_view word = given.word;
    std::set<std::uint32_t> never_counted;
    std::set<std::uint32_t>* into = &result_.lines;
    std::string name = given.prefix + std::string(infix);
    if (starts_with(word, "BR_")) {
      into = &result_.branches;
      name += word.substr(0, 3);
      word.remove_prefix(3);
    } else if (starts_with(word, "EXCEPTION_BR_")) {
      constexpr std::size_t size = std::string_view("EXCEPTION_BR_").size();
      into = &never_counted;
      name += word.substr(0, size);
      word.remove_prefix(size);
    }
    if (word == "LINE") {
      into->insert(number);
    } else if (word == "START") {
      start(number, name);
    } else if (word == "STOP") {
      stop(number, name, *into);
    } else {
      complain(number, name + std::string(word) + " is unknown");
    }
  }

  void start(std::uint32_t number, const std::string& name) {
    const auto [found, is_new] = open_.try_emplace(name, region{number, {}});
    if (!is_new) {
      complain(number, fmt::format("{}START inside the one in line {}", name,
                                   found->second.first));
    }
  }

  void stop(std::uint32_t number, const std::string& name,
            std::set<std::uint32_t>& into) {
    const auto found = open_.find(name);
    if (found == open_.end()) {
      complain(number, name + "STOP has no START");
      return;
    }
    into.insert(found->second.lines.begin(), found->second.lines.end());
    open_.erase(found);
  }

  exclusions result_;
  std::map<std::string, region> open_;
};

}  // namespace

exclusions parse_exclusions(std::string_view source) {
  if (source.find(infix) == std::string_view::npos) {
    return {};
  }
  exclusion_reader reader;
  std::uint32_t number = 0;
  for (const std::string_view line : split(source, '\n')) {
    reader.read(++number, line);
  }
  return reader.finish();
}

excluded_counts exclude(covered_file& file, const exclusions& wanted) {
  excluded_counts result;
  for (const std::uint32_t number : wanted.branches) {
    const auto line = file.find(number);
    if (line == file.end()) {
      continue;
    }
    result.branches += line->second.branches.size();
    line->second.branches.clear();
  }
  for (const std::uint32_t number : wanted.lines) {
    const auto line = file.find(number);
    if (line == file.end()) {
      continue;
    }
    ++result.lines;
    result.branches += line->second.branches.size();
    file.erase(line);
  }
  return result;
}

}  // namespace parallel_testing::coverage_command
