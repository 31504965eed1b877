// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seed_table.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "support/files.hpp"

namespace parallel_testing::tool_test {

namespace {

std::string rest_of(std::istream& line) {
  std::string result;
  std::getline(line >> std::ws, result);
  return result;
}

seed_group start_group(const std::string& line) {
  std::istringstream words(line);
  seed_group result;
  std::string first;
  words >> result.name >> first;
  if (result.name.empty() || result.name.back() != ':') {
    throw std::runtime_error("not a group: " + line);
  }
  result.name.pop_back();
  if (first == "trap") {
    result.trap = rest_of(words);
    return result;
  }
  result.truth.kind = first;
  words >> result.truth.how >> result.truth.rank;
  result.truth.resource = rest_of(words);
  return result;
}

void add_pair(seed_group& group, const std::string& letters) {
  if (letters.size() != 3) throw std::runtime_error("not a pair: " + letters);
  group.pairs.emplace(group.name + "." + letters[0],
                      group.name + "." + letters[2]);
}

void add_line(seed_group& group, const std::string& line) {
  std::istringstream words(line);
  std::string key;
  words >> key;
  if (key == "with") {
    std::string letter;
    words >> letter;
    for (seed_test& each : group.tests) {
      if (each.name == group.name + "." + letter) {
        each.properties = rest_of(words);
      }
    }
  } else if (key == "pairs") {
    for (std::string letters; words >> letters;) add_pair(group, letters);
  } else if (key == "given") {
    group.given.push_back(rest_of(words));
  } else if (key == "setup") {
    group.setup = rest_of(words);
  } else if (key == "cleanup") {
    group.cleanup = rest_of(words);
  } else if (key.size() == 1) {
    group.tests.push_back({group.name + "." + key, rest_of(words)});
  } else {
    throw std::runtime_error("unknown line: " + line);
  }
}

/// Each pair conflicts where the table names none.
void complete(seed_group& group) {
  if (!group.trap.empty() || !group.pairs.empty()) return;
  for (const seed_test& first : group.tests) {
    for (const seed_test& second : group.tests) {
      if (first.name < second.name) {
        group.pairs.emplace(first.name, second.name);
      }
    }
  }
}

}  // namespace

std::vector<seed_group> read_seed_table(const std::string& path) {
  std::vector<seed_group> groups;
  for (const std::string& line : support::read_lines(path)) {
    if (line.empty() || line.front() == '#') continue;
    if (line.front() != ' ') {
      groups.push_back(start_group(line));
    } else {
      add_line(groups.at(groups.size() - 1), line);
    }
  }
  std::for_each(groups.begin(), groups.end(), complete);
  return groups;
}

}  // namespace parallel_testing::tool_test
