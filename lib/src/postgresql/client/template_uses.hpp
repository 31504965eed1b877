// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_POSTGRESQL_TEMPLATE_USES_HPP
#define PARALLEL_TESTING_SRC_POSTGRESQL_TEMPLATE_USES_HPP

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "postgresql/client/ownership.hpp"

// The runs that used a template that outlives them, as the comment on it lists
// them, and when no run will use it again. Pure except for own_use().
namespace parallel_testing::postgresql {

struct template_use {
  ownership_mark by;
  std::int64_t created_ns = 0;  ///< of the run
  std::string tree;             ///< of its build tree, "" by hand
};

struct template_record {
  std::string database;
  std::string family;              ///< equal for equal names with other inputs
  std::vector<template_use> uses;  ///< the newest first
};

std::string to_text(const template_record& record);

/// A record without a family for every comment that is not one.
template_record parse_template_record(std::string_view database,
                                      std::string_view comment);

std::string family_of(std::string_view name);

/// Of this run.
template_use own_use();

/// With one more; the oldest of very many are dropped.
template_record with_use(template_record record, const template_use& added);

/// The databases whose inputs no longer exist as far as runs tell: in each
/// build tree that used one, `keep` later runs (at least one) used others of
/// its family and are over. None that a run uses which may be alive.
std::vector<std::string> superseded(
    const std::vector<template_record>& records, int keep,
    const std::function<bool(const ownership_mark&)>& is_dead);

/// The number of the server's lock on a template: held while it is built, its
/// uses are noted, or it is dropped.
std::int64_t lock_number_of(std::string_view database);

}  // namespace parallel_testing::postgresql

#endif
