// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "commands/suggest/words.hpp"
#include "results/summary_text.hpp"

namespace parallel_testing::suggest_command {
namespace {

constexpr std::size_t most_resources = 20;
constexpr std::size_t most_roles = 6;
constexpr std::size_t most_names = 4;
constexpr std::size_t most_evidence = 3;
constexpr std::size_t most_alone = 10;
constexpr std::size_t most_uncertain = 10;
constexpr double ns_of_second = 1e9;

/// `  and 7 resources more; --format json lists all`, or nothing.
std::string left_out_text(std::size_t all, std::size_t shown,
                          const char* noun) {
  return all <= shown ? ""
                      : fmt::format("  and {} more; --format json lists all\n",
                                    count_text(all - shown, noun));
}

std::string people_text(tools::category kind) {
  return kind == tools::category::global_state ? "global state" : to_text(kind);
}

std::string duration_text(double seconds) {
  return tools::seconds_text(static_cast<std::int64_t>(seconds * ns_of_second));
}

class text_writer {
 public:
  text_writer(const report& given, const cli::terminal& screen)
      : given_(given), screen_(screen) {}

  std::string all() {
    head();
    resources();
    unhelped();
    alone();
    uncertain();
    forecasts();
    next();
    return std::move(text_);
  }

 private:
  /// Adds a line; names in it may contain anything.
  void line(const std::string& content) {
    text_ += cli::one_line(content) + "\n";
  }

  void heading(const std::string& content) {
    text_ += "\n" + cli::painted(screen_, cli::paint::bold, content) + "\n";
  }

