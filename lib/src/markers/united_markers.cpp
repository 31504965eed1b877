// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/united_markers.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <unordered_set>

#include "base/format.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {

/// What stands before the number of a marker of which the greatest counts,
/// "" for other markers.
std::string counted_part(const std::string& marker) {
  constexpr std::string_view resource = "resource:";
  if (starts_with(marker, resource)) {
    return marker.substr(0, marker.find(':', resource.size()));
  }
  const std::string head = marker.substr(0, marker.find(':'));
  const bool counts = head == "threads" || head == "ports" ||
                      head == "memory" || head == "flaky";
  return counts ? head : "";
}

/// The number of a marker; one without means 1.
double amount_of(const std::string& marker) {
  constexpr std::string_view limit = ":hard";
  const bool is_limit =
      marker.size() > limit.size() &&
      marker.compare(marker.size() - limit.size(), limit.size(), limit) == 0;
  const std::string amount =
      is_limit ? marker.substr(0, marker.size() - limit.size()) : marker;
  const std::size_t colon = amount.rfind(':');
  const std::string text =
      colon == std::string::npos ? "1" : amount.substr(colon + 1);
  char* unit = nullptr;
  const double number = std::strtod(text.c_str(), &unit);
  if (unit == text.c_str()) return 1;
  const std::map<std::string, double> units = {
      {"KB", 1e3},     {"MB", 1e6},     {"GB", 1e9},
      {"KiB", 0x1p10}, {"MiB", 0x1p20}, {"GiB", 0x1p30}};
  const auto known = units.find(unit);
  return known == units.end() ? number : number * known->second;
}

class unification {
 public:
  void add(const std::vector<std::string>& markers) {
    ++lists_;
    bool has_time = false;
    for (const std::string& marker : markers) {
      if (starts_with(marker, "timeout:")) {
        if (!has_time) seconds_ += std::strtod(marker.c_str() + 8, nullptr);
        has_time = true;
      } else if (!starts_with(marker, "group:")) {
        add(marker);
      }
    }
    timed_ += has_time ? 1U : 0U;
  }

  std::vector<std::string> result() {
    std::vector<std::string> all;
    for (std::string& marker : plain_) {
      const bool is_weaker =
          marker.size() > 7 &&
          marker.compare(marker.size() - 7, 7, ":shared") == 0 &&
          known_.count(marker.substr(0, marker.size() - 7)) != 0;
      if (!is_weaker) all.push_back(std::move(marker));
    }
    for (auto& [part, marker] : counted_) all.push_back(std::move(marker));
    if (timed_ == lists_ && timed_ > 0) {
      all.push_back(fmt::format("timeout:{}", seconds_));
    }
    return all;
  }

 private:
  void add(const std::string& marker) {
    const std::string part = counted_part(marker);
    if (!part.empty()) {
      std::string& greatest = counted_[part];
      if (greatest.empty() || amount_of(marker) > amount_of(greatest)) {
        greatest = marker;
      }
    } else if (known_.insert(marker).second) {
      plain_.push_back(marker);
    }
  }

  std::vector<std::string> plain_;
  std::unordered_set<std::string> known_;
  std::map<std::string, std::string> counted_;
  double seconds_ = 0;
  std::size_t timed_ = 0;
  std::size_t lists_ = 0;
};

}  // namespace

std::vector<std::string> united_markers(
    const std::vector<std::vector<std::string>>& markers) {
  unification all;
  for (const std::vector<std::string>& each : markers) all.add(each);
  return all.result();
}

}  // namespace parallel_testing
