// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "isolation/case_isolation.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "state/private_directory.hpp"

namespace parallel_testing {

namespace {

struct ipc_table {
  const char* path;
  const char* what;
};

/// They show the objects of the namespace of the process that reads them, below
/// a line with titles.
constexpr ipc_table ipc_tables[] = {
    {"/proc/sysvipc/shm", "a shared memory segment"},
    {"/proc/sysvipc/sem", "a semaphore set"},
    {"/proc/sysvipc/msg", "a message queue"},
};

/// Like the launcher.
bool can_replace_shm() {
  return ::access("/dev/shm", W_OK) == 0;
}

std::string object_in_ipc_tables() {
  for (const ipc_table& each : ipc_tables) {
    const std::string text = read_whole(each.path);
    const auto lines = std::count(text.begin(), text.end(), '\n');
    if (lines > 1) {
      return fmt::format("{} in its private IPC namespace", each.what);
    }
  }
  return "";
}

}  // namespace

std::string places_text(const isolation_places& places) {
  std::string text = places.base;
  for (const std::string& each : places.kept) {
    text += "\n" + each;
  }
  return text;
}

isolation_places read_isolation_places(std::string_view text) {
  isolation_places places;
  const std::vector<std::string_view> lines = split(text, '\n');
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (at == 0) {
      places.base = lines[at];
    } else if (!lines[at].empty()) {
      places.kept.emplace_back(lines[at]);
    }
  }
  return places;
}

case_isolation::case_isolation(std::vector<private_view> kinds,
                               isolation_places places)
    : base_(std::move(places.base)) {
  const auto cannot_be_given = [&](private_view kind) {
    return kind == private_view::pid ||
           (kind != private_view::network && base_.empty());
  };
  kinds.erase(std::remove_if(kinds.begin(), kinds.end(), cannot_be_given),
              kinds.end());
  plan_.kinds = std::move(kinds);
  plan_.mounts.kept = std::move(places.kept);
}

case_isolation case_isolation::of_this_process() {
  return {read_private_views(os::variable("PARALLEL_TESTING_ISOLATED")),
          read_isolation_places(os::variable(places_variable))};
}

std::string case_isolation::left_by_set_up() const {
  std::vector<const char*> replaced;
  if (plan_.has(private_view::tmp)) {
    replaced.push_back("/tmp");
  }
  if (plan_.has(private_view::ipc) && can_replace_shm()) {
    replaced.push_back("/dev/shm");
  }
  for (const char* const directory : replaced) {
    const std::string file = first_file_beside(directory, plan_.mounts.kept);
    if (!file.empty()) {
      return fmt::format("a file in its private {} ({})", directory, file);
    }
  }
  return plan_.has(private_view::ipc) ? object_in_ipc_tables() : "";
}

void case_isolation::enter(const std::string& label) {
  if (!is_needed()) {
    return;
  }
  if (plan_.has(private_view::tmp)) {
    plan_.mounts.tmp = directory_of(label) + "/tmp";
  }
  if (plan_.has(private_view::ipc) && can_replace_shm()) {
    plan_.mounts.shm = directory_of(label) + "/shm";
  }
  enter_isolation(plan_, process_role::plain);
}

void case_isolation::remove(const std::string& label) const noexcept {
  if (plan_.has_private_directories() && !base_.empty()) {
    remove_tree(directory_of(label));
  }
}

std::string case_isolation::directory_of(const std::string& label) const {
  return fmt::format("{}/{}", base_, label);
}

std::string first_file_beside(const std::string& directory,
                              const std::vector<std::string>& kept) {
  for (const std::string& name : names_in(directory)) {
    std::string path = fmt::format("{}/{}", directory, name);
    const auto is_kept = [&](const std::string& each) { return each == path; };
    const auto is_inside = [&](const std::string& each) {
      return starts_with(each, path + "/");
    };
    if (std::any_of(kept.begin(), kept.end(), is_kept)) {
      continue;
    }
    if (std::none_of(kept.begin(), kept.end(), is_inside)) {
      return path;
    }
    std::string found = first_file_beside(path, kept);
    if (!found.empty()) {
      return found;
    }
  }
  return "";
}

}  // namespace parallel_testing
