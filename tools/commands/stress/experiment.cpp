// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/experiment.hpp"

#include <algorithm>
#include <utility>

#include "commands/stress/narrow.hpp"

namespace parallel_testing::stress_command {
namespace {

std::vector<std::string> names_of(const std::vector<numbered_test>& tests) {
  std::vector<std::string> names;
  for (const numbered_test& each : tests) {
    names.push_back(each.name);
  }
  return names;
}

class investigation {
 public:
  investigation(const watched_case& test, const std::vector<compared_run>& runs,
                const probe_runner& runner)
      : test_(test), runs_(runs), runner_(runner) {}

  diagnosis find() {
    const int alone = bad_alone();
    if (alone == runner_.tries) {
      return find_missing();
    }
    if (alone > 0) {
      return {test_, cause::by_itself, {}};
    }
    if (auto found = find_before()) {
      return std::move(*found);
    }
    return find_beside();
  }

 private:
  [[nodiscard]] int bad_alone() const {
    // The result of the first run is ignored: the test may find what others
    // left.
    static_cast<void>(runner_.run_after({}, test_));
    int bad = 0;
    for (int each = 0; each < runner_.tries; ++each) {
      bad += runner_.run_after({}, test_) ? 1 : 0;
    }
    return bad;
  }

  /// Finds the tests after which it passes, from a run in which it passed.
  [[nodiscard]] diagnosis find_missing() const {
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      const auto before = predecessors_of(test_, runs_[run].result);
      if (!test_.outcomes[run] || test_.is_bad_in(run) || before.empty()) {
        continue;
      }
      const auto passes_after = [&](const std::vector<numbered_test>& some) {
        return !runner_.run_after(some, test_);
      };
      if (passes_after(before)) {
        return {test_, cause::missing_before,
                names_of(narrow(before, passes_after))};
      }
    }
    return {test_, cause::kept_state, {}};
  }

  [[nodiscard]] std::optional<diagnosis> find_before() const {
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      if (!test_.is_bad_in(run) || runs_[run].result.workers != 1) {
        continue;
      }
      const auto fails_after = [&](const std::vector<numbered_test>& some) {
        return runner_.run_after(some, test_);
      };
      const auto before = predecessors_of(test_, runs_[run].result);
      if (!before.empty() && fails_after(before)) {
        return diagnosis{test_, cause::before,
                         names_of(narrow(before, fails_after))};
      }
    }
    return {};
  }

  [[nodiscard]] bool fails_beside(
      const std::vector<numbered_test>& some) const {
    std::vector<numbered_test> together = some;
    together.push_back(test_.test);
    for (int each = 0; each < runner_.tries; ++each) {
      if (runner_.run_together(together, test_)) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] diagnosis find_beside() const {
    const auto company = company_of(test_, runs_);
    if (company.empty() || !fails_beside(company)) {
      constexpr std::size_t likely = 5;
      auto names = names_of(company);
      names.resize(std::min(names.size(), likely));
      return {test_, cause::not_repeated, std::move(names)};
    }
    const auto culprits =
        narrow(company, [&](const auto& some) { return fails_beside(some); });
    const bool any_others_do = fails_beside_others_than(culprits, company);
    return {test_, any_others_do ? cause::under_load : cause::beside,
            names_of(culprits)};
  }

  /// Whether several tests are needed for the failure, and others do as well.
  /// Then their number matters, not what they do.
  [[nodiscard]] bool fails_beside_others_than(
      const std::vector<numbered_test>& culprits,
      const std::vector<numbered_test>& company) const {
    std::vector<numbered_test> others;
    for (const numbered_test& each : company) {
      const bool is_culprit = std::any_of(
          culprits.begin(), culprits.end(),
          [&](const auto& one) { return one.number == each.number; });
      if (!is_culprit) {
        others.push_back(each);
      }
    }
    return culprits.size() > 1 && others.size() >= culprits.size() &&
           fails_beside(others);
  }

  const watched_case& test_;
  const std::vector<compared_run>& runs_;
  const probe_runner& runner_;
};

}  // namespace

diagnosis investigate(const watched_case& test,
                      const std::vector<compared_run>& runs,
                      const probe_runner& runner) {
  return investigation(test, runs, runner).find();
}

}  // namespace parallel_testing::stress_command
