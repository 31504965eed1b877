// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "postgresql/client/ownership.hpp"

// The uses of a template that outlives runs, listed in its comment, and the
// decision that no run will use it again. Pure except for own_use().
namespace parallel_testing::postgresql {

struct template_use {
  ownership_mark by;
  std::int64_t created_ns = 0;  ///< start of the run
  std::string tree;  ///< hash of its build tree, "" when started by hand
};

struct template_record {
  std::string database;
  std::string
      family;  ///< the same for templates of one name with different inputs
  std::vector<template_use> uses;  ///< newest first
};

std::string to_text(const template_record& record);

/// Returns a record without a family for a comment that is not a record.
template_record parse_template_record(std::string_view database,
                                      std::string_view comment);

std::string family_of(std::string_view name);

/// The use by this run.
template_use own_use();

/// Adds a use to the record, which keeps only the newest 32.
template_record with_use(template_record record, const template_use& added);

/// The templates whose inputs apparently no longer exist: in each build tree
/// that used them, `keep` later runs (at least one) used others of the same
/// family and have ended. Templates that a living run may use are never among
/// them.
std::vector<std::string> superseded(
    const std::vector<template_record>& records, int keep,
    const std::function<bool(const ownership_mark&)>& is_dead);

/// The number of the advisory lock on a template, which is held while it is
/// built or dropped and while a use is recorded.
std::int64_t lock_number_of(std::string_view database);

}  // namespace parallel_testing::postgresql
