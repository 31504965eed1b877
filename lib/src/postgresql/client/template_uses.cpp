// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/client/template_uses.hpp"

#include <algorithm>
#include <set>

#include "base/format.hpp"
#include "base/text.hpp"
#include "process/process.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr std::string_view template_word = "parallel_testing_template";
constexpr std::string_view family_word = "family=";
constexpr std::string_view use_word = "used=";
constexpr std::size_t most_uses = 32;

/// The run comes last: its id may contain anything but a blank.
std::string to_text(const template_use& use) {
  return fmt::format("{}{}/{}/{}/{}/{}", use_word, use.by.pid_space,
                     use.by.owner, use.created_ns, use.tree, use.by.run);
}

/// Returns a use without a run for a text that is not a use.
template_use parse_use(std::string_view text) {
  if (!starts_with(text, use_word)) {
    return {};
  }
  const std::vector<std::string_view> parts =
      split(text.substr(use_word.size()), '/');
  if (parts.size() < 5) {
    return {};
  }
  const auto at = static_cast<std::size_t>(parts[4].data() - text.data());
  const auto created = whole_number(parts[2], INT64_MAX);
  return {{std::string(parts[0]), std::string(parts[1]),
           std::string(text.substr(at))},
          static_cast<std::int64_t>(created.value_or(0)),
          std::string(parts[3])};
}

std::set<std::string> trees_of(const template_record& record) {
  std::set<std::string> trees;
  for (const template_use& use : record.uses) {
    trees.insert(use.tree);
  }
  return trees;
}

std::int64_t last_use_in(const std::string& tree,
                         const template_record& record) {
  std::int64_t last = 0;
  for (const template_use& use : record.uses) {
    if (use.tree == tree) {
      last = std::max(last, use.created_ns);
    }
  }
  return last;
}

/// The number of finished runs of the tree that have since used others of the
/// family.
std::size_t later_runs(
    const std::string& tree, const template_record& of,
    const std::vector<template_record>& records,
    const std::function<bool(const ownership_mark&)>& is_dead) {
  const std::int64_t last = last_use_in(tree, of);
  std::set<std::string> runs;
  for (const template_record& other : records) {
    if (other.family != of.family || other.database == of.database) {
      continue;
    }
    for (const template_use& use : other.uses) {
      if (use.tree == tree && use.created_ns > last && is_dead(use.by)) {
        runs.insert(use.by.run);
      }
    }
  }
  return runs.size();
}

}  // namespace

std::string to_text(const template_record& record) {
  std::string text =
      fmt::format("{} {}{}", template_word, family_word, record.family);
  for (const template_use& use : record.uses) {
    text += " " + to_text(use);
  }
  return text;
}

template_record parse_template_record(std::string_view database,
                                      std::string_view comment) {
  const std::vector<std::string_view> words = split(comment, ' ');
  if (words.size() < 2 || words[0] != template_word ||
      !starts_with(words[1], family_word)) {
    return {};
  }
  template_record record;
  record.database = database;
  record.family = words[1].substr(family_word.size());
  for (std::size_t at = 2; at < words.size(); ++at) {
    template_use use = parse_use(words[at]);
    // An unreadable use may be that of a living run.
    if (use.by.run.empty()) {
      return {};
    }
    record.uses.push_back(std::move(use));
  }
  return record;
}

std::string family_of(std::string_view name) {
  return hex(hash(name), 16);
}

template_use own_use() {
  const run_record& run = process::current().registered_run();
  const std::string tree =
      run.by_hand ? "" : run.directory.substr(0, run.directory.rfind('/'));
  return {own_mark(), run.created_ns, tree.empty() ? "" : hex(hash(tree), 16)};
}

template_record with_use(template_record record, const template_use& added) {
  record.uses.insert(record.uses.begin(), added);
  if (record.uses.size() > most_uses) {
    record.uses.resize(most_uses);
  }
  return record;
}

std::vector<std::string> superseded(
    const std::vector<template_record>& records, int keep,
    const std::function<bool(const ownership_mark&)>& is_dead) {
  const auto enough = static_cast<std::size_t>(std::max(keep, 1));
  std::vector<std::string> names;
  for (const template_record& each : records) {
    const auto is_over = [&](const template_use& use) {
      return is_dead(use.by);
    };
    const auto has_successors = [&](const std::string& tree) {
      return later_runs(tree, each, records, is_dead) >= enough;
    };
    const std::set<std::string> trees = trees_of(each);
    if (!each.family.empty() && !each.uses.empty() &&
        std::all_of(each.uses.begin(), each.uses.end(), is_over) &&
        std::all_of(trees.begin(), trees.end(), has_successors)) {
      names.push_back(each.database);
    }
  }
  return names;
}

std::int64_t lock_number_of(std::string_view database) {
  return static_cast<std::int64_t>(hash(database));
}

}  // namespace parallel_testing::postgresql