  [[nodiscard]] std::size_t strong_resources() const {
    const auto& all = given_.found.shared;
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), is_strong));
  }

  void head() {
    std::int64_t total_ns = 0;
    for (const tools::watched_test& each : given_.of.tests) {
      total_ns += each.duration_ns;
    }
    const std::string how =
        given_.of.jobs == 1
            ? "one at a time"
            : fmt::format("at most {} at a time", given_.of.jobs);
    line(fmt::format("{} watched, {}, in {}",
                     count_text(given_.of.tests.size(), "test"), how,
                     tools::seconds_text(total_ns)));
    const std::size_t count = given_.found.shared.size();
    if (count == 0) {
      line(given_.found.uncertain.empty()
               ? "No two tests conflict about anything that they share."
               : "No two tests are known to conflict about anything that they "
                 "share.");
    } else {
      line(fmt::format("Tests conflict about {}, strongly about {}.",
                       count_text(count, "shared resource"),
                       strong_resources()));
    }
  }

  void resources() {
    const std::size_t count = given_.found.shared.size();
    for (std::size_t at = 0; at < std::min(count, most_resources); ++at) {
      text_ += "\n";
      resource(at);
    }
    text_ += left_out_text(count, most_resources, "resource");
  }

  void resource(std::size_t at) {
    const tools::shared_resource& its = given_.found.shared[at];
    const bool strong = is_strong(its);
    text_ +=
        cli::painted(screen_, strong ? cli::paint::red : cli::paint::yellow,
                     strong ? "STRONG" : "WEAK  ") +
        "  ";
    line(fmt::format("{}: {}", people_text(its.kind),
                     cause_text(given_.of, its)));
    line("    " + pairs_text(given_.pairs.at(at)));
    roles(its);
    evidence(its);
    const std::vector<std::size_t> chosen = remedies_for(given_.plan, at);
    for (const std::size_t each : chosen) {
      remedy(each);
    }
    if (chosen.empty()) {
      line("    -> there is no remedy; see below");
    }
  }

  static std::string pairs_text(const resource_pairs& pairs) {
    std::string text;
    if (pairs.strong > 0 || pairs.weak == 0) {
      text = count_text(pairs.strong, "pair") +
             (pairs.strong == 1 ? " conflicts" : " conflict");
    }
    if (pairs.weak > 0) {
      text += (text.empty() ? "" : ", ") + count_text(pairs.weak, "weak pair");
    }
    return text;
  }

  /// Roles that differ in what does not show in their evidence are one.
  void roles(const tools::shared_resource& its) {
    std::vector<std::pair<std::string, std::vector<std::size_t>>> all;
    for (const tools::role& each : its.roles) {
      const auto same = std::find_if(
          all.begin(), all.end(),
          [&](const auto& one) { return one.first == each.evidence; });
      auto& tests =
          same == all.end()
              ? all.emplace_back(each.evidence, std::vector<std::size_t>{})
                    .second
              : same->second;
      tests.insert(tests.end(), each.tests.begin(), each.tests.end());
    }
    for (std::size_t at = 0; at < std::min(all.size(), most_roles); ++at) {
      auto& [use, tests] = all[at];
      std::sort(tests.begin(), tests.end());
      line(fmt::format("    {}: {}", use,
                       names_text(given_.of, tests, most_names)));
    }
    if (all.size() > most_roles) {
      const std::size_t others = all.size() - most_roles;
      line(fmt::format("    and {} of use more", count_text(others, "kind")));
    }
  }

  void evidence(const tools::shared_resource& its) {
    for (std::size_t at = 0; at < std::min(its.conflicts.size(), most_evidence);
         ++at) {
      const tools::role_conflict& each = its.conflicts[at];
      const std::string kind =
          each.how == tools::relation::dependence ? "order: " : "";
      const std::string rank =
          each.rank == tools::strength::weak && is_strong(its) ? "weak: " : "";
      line("    " + kind + rank + each.evidence);
    }
    if (its.conflicts.size() > most_evidence) {
      line(fmt::format(
          "    and {} more",
          count_text(its.conflicts.size() - most_evidence, "conflict")));
    }
  }

  void remedy(std::size_t at) {
    const tools::suggestion& its = given_.plan.suggestions[at];
    const bool is_known = !printed_.insert(at).second;
    line(fmt::format("    -> {} for {}{}", remedy_text(its),
                     group_text(given_.of, its.tests),
                     is_known ? " (as above)" : ""));
    if (is_known) {
      return;
    }
    if (!its.reason.empty() && !repeats_evidence(its)) {
      line("       " + its.reason);
    }
    if (!its.degradation.empty()) {
      line("       " + its.degradation);
    }
    for (const source_marker& each : markers_in_sources(given_.of, its)) {
      line("       in the source: " + each.text);
    }
  }

  /// Whether the evidence, which stands above, is all of the reason.
  [[nodiscard]] bool repeats_evidence(const tools::suggestion& its) const {
    if (its.resources.size() != 1) {
      return false;
    }
    const auto& conflicts = given_.found.shared[its.resources[0]].conflicts;
    return std::any_of(conflicts.begin(), conflicts.end(),
                       [&](const tools::role_conflict& each) {
                         return its.reason.ends_with(": " + each.evidence);
                       });
  }

  void unhelped() {
    const auto& all = given_.plan.unhelped;
    if (all.empty()) {
      return;
    }
    heading("Without a remedy: change the tests, or run them one by one");
    for (std::size_t at = 0; at < std::min(all.size(), most_resources); ++at) {
      line("  " + cause_text(given_.of, given_.found.shared[all[at]]));
    }
    text_ += left_out_text(all.size(), most_resources, "resource");
  }

  void alone() {
    const auto& all = given_.found.alone;
    if (all.empty()) {
      return;
    }
    heading("About single tests, of low rank");
    for (std::size_t at = 0; at < std::min(all.size(), most_alone); ++at) {
      line(fmt::format("  {}: {}", given_.of.tests[all[at].test].name,
                       all[at].evidence));
    }
    text_ += left_out_text(all.size(), most_alone, "finding");
    for (std::size_t at = 0; at < given_.plan.suggestions.size(); ++at) {
      if (given_.plan.suggestions[at].resources.empty()) {
        remedy(at);
      }
    }
  }

  void uncertain() {
    const auto& all = given_.found.uncertain;
    if (all.empty()) {
      return;
    }
    heading("Nothing is certain about " + count_text(all.size(), "test"));
    for (std::size_t at = 0; at < std::min(all.size(), most_uncertain); ++at) {
      const tools::watched_test& test = given_.of.tests[all[at]];
      line(fmt::format("  {}: {}", test.name, reason_of(test)));
    }
    text_ += left_out_text(all.size(), most_uncertain, "test");
  }

  static std::string reason_of(const tools::watched_test& test) {
    if (test.outcome != tools::verdict::pass) {
      return fmt::format("{}{}{}", tools::to_text(test.outcome),
                         test.message.empty() ? "" : ": ",
                         test.message.substr(0, test.message.find('\n')));
    }
    return test.record.is_complete()
               ? "not everything that it did could be read"
               : "its record is incomplete, because the watcher was killed";
  }

  void forecasts() {
    if (given_.plan.forecasts.empty()) {
      return;
    }
    heading("Expected time");
    std::string columns = fmt::format("  {:<24}", "");
    std::string unchanged = fmt::format("  {:<24}", "unchanged, may fail");
    std::string locks = fmt::format("  {:<24}", "with locks alone");
    std::string suggested = fmt::format("  {:<24}", "with the suggestions");
    for (const tools::forecast& each : given_.plan.forecasts) {
      columns += fmt::format("{:>10}", fmt::format("-j{}", each.jobs));
      unchanged += fmt::format("{:>10}", duration_text(each.unsafe));
      locks += fmt::format("{:>10}", duration_text(each.locks_only));
      suggested += fmt::format("{:>10}", duration_text(each.suggested));
    }
    line(columns);
    if (given_.found.shared.empty()) {
      line(fmt::format("  {:<24}", "in parallel") + unchanged.substr(26));
    } else {
      line(unchanged);
      line(locks);
      line(suggested);
    }
    line(fmt::format("  {:<24}{:>10}", "one by one",
                     duration_text(given_.plan.serial_s)));
  }

  void next() {
    heading("Next");
    const std::string command = "  parallel-testing suggest " + given_.of.build;
    if (!given_.plan.suggestions.empty()) {
      line(command + " --last --prove  # in this build tree alone");
      line(command + " --last --apply  # writes the lines for your project");
    } else if (given_.found.shared.empty()) {
      line("  ctest --test-dir " + given_.of.build + " -j 8");
    }
    line("  parallel-testing stress " + given_.of.build +
         "  # finds what depends on time and load");
  }

  const report& given_;
  const cli::terminal& screen_;
  std::string text_;
  std::set<std::size_t> printed_;  ///< suggestions
};

}  // namespace

std::string text_of(const report& given, const cli::terminal& screen) {
  return text_writer(given, screen).all();
}

}  // namespace parallel_testing::suggest_command
