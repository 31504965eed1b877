// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "discovery/distribution.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <parallel_testing/error.hpp>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/fields.hpp"
#include "base/format.hpp"
#include "base/isolation.hpp"
#include "base/text.hpp"
#include "discovery/source_files.hpp"

namespace parallel_testing {

namespace {

/// A case with the markers and the distribution that CMake adds to it.
struct placed_case {
  const listed_case* listed = nullptr;
  marker_list markers;
  distribution dist = distribution::load;
  bool is_isolated = false;
};

std::optional<distribution> distribution_of(std::string_view name) {
  if (name == "load") {
    return distribution::load;
  }
  if (name == "loadscope") {
    return distribution::loadscope;
  }
  if (name == "loadfile") {
    return distribution::loadfile;
  }
  if (name == "loadgroup") {
    return distribution::loadgroup;
  }
  return std::nullopt;
}

std::string group_of(const placed_case& given) {
  for (const parsed_marker& marker : given.markers) {
    if (marker.kind == marker_kind::group) {
      return marker.name;
    }
  }
  return "";
}

/// The name of the unit that a case belongs to, "" when it remains single.
std::string unit_of(const placed_case& given, const distribution_plan& plan) {
  switch (given.dist) {
    case distribution::loadscope:
      return given.listed->scope;
    case distribution::loadfile:
      return name_of_file(given.listed->file, plan);
    case distribution::loadgroup:
      return group_of(given);
    case distribution::load:
      break;
  }
  return "";
}

std::string batch_name(const listed_case& first, const listed_case& last,
                       std::size_t count) {
  std::string_view end = last.name;
  const std::string prefix = first.scope + ".";
  if (starts_with(first.name, prefix) && starts_with(end, prefix)) {
    end.remove_prefix(prefix.size());
  }
  return fmt::format("{}..{} ({})", first.name, end, count);
}

bool has_private_mark(const marker_list& markers) {
  return std::any_of(markers.begin(), markers.end(),
                     [](const parsed_marker& each) {
                       return starts_with(each.text, private_mark);
                     });
}

/// Whether the case needs an init process, which a forked process cannot be.
bool needs_init(const marker_list& markers) {
  return contains(private_views_of(markers), private_view::pid);
}

/// The namespaces that the cases of an isolated unit share the kinds of, such
/// as "isolate:network, isolate:tmp".
std::string namespaces_of(const marker_list& markers) {
  std::string text;
  std::vector<private_view> kinds = private_views_of(markers);
  std::sort(kinds.begin(), kinds.end());
  for (const private_view kind : kinds) {
    text += fmt::format("{}isolate:{}", text.empty() ? "" : ", ",
                        detail::text_of(kind));
  }
  return text;
}

/// Whether the case runs as several processes of MPI, which start and end
/// together.
bool needs_ranks(const marker_list& markers) {
  return std::any_of(
      markers.begin(), markers.end(),
      [](const parsed_marker& each) { return each.kind == marker_kind::mpi; });
}

class distributor {
 public:
  distributor(const std::vector<listed_case>& cases,
              const distribution_plan& plan)
      : cases_(cases), plan_(plan) {
    result_.marks.resize(plan.marks.size());
  }

  distributed_cases run() {
    placed_.reserve(cases_.size());
    for (std::size_t at = 0; at < cases_.size(); ++at) {
      placed_.push_back(placed(at));
      add(at);
    }
    for (test_unit& each : result_.units) {
      finish(each);
    }
    make_names_unique();
    return std::move(result_);
  }

 private:
  placed_case placed(std::size_t index) {
    const listed_case& listed = cases_[index];
    placed_case result{&listed, listed.markers, plan_.dist, plan_.isolated};
    for (std::size_t at = 0; at < plan_.marks.size(); ++at) {
      const distribution_plan::mark& mark = plan_.marks[at];
      const bool as_shown = matches_glob(listed.name, mark.glob);
      const bool as_called = matches_glob(listed.framework_name, mark.glob);
      if (!as_shown && !as_called) {
        continue;
      }
      mark_matches& matches = result_.marks[at];
      matches.any = true;
      if (!as_called) {
        matches.by_shown_name.push_back(index);
      }
      if (!as_shown) {
        matches.by_framework_name.push_back(index);
      }
      result.dist = distribution_of(mark.dist).value_or(result.dist);
      result.is_isolated = result.is_isolated || mark.isolated;
      result.markers.insert(result.markers.end(), mark.markers.begin(),
                            mark.markers.end());
    }
    return result;
  }

