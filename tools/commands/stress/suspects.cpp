// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/suspects.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "commands/suggest/words.hpp"

namespace parallel_testing::stress_command {
namespace {

/// The names in CTest of the tests that use a resource in a way that conflicts.
std::set<std::string> tests_in_conflict(const known_sharing& known,
                                        const tools::shared_resource& its) {
  std::set<std::string> names;
  for (const tools::role_conflict& each : its.conflicts) {
    for (const std::size_t role : {each.first, each.second}) {
      for (const std::size_t test : its.roles[role].tests) {
        names.insert(known.of.tests[test].ctest_name);
      }
    }
  }
  return names;
}

std::vector<std::size_t> cases_among(const std::vector<watched_case>& unsteady,
                                     const std::set<std::string>& all,
                                     const std::vector<bool>& is_taken) {
  std::vector<std::size_t> result;
  for (std::size_t at = 0; at < unsteady.size(); ++at) {
    if (!is_taken[at] && all.contains(unsteady[at].test.name)) {
      result.push_back(at);
    }
  }
  return result;
}

/// `text` with only the characters that the names of locks may contain.
std::string lock_name(const std::string& text) {
  std::string name;
  for (const char c : text.substr(text.rfind('/') + 1)) {
    const bool fits = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                      c == '_' || c == '.' || c == '-';
    name += fits ? c : '_';
  }
  return name.empty() ? "shared" : name;
}

class trial {
 public:
  trial(const suspect& given, const std::vector<watched_case>& unsteady,
        const known_sharing& known, const group_runner& runner)
      : given_(given), unsteady_(unsteady), known_(known), runner_(runner) {}

  std::optional<finding> run() {
    if (!fails({}).value_or(false)) {
      return {};
    }
    finding result;
    result.why = cause::shared_resource;
    for (const std::size_t each : given_.unsteady) {
      result.tests.push_back(unsteady_[each]);
    }
    const tools::shared_resource& its = known_.found.shared[given_.resource];
    result.resource = suggest_command::cause_text(known_.of, its);
    if (!its.conflicts.empty()) {
      result.evidence = its.conflicts.front().evidence;
    }
    result.others = others();
    result.tried = try_remedies();
    return result;
  }

 private:
  /// Whether a case fails in one of several attempts. Nothing if the
  /// suggestions cannot be applied.
  [[nodiscard]] std::optional<bool> fails(
      const std::vector<tools::suggestion>& with) const {
    for (int each = 0; each < runner_.tries; ++each) {
      const auto bad = runner_.run_together(given_.tests, with);
      if (!bad) {
        return {};
      }
      const bool has_failed = std::any_of(
          bad->begin(), bad->end(),
          [&](const std::string& name) { return is_examined(name); });
      if (has_failed) {
        return true;
      }
    }
    return false;
  }

  /// Which of the tests fails may be due to chance.
  [[nodiscard]] bool is_examined(const std::string& name) const {
    return std::find(given_.tests.begin(), given_.tests.end(), name) !=
               given_.tests.end() ||
           std::any_of(
               given_.unsteady.begin(), given_.unsteady.end(),
               [&](std::size_t at) { return unsteady_[at].name == name; });
  }

  [[nodiscard]] std::vector<std::string> others() const {
    std::vector<std::string> result;
    for (const std::string& each : given_.tests) {
      const bool is_unsteady = std::any_of(
          given_.unsteady.begin(), given_.unsteady.end(),
          [&](std::size_t at) { return unsteady_[at].test.name == each; });
      if (!is_unsteady) {
        result.push_back(each);
      }
    }
    return result;
  }

  [[nodiscard]] tried_remedy try_one(
      const std::vector<tools::suggestion>& given) const {
    tried_remedy result;
    for (const tools::suggestion& each : given) {
      result.text += (result.text.empty() ? "" : " and ") +
                     suggest_command::remedy_text(each);
    }
    result.marker = given.size() == 1 ? given.front().marker : "";
    const std::optional<bool> has_failed = fails(given);
    result.how = !has_failed   ? trial_result::not_tried
                 : *has_failed ? trial_result::fails
                               : trial_result::helps;
    return result;
  }

  [[nodiscard]] std::vector<tried_remedy> try_remedies() const {
    std::vector<tools::suggestion> chosen;
    for (const std::size_t each :
         suggest_command::remedies_for(known_.plan, given_.resource)) {
      chosen.push_back(known_.plan.suggestions[each]);
    }
    std::vector<tried_remedy> tried;
    if (!chosen.empty()) {
      tried.push_back(try_one(chosen));
    }
    const bool is_lock = std::any_of(
        chosen.begin(), chosen.end(),
        [](const auto& each) { return each.kind == tools::remedy_kind::lock; });
    if ((tried.empty() || tried.back().how == trial_result::fails) &&
        !is_lock) {
      tried.push_back(try_one({lock_for(known_, given_.resource)}));
    }
    return tried;
  }

  const suspect& given_;
  const std::vector<watched_case>& unsteady_;
  const known_sharing& known_;
  const group_runner& runner_;
};

}  // namespace

std::vector<suspect> suspects_of(const std::vector<watched_case>& unsteady,
                                 const known_sharing& known) {
  const auto& shared = known.found.shared;
  std::vector<bool> is_taken(unsteady.size());
  std::vector<suspect> result;
  while (true) {
    suspect best;
    bool best_is_strong = false;
    for (std::size_t at = 0; at < shared.size(); ++at) {
      const std::set<std::string> all = tests_in_conflict(known, shared[at]);
      auto cases = cases_among(unsteady, all, is_taken);
      const bool is_strong = suggest_command::is_strong(shared[at]);
      if (!cases.empty() &&
          std::pair(is_strong, cases.size()) >
              std::pair(best_is_strong, best.unsteady.size())) {
        best = {at, std::move(cases), {all.begin(), all.end()}};
        best_is_strong = is_strong;
      }
    }
    if (best.unsteady.empty()) {
      return result;
    }
    for (const std::size_t each : best.unsteady) {
      is_taken[each] = true;
    }
    result.push_back(std::move(best));
  }
}

tools::suggestion lock_for(const known_sharing& known, std::size_t resource) {
  const tools::shared_resource& its = known.found.shared[resource];
  tools::suggestion result;
  result.kind = tools::remedy_kind::lock;
  result.tests = suggest_command::tests_of(its);
  result.marker =
      "lock:" + lock_name(its.name.empty() ? its.what.canonical : its.name);
  result.resources = {resource};
  return result;
}

std::optional<finding> prove(const suspect& given,
                             const std::vector<watched_case>& unsteady,
                             const known_sharing& known,
                             const group_runner& runner) {
  return trial(given, unsteady, known, runner).run();
}

}  // namespace parallel_testing::stress_command
