// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <utility>

// An empty directory that a worker keeps for its next test. Making and removing
// a directory can take longer than a small test, renaming one does not.
namespace parallel_testing {

/// The modes of directories, by their paths below another one.
using directory_modes = std::map<std::string, mode_t>;

/// Gives the directory `name` in `parent` the times of now if it is otherwise
/// as make_directory_at() makes it with mode 0700: only those directories of
/// `inside` are in it, and no program changed the owner, mode, flags or
/// attributes of a directory or made it large. Returns whether that is so;
/// false for a symbolic link.
bool renew(int parent, const char* name,
           const directory_modes& inside = {}) noexcept;

/// Renames a directory unless something has the new name; then errno is EEXIST.
bool rename_to_new(int parent, const char* from, const char* to) noexcept;

/// The place of the spare directory of one worker, among the directories that
/// its tests get. Only the process that has the worker may use it.
class spare_directory {
 public:
  /// Uses no directory before open().
  spare_directory() = default;

  void open(const std::string& owner) { name_ = ".spare-" + owner; }

  /// The directories that may be in it, none without this call.
  void allow(directory_modes inside) { inside_ = std::move(inside); }

  /// Gives the spare directory of an earlier test the name `name`. Removes a
  /// spare directory that has other contents or was changed. Returns false with
  /// errno if the name was not given: EEXIST if something has that name,
  /// otherwise there was no spare directory that could be used.
  bool take(int parent, const char* name) noexcept;

  /// Makes the directory `name` the spare one. Returns false if that is not
  /// possible, because it is not as new or there is a spare one.
  bool keep(int parent, const char* name) const noexcept;

 private:
  /// The name of the place, "" if there is none.
  std::string name_;
  directory_modes inside_;
  bool is_taken_ = false;
};

}  // namespace parallel_testing
