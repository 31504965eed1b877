// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <parallel_testing/detail/adapter.hpp>
#include <parallel_testing/error.hpp>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/frameworks.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "discovery/distribution.hpp"
#include "discovery/manifest.hpp"
#include "discovery/shown_names.hpp"
#include "discovery/source_files.hpp"
#include "events/case_times.hpp"
#include "markers/marker.hpp"

namespace parallel_testing::adapter {

namespace {
void write_file(const std::string& path, const std::string& text) {
  // Replace the file as a whole: an emulator may start two copies of the
  // program.
  if (replace_whole(AT_FDCWD, path, text, 0644)) {
    return;
  }
  os::throw_error("cannot write the list of tests", path, errno,
                  "make the build directory writable or free some disk space");
}

/// The plan that discovery requests. Without one, each case is a separate test.
distribution_plan own_plan() {
  const char* const path = ::getenv("PARALLEL_TESTING_MANIFEST_PLAN");
  if (path == nullptr || *path == '\0') {
    return {};
  }
  return parse_distribution_plan(
      require_whole(path, "the distribution plan", "build the target again"),
      path);
}

/// Without a list of sources, file names are used as they are.
source_files own_sources() {
  const char* const path = ::getenv("PARALLEL_TESTING_MANIFEST_SOURCES");
  if (path == nullptr || *path == '\0') {
    return {};
  }
  return parse_source_files(read_whole(path));
}
}  // namespace

namespace {
/// How long the cases took in the last run, for BATCH auto.
void find_times(std::vector<listed_case>& cases,
                const distribution_plan& plan) {
  if (!plan.is_timed) {
    return;
  }
  const auto times =
      case_times_of(read_whole(plan.times_file), own_executable());
  for (listed_case& each : cases) {
    const auto found = times.find(each.selector);
    if (found != times.end()) {
      each.milliseconds = found->second;
    }
  }
}
}  // namespace

struct manifest_writer::state {
  state(framework kind, const std::string& version)
      : text(framework_row_of(kind).name, version) {}
  manifest text;
  source_files sources = own_sources();
  std::vector<listed_case> cases;
  std::unordered_map<std::string, std::size_t> places;  ///< by selector
};

manifest_writer::manifest_writer(framework kind, const std::string& version)
    : state_(new state(kind, version)) {}

manifest_writer::~manifest_writer() {
  delete state_;
}

void manifest_writer::add(const case_description& described,
                          const std::string& display_name,
                          const std::string& selector, const std::string& scope,
                          bool disabled) {
  const auto [first, is_new] =
      state_->places.try_emplace(selector, state_->cases.size());
  if (!is_new &&
      state_->cases[first->second].framework_name == described.name) {
    ++state_->cases[first->second].count;
    return;
  }
  listed_case added{display_name,
                    described.name,
                    selector,
                    scope,
                    state_->sources.find(described.file),
                    described.line,
                    {},
                    disabled};
  added.markers = parse_markers(described.markers);
  state_->cases.push_back(std::move(added));
}

void manifest_writer::problem(const char* file, int line,
                              const std::string& text) {
  state_->text.problem(state_->sources.find(file), line, text);
}

void manifest_writer::finish() noexcept {
  int status = 1;
  try {
    make_shown_names_unique(state_->cases);
    const distribution_plan plan = own_plan();
    find_times(state_->cases, plan);
    const distributed_cases all = distribute(state_->cases, plan);
    const std::string units = add_units(state_->cases, all, plan, state_->text);
    if (!plan.units_file.empty()) {
      write_file(plan.units_file, units);
    }
    write_file(manifest_path(), state_->text.finished());
    status = 0;
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
  ::fflush(nullptr);
  ::_exit(status);
}

bool is_stable_text(const std::string& text) noexcept {
  return parallel_testing::is_stable_text(text);
}

bool manifest_option(const char* name) noexcept {
  const char* const given = ::getenv("PARALLEL_TESTING_MANIFEST_OPTIONS");
  for (const std::string_view option : split(given ? given : "", ',')) {
    if (option == name) {
      return true;
    }
  }
  return false;
}

}  // namespace parallel_testing::adapter