  void add(std::size_t at) {
    const placed_case& given = placed_[at];
    const bool is_alone = given.listed->disabled ||
                          needs_ranks(given.markers) ||
                          (given.is_isolated && needs_init(given.markers));
    if (is_alone) {
      add_unit(at);
      return;
    }
    std::string name = unit_of(given, plan_);
    if (!name.empty()) {
      const std::string namespaces =
          given.is_isolated ? namespaces_of(given.markers) : "";
      if (!namespaces.empty()) {
        name += fmt::format(" ({})", namespaces);
      }
      const auto [known, is_new] =
          open_.try_emplace("unit\n" + name, result_.units.size());
      if (is_new) {
        test_unit unit;
        unit.name = std::move(name);
        unit.is_single = false;
        result_.units.push_back(std::move(unit));
      }
      result_.units[known->second].cases.push_back(at);
    } else if (plan_.batch > 1) {
      add_to_batch(at);
    } else {
      add_unit(at);
    }
  }

  void add_unit(std::size_t at) {
    test_unit unit;
    unit.cases = {at};
    result_.units.push_back(std::move(unit));
  }

  /// Cases that share nothing but their program need not be of one suite.
  static std::string batch_key(const placed_case& given) {
    if (given.is_isolated) {
      return "isolated\n";
    }
    const std::string suite = given.listed->scope.empty()
                                  ? "\n" + given.listed->file
                                  : given.listed->scope;
    return fmt::format("batch\n{}\n", suite);
  }

  void add_to_batch(std::size_t at) {
    const placed_case& given = placed_[at];
    std::string key = batch_key(given);
    for (const parsed_marker& each : given.markers) {
      append_marker(key, canonical_text(each));
    }
    const double share = share_of(*given.listed);
    const auto known = open_.find(key);
    if (known != open_.end() && has_room(known->second, share)) {
      result_.units[known->second].cases.push_back(at);
      shares_[known->second] += share;
      return;
    }
    open_[key] = result_.units.size();
    shares_[result_.units.size()] = share;
    add_unit(at);
  }

  /// The part of a batch that the case fills.
  [[nodiscard]] double share_of(const listed_case& given) const {
    constexpr double milliseconds_of_batch = 500;
    if (plan_.is_timed && given.milliseconds) {
      return static_cast<double>(*given.milliseconds) / milliseconds_of_batch;
    }
    return 1 / static_cast<double>(plan_.batch);
  }

  [[nodiscard]] bool has_room(std::size_t unit, double share) const {
    if (!plan_.is_timed) {
      return result_.units[unit].cases.size() < plan_.batch;
    }
    // The sum of equal shares may be a little more than one.
    constexpr double full = 1 + 1e-9;
    return shares_.at(unit) + share <= full;
  }

  void finish(test_unit& unit) {
    const listed_case& first = cases_[unit.cases.front()];
    if (unit.name.empty()) {
      unit.is_single = unit.cases.size() == 1;
      unit.name = unit.is_single ? first.name
                                 : batch_name(first, cases_[unit.cases.back()],
                                              unit.cases.size());
    }
    if (unit.is_single) {
      unit.markers = placed_[unit.cases.front()].markers;
      return;
    }
    std::vector<marker_list> markers;
    bool has_private = false;
    std::optional<std::size_t> unmarked;
    for (const std::size_t at : unit.cases) {
      markers.push_back(placed_[at].markers);
      unit.is_isolated = unit.is_isolated || placed_[at].is_isolated;
      const bool is_private = has_private_mark(placed_[at].markers);
      has_private = has_private || is_private;
      if (!is_private && !unmarked) {
        unmarked = at;
      }
    }
    if (has_private) {
      unit.unmarked = unmarked;
    }
    unit.markers = united_markers(markers);
    if (unit.is_isolated) {
      leave_time_to_limits(unit.markers);
      leave_memory_to_limits(unit.markers);
    }
  }

  /// The unit ends its cases at their limits, so ctest must not end the unit
  /// first.
  static void leave_time_to_limits(marker_list& markers) {
    constexpr double seconds_for_unit = 10;
    for (parsed_marker& each : markers) {
      if (each.kind == marker_kind::timeout) {
        each = timeout_marker(each.seconds + seconds_for_unit);
      }
    }
  }

