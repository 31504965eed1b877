// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/unhelpful.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace parallel_testing::tools {
namespace {

/// Kinds that need the launcher for a test of add_test().
bool is_namespace(remedy_kind kind) {
  return kind == remedy_kind::isolate_tmp ||
         kind == remedy_kind::isolate_network ||
         kind == remedy_kind::isolate_ipc;
}

/// Kinds that change what a test sees.
bool is_private(remedy_kind kind) {
  return is_namespace(kind) || kind == remedy_kind::private_directory ||
         kind == remedy_kind::private_tmpdir;
}

/// What the tests get, in words. `marker` is "" for a remedy in general.
std::string name_of(remedy_kind kind, const std::string& marker = "") {
  switch (kind) {
    case remedy_kind::private_directory:
      return "a private working directory";
    case remedy_kind::private_tmpdir:
      return "a private TMPDIR";
    case remedy_kind::isolate_tmp:
      return "a private /tmp (marker isolate:tmp)";
    case remedy_kind::isolate_network:
      return "a private network (marker isolate:network)";
    case remedy_kind::isolate_ipc:
      return "private IPC objects (marker isolate:ipc)";
    case remedy_kind::no_parallel:
      return "a time alone (marker no_parallel)";
    case remedy_kind::depends:
      return "an order (property DEPENDS)";
    case remedy_kind::advice:
      return "advice";
    case remedy_kind::lock:
    case remedy_kind::port:
    case remedy_kind::database:
      break;
  }
  return fmt::format("a lock (marker {})", marker);
}

std::string tests_text(std::size_t count, const std::string& first) {
  return count == 1 ? fmt::format("'{}'", first)
                    : fmt::format("{} tests, first '{}'", count, first);
}

bool failed_alone(const watched_test& test) {
  return is_bad(test.outcome) && test.alone != unwatched_end::passes;
}

/// Finds the failing items of a range, after the items in `used`.
class halving {
 public:
  halving(std::size_t count,
          const std::function<bool(const std::vector<bool>& used)>& works)
      : works_(works), used_(count, false) {}

  void add(std::size_t begin, std::size_t end) {
    if (begin == end) {
      return;
    }
    std::vector<bool> more = used_;
    std::fill(more.begin() + static_cast<std::ptrdiff_t>(begin),
              more.begin() + static_cast<std::ptrdiff_t>(end), true);
    if (works_(more)) {
      used_ = std::move(more);
    } else if (end - begin == 1) {
      failing_.push_back(begin);
    } else {
      const std::size_t middle = begin + (end - begin) / 2;
      add(begin, middle);
      add(middle, end);
    }
  }

  [[nodiscard]] std::vector<std::size_t> failing() && {
    return std::move(failing_);
  }

 private:
  const std::function<bool(const std::vector<bool>& used)>& works_;
  std::vector<bool> used_;
  std::vector<std::size_t> failing_;
};

}  // namespace

needed_markers markers_of_plain_tests(const observation& of,
                                      const remedy_plan& plan) {
  needed_markers markers;
  for (const suggestion& each : plan.suggestions) {
    if (!is_namespace(each.kind)) {
      continue;
    }
    for (const std::size_t at : each.tests) {
      if (of.tests[at].target.empty()) {
        markers[of.tests[at].ctest_name].insert(each.marker);
      }
    }
  }
  return markers;
}

void leave_out_marked(const observation& of, const needed_markers& marked,
                      remedy_plan& plan) {
  for (suggestion& each : plan.suggestions) {
    const auto has_it = [&](std::size_t at) {
      const auto found = marked.find(of.tests[at].ctest_name);
      return is_namespace(each.kind) && found != marked.end() &&
             found->second.count(each.marker) > 0;
    };
    each.tests.erase(
        std::remove_if(each.tests.begin(), each.tests.end(), has_it),
        each.tests.end());
  }
  plan.suggestions.erase(
      std::remove_if(plan.suggestions.begin(), plan.suggestions.end(),
                     [](const suggestion& each) {
                       return is_namespace(each.kind) && each.tests.empty();
                     }),
      plan.suggestions.end());
}

std::set<refused_remedy> failed_isolations(const observation& of,
                                           const remedy_plan& plan,
                                           const measured_suite& with) {
  std::set<std::string> failed(with.failed_serially.begin(),
                               with.failed_serially.end());
  for (const auto& [name, rounds] : with.failed_in_parallel) {
    failed.insert(name);
  }
  std::set<refused_remedy> refused;
  for (const suggestion& each : plan.suggestions) {
    for (const std::size_t at : each.tests) {
      const watched_test& test = of.tests[at];
      if (is_private(each.kind) && !failed_alone(test) &&
          failed.count(test.ctest_name) > 0) {
        refused.emplace(test.ctest_name, each.kind);
      }
    }
  }
  return refused;
}

std::vector<std::size_t> useless_suggestions(const observation& of,
                                             const remedy_plan& plan,
                                             const measured_suite& with) {
  const auto fails_always = [&](std::size_t at) {
    const auto found = with.failed_in_parallel.find(of.tests[at].ctest_name);
    return found != with.failed_in_parallel.end() &&
           found->second == with.parallel_s.size();
  };
  std::vector<std::size_t> useless;
  for (std::size_t at = 0; at < plan.suggestions.size(); ++at) {
    const suggestion& each = plan.suggestions[at];
    if (each.kind != remedy_kind::advice && !each.tests.empty() &&
        std::all_of(each.tests.begin(), each.tests.end(), fails_always)) {
      useless.push_back(at);
    }
  }
  return useless;
}

std::string key_of(const observation& of, const suggestion& which) {
  std::string key =
      fmt::format("{} {}", static_cast<int>(which.kind), which.marker);
  for (const std::size_t at : which.tests) {
    key += "\n" + of.tests[at].ctest_name;
  }
  return key;
}

std::string words_of(const observation& of, const suggestion& which) {
  const bool is_for_plain =
      std::all_of(which.tests.begin(), which.tests.end(),
                  [&](std::size_t at) { return of.tests[at].target.empty(); });
  const std::string what = is_namespace(which.kind) && is_for_plain
                               ? "a lock instead of " + name_of(which.kind)
                               : name_of(which.kind, which.marker);
  return which.tests.empty()
             ? what
             : fmt::format(
                   "{} for {}", what,
                   tests_text(which.tests.size(),
                              of.tests[which.tests.front()].ctest_name));
}

std::vector<std::string> words_of(const std::set<refused_remedy>& refused) {
  std::map<remedy_kind, std::vector<std::string>> names;
  for (const auto& [name, kind] : refused) {
    names[kind].push_back(name);
  }
  std::vector<std::string> sentences;
  for (const auto& [kind, tests] : names) {
    sentences.push_back(fmt::format(
        "{} for {}, because {} with it; {} turns with the others instead",
        name_of(kind), tests_text(tests.size(), tests.front()),
        tests.size() == 1 ? "it fails" : "they fail",
        tests.size() == 1 ? "it takes" : "they take"));
  }
  return sentences;
}

std::vector<std::size_t> failing_items(
    std::size_t count,
    const std::function<bool(const std::vector<bool>& used)>& works) {
  halving all(count, works);
  all.add(0, count);
  return std::move(all).failing();
}

}  // namespace parallel_testing::tools
