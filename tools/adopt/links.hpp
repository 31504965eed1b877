// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where test programs get their adapters. Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adopt/frameworks.hpp"
#include "adopt/sites.hpp"

namespace parallel_testing::tools {

/// An adapter that a program links in addition to its framework.
struct adapter_beside_framework {
  std::string adapter;
  std::string keyword;  ///< " PRIVATE" if the project links with keywords
};

class adapter_links {
 public:
  /// For the programs `targets` of the survey, except those in `without`.
  adapter_links(const survey& of, const std::set<std::string>& targets,
                const std::map<std::string, std::string>& without);

  /// A call of target_link_libraries() in which an adapter replaces the
  /// framework, except for the targets of the condition `except`.
  struct replaced_link {
    call_site site;
    std::string except{};
  };
  [[nodiscard]] const std::vector<replaced_link>& replaced() const {
    return replaced_;
  }

  /// The adapter beside the call that registers these targets in this source
  /// directory. Nothing if one of them has an adapter already, cannot have one,
  /// or belongs to another directory.
  [[nodiscard]] std::optional<adapter_beside_framework> beside(
      const std::vector<std::string>& targets, const std::string& directory);

  /// Why these targets have no adapter, for a person.
  [[nodiscard]] std::string why_none(
      const std::vector<std::string>& targets) const;

  /// The targets with an adapter.
  [[nodiscard]] const std::set<std::string>& adapters() const {
    return adapters_;
  }

 private:
  [[nodiscard]] bool may_have_adapter(const std::string& target) const;
  [[nodiscard]] bool links_framework(const std::string& target) const;
  void choose_replaced();

  const survey& of_;
  const std::set<std::string>& targets_;
  const std::map<std::string, std::string>& without_;
  std::map<std::string, const test_program*> programs_;
  /// What each target links, itself and through others.
  std::map<std::string, std::vector<std::string>> items_;
  std::set<std::string> keyword_users_;
  std::vector<replaced_link> replaced_;
  std::set<std::string> adapters_;
};

}  // namespace parallel_testing::tools
