// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/capacities_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <string_view>
#include <tuple>

#include "base/json.hpp"
#include "base/record.hpp"

namespace parallel_testing::tools {
namespace {

using nlohmann::json;

constexpr const char* spec_file_remedy =
    "use the resource spec file that ctest read in this run; without it, what "
    "it limits is not judged";

void read_capacity(const std::string& capacity, const json& resources,
                   resource_spec& into) {
  for (const json& each : resources) {
    into[{capacity, each.at("id").get<std::string>()}] +=
        each.value("slots", std::int64_t{1});
  }
}

/// Grants of one resource in one run, in the order in which they began.
using grant_order = std::vector<std::size_t>;

auto resource_of(const timeline& history, std::size_t index) {
  const grant& given = history.grants[index];
  return std::tie(history.processes[given.process].run, given.spec,
                  given.what.capacity, given.what.id);
}

grant_order judged_grants(const timeline& history,
                          const resource_specs& specs) {
  grant_order order;
  for (std::size_t index = 0; index < history.grants.size(); ++index) {
    if (specs.count(history.grants[index].spec) != 0) {
      order.push_back(index);
    }
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple_cat(resource_of(history, a),
                          std::tie(history.grants[a].begin_ns, a)) <
           std::tuple_cat(resource_of(history, b),
                          std::tie(history.grants[b].begin_ns, b));
  });
  return order;
}

std::int64_t limit_of(const grant& given, const resource_specs& specs) {
  const resource_spec& spec = specs.at(given.spec);
  const auto found = spec.find({given.what.capacity, given.what.id});
  return found == spec.end() ? 0 : found->second;
}

class excess_finder {
 public:
  excess_finder(const timeline& history, const resource_specs& specs)
      : grants_(history.grants), specs_(specs) {}

  void restart() {
    running_.clear();
    slots_ = 0;
  }

  void add(std::size_t index) {
    const grant& given = grants_[index];
    while (!running_.empty() && running_.begin()->first <= given.begin_ns) {
      slots_ -= grants_[running_.begin()->second].what.slots;
      running_.erase(running_.begin());
    }
    running_.insert({given.end_ns, index});
    slots_ += given.what.slots;
    const std::int64_t limit = limit_of(given, specs_);
    if (slots_ > limit) {
      found_.push_back({running_.rbegin()->second, index, slots_, limit});
    }
  }

  std::vector<excess> take() { return std::move(found_); }

 private:
  const std::vector<grant>& grants_;
  const resource_specs& specs_;
  std::set<std::pair<std::int64_t, std::size_t>> running_;  ///< by end
  std::int64_t slots_ = 0;
  std::vector<excess> found_;
};

}  // namespace

resource_spec parse_resource_spec(std::string_view text) {
  resource_spec result;
  try {
    const json root = json::parse(text);
    for (const json& machine : root.at("local")) {
      for (const auto& [capacity, resources] : machine.items()) {
        read_capacity(capacity, resources, result);
      }
    }
  } catch (const json::exception&) {
    throw record_error("it is not a resource spec of version 1",
                       spec_file_remedy);
  }
  return result;
}

resource_specs load_resource_specs(event_log& log) {
  std::set<std::string> paths;
  for (const event& each : log.events) {
    const auto* const given = each.body.get_if<allocation>();
    if (given != nullptr) {
      paths.insert(given->spec);
    }
  }
  resource_specs result;
  for (const std::string& path : paths) {
    errno = 0;
    std::ifstream input(path, std::ios::binary);
    if (!input) {
      log.problems.push_back(
          {{fmt::format("cannot be read: {}", path.empty()
                                                  ? "the log does not name it"
                                                  : std::strerror(errno)),
            spec_file_remedy},
           path.empty() ? "resource spec" : path,
           0});
      continue;
    }
    const std::string text{std::istreambuf_iterator<char>(input), {}};
    try {
      result[path] = parse_resource_spec(text);
    } catch (const record_error& problem) {
      log.problems.push_back({problem.found, path, 0});
    }
  }
  return result;
}

std::vector<excess> find_excesses(const timeline& history,
                                  const resource_specs& specs) {
  excess_finder finder(history, specs);
  const grant_order order = judged_grants(history, specs);
  for (std::size_t at = 0; at < order.size(); ++at) {
    if (at > 0 && resource_of(history, order[at - 1]) !=
                      resource_of(history, order[at])) {
      finder.restart();
    }
    finder.add(order[at]);
  }
  return finder.take();
}

}  // namespace parallel_testing::tools