  /// A limit of the unit would apply to cases that have none.
  static void leave_memory_to_limits(marker_list& markers) {
    for (parsed_marker& each : markers) {
      if (each.is_limit) {
        each = without_limit(each);
      }
    }
  }

  /// Single cases keep their names; the manifest makes those unique.
  void make_names_unique() {
    std::unordered_set<std::string> used;
    for (const test_unit& each : result_.units) {
      if (!each.is_single) {
        continue;
      }
      used.insert(each.name);
      used.insert(cases_[each.cases.front()].framework_name);
    }
    for (test_unit& each : result_.units) {
      if (each.is_single) {
        continue;
      }
      const std::string name = each.name;
      for (int number = 2; !used.insert(each.name).second; ++number) {
        each.name = fmt::format("{} #{}", name, number);
      }
    }
  }

  const std::vector<listed_case>& cases_;
  const distribution_plan& plan_;
  std::vector<placed_case> placed_;
  std::unordered_map<std::string, std::size_t> open_;
  std::unordered_map<std::size_t, double> shares_;  ///< by batch
  distributed_cases result_;
};

constexpr std::string_view plan_header = "parallel_testing_plan 1";
constexpr std::size_t most_per_batch = 100000;
/// The size of a batch of BATCH auto before the first run.
constexpr std::size_t cases_without_times = 100;

bool read_dist(const std::string& text, distribution& into) {
  const auto read = distribution_of(text);
  into = read.value_or(into);
  return read.has_value();
}

bool read_batch(const std::string& text, std::size_t& into) {
  const auto number = whole_number(text, most_per_batch);
  if (!number || *number == 0) {
    return false;
  }
  into = *number;
  return true;
}

/// Returns false when the line is not an entry of a plan.
bool read_entry(const std::vector<std::string>& fields,
                distribution_plan& plan) {
  const std::string& what = fields[0];
  const bool is_isolated = fields.size() == 5 && fields[4] == "isolated";
  if (what == "mark" && (fields.size() == 4 || is_isolated)) {
    plan.marks.push_back(
        {fields[1], parse_markers(fields[2]), fields[3], is_isolated});
    return true;
  }
  if (fields.size() != 2) {
    return false;
  }
  if (what == "dist") {
    return read_dist(fields[1], plan.dist);
  }
  if (what == "batch") {
    plan.is_timed = fields[1] == "auto";
    plan.batch = cases_without_times;
    return plan.is_timed || read_batch(fields[1], plan.batch);
  }
  if (what == "isolated") {
    plan.isolated = fields[1] == "yes";
    return plan.isolated || fields[1] == "no";
  }
  constexpr std::pair<std::string_view, std::string distribution_plan::*>
      texts[] = {{"source", &distribution_plan::source_directory},
                 {"build", &distribution_plan::build_directory},
                 {"units", &distribution_plan::units_file},
                 {"times", &distribution_plan::times_file},
                 {"prefix", &distribution_plan::prefix},
                 {"suffix", &distribution_plan::suffix}};
  for (const auto& [name, member] : texts) {
    if (what != name) {
      continue;
    }
    plan.*member = fields[1];
    return true;
  }
  return false;
}

}  // namespace

std::string name_of_file(const std::string& file,
                         const distribution_plan& plan) {
  if (file.empty() || plan.source_directory.empty()) {
    return file;
  }
  const std::string absolute =
      normal_path(file[0] == '/' ? file : plan.build_directory + "/" + file);
  const std::string inside = plan.source_directory + "/";
  return starts_with(absolute, inside) ? absolute.substr(inside.size()) : file;
}

distributed_cases distribute(const std::vector<listed_case>& cases,
                             const distribution_plan& plan) {
  return distributor(cases, plan).run();
}

distribution_plan parse_distribution_plan(std::string_view text,
                                          const std::string& path) {
  distribution_plan plan;
  int number = 0;
  std::vector<std::string_view> lines = split(text, '\n');
  if (lines.empty()) {
    lines.emplace_back();
  }
  for (const std::string_view line : lines) {
    ++number;
    const bool is_good =
        number == 1 ? line == plan_header : read_entry(read_line(line), plan);
    if (is_good) {
      continue;
    }
    throw error(fmt::format(
        "{}:{}: not a line of a distribution plan of this version: '{}'; build "
        "everything with the same version of ParallelTesting",
        path, number, line));
  }
  return plan;
}

}  // namespace parallel_testing
