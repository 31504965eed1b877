// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sharing/lone_findings.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "sharing/uses/addresses.hpp"
#include "sharing/uses/effects.hpp"
#include "sharing/uses/never_shared.hpp"

namespace parallel_testing::tools::sharing_rules {

namespace {

using observed::place;
using observed::resource;
using observed::resource_kind;
using observed::use;

/// Names of one kind of finding: the first, and how many.
struct names_found {
  std::string first{};
  std::size_t count = 0;

  void add(const std::string& name) {
    if (count++ == 0) {
      first = name;
    }
  }

  [[nodiscard]] std::string text() const {
    return count < 2 ? first : fmt::format("{} and {} more", first, count - 1);
  }
};

bool is_file(const resource& what) {
  return !what.canonical.empty() && what.canonical.front() == '/' &&
         what.kind != resource_kind::posix_name;
}

/// Directories of the user, although their paths begin like those of the
/// system.
bool is_of_the_user(std::string_view path) {
  return is_within(path, "/run/user") || is_within(path, "/run/lock") ||
         is_within(path, "/dev/shm");
}

bool is_of_the_system(const resource& what) {
  return what.where == place::system && !is_of_the_user(what.canonical);
}

bool is_of_time_zones_or_locales(std::string_view path) {
  constexpr std::array names{"/etc/localtime",      "/etc/timezone",
                             "/usr/share/zoneinfo", "/usr/lib/locale",
                             "/usr/share/locale",   "/etc/locale.conf"};
  for (const char* each : names) {
    if (is_within(path, each)) {
      return true;
    }
  }
  return false;
}

/// A shell reads the files of its locale, whatever the test does.
bool is_program_of_the_system(std::string_view program) {
  return is_within(program, "/usr") || is_within(program, "/bin") ||
         is_within(program, "/sbin");
}

class one_test {
 public:
  one_test(const observation& of, std::size_t at)
      : build_(of.build), test_(of.tests[at]), at_(at) {}

  void add(std::vector<lone_finding>& to) {
    find_removed();
    for (const touched_resource& each : test_.record.resources) {
      if (is_never_shared(each.what, test_, build_)) {
        continue;
      }
      if (is_file(each.what)) {
        look_at_file(each);
      } else {
        look_at_other(each);
      }
    }
    report(to, lone_kind::writes_outside, "writes {}", outside_);
    report(to, lone_kind::leaves_files,
           left_.count == 1 ? "creates {} and does not remove it"
                            : "creates {} and does not remove them",
           left_);
    report_processes(to);
    report(to, lone_kind::binds_all_interfaces,
           "binds {}, which other machines can reach", bound_);
    report(to, lone_kind::changes_machine, "{}", machine_);
    report(to, lone_kind::reads_time_zone, "reads {}", zones_);
  }

 private:
  void report(std::vector<lone_finding>& to, lone_kind kind,
              fmt::string_view text, const names_found& names) const {
    if (names.count > 0) {
      const std::string shown = names.text();
      to.push_back(
          {at_, kind, fmt::vformat(text, fmt::make_format_args(shown))});
    }
  }

  void report_processes(std::vector<lone_finding>& to) const {
    if (test_.record.last && test_.record.last->survivors > 0) {
      const std::int64_t count = test_.record.last->survivors;
      to.push_back({at_, lone_kind::leaves_processes,
                    count == 1
                        ? "leaves a process behind"
                        : fmt::format("leaves {} processes behind", count)});
    }
  }

  void find_removed() {
    for (const touched_resource& each : test_.record.resources) {
      if (has_any(effects_of(each), bit(use::remove))) {
        removed_.insert(each.what.canonical);
      }
    }
  }

  /// Whether the test removes or renames a directory around the name.
  [[nodiscard]] bool is_removed_with_directory(std::string_view name) const {
    for (std::size_t slash = name.rfind('/');
         slash != std::string_view::npos && slash > 0;
         slash = name.rfind('/', slash - 1)) {
      if (removed_.count(name.substr(0, slash)) != 0) {
        return true;
      }
    }
    return false;
  }

  void look_at_file(const touched_resource& touched) {
    const resource& what = touched.what;
    const effects did = effects_of(touched);
    if (has_any(did, content_changes | removes_nothing)) {
      if (is_of_the_system(what)) {
        machine_.add("changes " + what.canonical);
      } else if (is_outside(what) && has_any(did, content_changes)) {
        outside_.add(what.canonical);
      }
    }
    if (what.folded == 0 && creates_and_leaves(touched) &&
        !is_removed_with_directory(what.canonical)) {
      left_.add(what.canonical);
    }
    const bool reads_zone =
        has_any(did, content_reads) &&
        is_of_time_zones_or_locales(what.canonical) &&
        !touched.touches.empty() &&
        !is_program_of_the_system(touched.touches.front().program);
    if (reads_zone) {
      zones_.add(what.canonical);
    }
  }

  [[nodiscard]] bool is_outside(const resource& what) const {
    return what.where != place::working && what.where != place::temp &&
           (build_.empty() || !is_within(what.canonical, build_)) &&
           !is_within(what.canonical, "/dev/shm");
  }

  void look_at_other(const touched_resource& touched) {
    const resource& what = touched.what;
    const effects did = effects_of(touched);
    if (what.kind == resource_kind::port && has_any(did, bit(use::bind)) &&
        is_wildcard(plain_address(what.address))) {
      bound_.add(what.canonical);
    }
    if (what.kind == resource_kind::host_name) {
      machine_.add("sets the host name");
    }
    if (what.kind == resource_kind::clock) {
      machine_.add("sets the clock");
    }
    if (what.kind == resource_kind::process &&
        what.canonical != "process:own" && what.canonical != "process:none") {
      machine_.add(
          what.canonical == "process:all"
              ? "sends a signal to all processes"
              : "sends a signal to " +
                    what.canonical.substr(what.canonical.find(':') + 1));
    }
  }

  const std::string& build_;
  const watched_test& test_;
  std::size_t at_;
  std::unordered_set<std::string_view> removed_;
  names_found outside_;
  names_found left_;
  names_found bound_;
  names_found machine_;
  names_found zones_;
};

}  // namespace

std::vector<lone_finding> lone_findings(const observation& of) {
  std::vector<lone_finding> result;
  for (std::size_t at = 0; at < of.tests.size(); ++at) {
    one_test(of, at).add(result);
  }
  return result;
}

}  // namespace parallel_testing::tools::sharing_rules
