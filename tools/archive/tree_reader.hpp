// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reads files of the source and build tree, with everything that they name,
// into the contents of an archive.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive_contents.hpp"
#include "archive/elf_file.hpp"
#include "archive/tree_places.hpp"

namespace parallel_testing::tools {

/// The reason of files that a test may read, because it runs in their
/// directory.
inline constexpr const char* why_directory = "a test runs in its directory";

/// How the paths in a text are read.
enum class text_role {
  data,      ///< a file that it names may be read by the test
  of_ctest,  ///< it also names files that only the build needs
};

/// Which programs and libraries of a directory in the build tree are archived.
enum class programs_of_directory {
  all,
  that_are_named,  ///< by archived scripts and programs
};

class tree_reader {
 public:
  /// `output` is a path that is never archived: that of the archive.
  explicit tree_reader(tree_places places, const std::string& output = "");

  /// Archives a file of the trees, unless it is there already, and what it
  /// names: shared libraries, programs and files of the trees. Returns false if
  /// there is no such file.
  bool add_file(const std::string& path, const std::string& reason,
                text_role role = text_role::data);

  /// Archives a directory of the trees with all its files, except those that
  /// only the build needs.
  void add_directory(
      const std::string& path, const std::string& reason,
      programs_of_directory programs = programs_of_directory::all);

  /// Archives a directory without its files.
  void add_empty_directory(const std::string& path, const std::string& reason);

  /// One of both, if `path` is in the trees and exists.
  bool add_path(const std::string& path, const std::string& reason);

  /// Archives a file of another place, at `place`.
  void add_outside_file(const std::string& path, const std::string& place,
                        const std::string& reason);

  /// Archives a text that is not a file.
  void add_text(const std::string& place, std::string text,
                const std::string& reason);
  void add_link(const std::string& place, const std::string& target,
                const std::string& reason);

  /// A test runs in this directory of the trees: programs there are archived
  /// when a script or program names them.
  void add_working_directory(const std::string& path);

  void note_left(immovable::type kind, const std::string& file,
                 const std::string& name);
  void add_whole_directory(const std::string& path);

  [[nodiscard]] const tree_places& places() const { return places_; }

  /// Whether libraries are found only with LD_LIBRARY_PATH, because the paths
  /// in a program cannot be changed: the directories.
  [[nodiscard]] const std::vector<std::string>& library_directories() const {
    return library_directories_;
  }

  /// Archives the programs and libraries of the build tree that the archived
  /// scripts and programs name.
  void add_named_programs();

  /// The reader is empty afterwards.
  [[nodiscard]] archive_contents finish();

  /// The files so far.
  [[nodiscard]] const std::map<std::string, archived_file>& files() const {
    return files_;
  }

 private:
  [[nodiscard]] std::string follow_links(const std::string& path,
                                         const std::string& reason);
  void read_program(const std::string& path, std::string content,
                    archived_file& into);
  void read_text(const std::string& path, const std::string& text,
                 text_role role);
  void find_libraries(const std::string& path, const elf_file& elf);
  [[nodiscard]] std::vector<std::string> run_directories(
      const std::string& path, const elf_file& elf) const;
  void move_run_path(const std::string& path, const elf_file& elf,
                     std::string& content, archived_file& into);
  void read_paths_of_program(const std::string& path,
                             const std::string& content, const elf_file& elf);
  [[nodiscard]] bool is_a_root(const std::string& path) const;
  void remember_names(const std::string& path, std::string_view bytes,
                      bool is_program);

  tree_places places_;
  std::string output_;
  std::vector<std::string> roots_;
  std::map<std::string, archived_file> files_;
  std::set<std::string> relocated_;
  std::set<std::string> programs_;
  std::map<std::pair<immovable::type, std::string>, std::set<std::string>>
      left_;
  std::map<std::string, std::int64_t> whole_directories_;
  std::set<std::string> read_directories_;
  std::set<std::string> working_directories_;
  std::map<std::string, std::string> names_;  ///< a name -> a file that has it
  std::vector<std::string> library_directories_;
};

}  // namespace parallel_testing::tools
