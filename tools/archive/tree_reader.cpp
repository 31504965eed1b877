// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/tree_reader.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "archive/build_products.hpp"
#include "archive/run_path.hpp"
#include "base/programs.hpp"
#include "base/whole_file.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

std::string normalised(const fs::path& path) {
  std::string result = path.lexically_normal().string();
  while (result.size() > 1 && result.ends_with('/')) {
    result.pop_back();
  }
  return result;
}

bool is_regular_file_at(const std::string& path) {
  std::error_code problem;
  return fs::is_regular_file(path, problem);
}

bool is_directory_at(const std::string& path) {
  std::error_code problem;
  return fs::is_directory(path, problem);
}

bool is_elf_file_at(const std::string& path) {
  std::array<char, 4> start{};
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), start.size());
  return file && parse_elf({start.data(), start.size()}).has_value();
}

/// Whether every machine with the packages of the system has the directory.
bool is_of_system(const std::string& directory) {
  return is_below(directory, "/lib") || is_below(directory, "/lib64") ||
         (is_below(directory, "/usr") && !is_below(directory, "/usr/local"));
}

bool has_zero_byte(std::string_view content) {
  return content.find('\0') != std::string_view::npos;
}

std::string without_origin(std::string directory, const std::string& program) {
  for (const std::string_view name : {"$ORIGIN", "${ORIGIN}"}) {
    if (const std::size_t at = directory.find(name); at != std::string::npos) {
      directory.replace(at, name.size(), parent_of(program));
    }
  }
  return normalised(directory);
}

/// Programs and shared libraries of a build tree, by their names.
std::map<std::string, std::vector<std::string>> programs_of(
    const std::string& build) {
  std::map<std::string, std::vector<std::string>> result;
  std::error_code problem;
  for (fs::recursive_directory_iterator each(build, problem), end; each != end;
       each.increment(problem)) {
    const std::string name = each->path().filename().string();
    if (each->is_directory(problem)) {
      if (is_build_directory_name(name) || is_version_control(name)) {
        each.disable_recursion_pending();
      }
      continue;
    }
    constexpr auto runs = fs::perms::owner_exec;
    const bool is_program =
        name.find(".so") != std::string::npos ||
        (each->status(problem).permissions() & runs) != fs::perms::none;
    if (is_program && each->is_regular_file(problem)) {
      result[name].push_back(each->path().string());
    }
  }
  return result;
}

}  // namespace

tree_reader::tree_reader(tree_places places, const std::string& output)
    : places_(std::move(places)),
      output_(output.empty() ? "" : places_.spelled(normalised(output))),
      roots_(places_.roots()) {}

bool tree_reader::is_a_root(const std::string& path) const {
  return std::any_of(roots_.begin(), roots_.end(),
                     [&](const auto& each) { return is_below(each, path); });
}

/// Archives the links on the way to `path`; returns the path without them. A
/// link to a directory outside of the trees stays in the path.
std::string tree_reader::follow_links(const std::string& path,
                                      const std::string& reason) {
  constexpr int most_links = 40;
  std::string wanted = places_.spelled(normalised(path));
  for (int links = 0; links < most_links; ++links) {
    std::string link;
    for (std::string at = wanted; !is_a_root(at) && !at.empty();
         at = parent_of(at)) {
      std::error_code problem;
      if (fs::is_symlink(at, problem)) {
        const std::string target = places_.spelled(normalised(
            fs::path(parent_of(at)) / fs::read_symlink(at, problem)));
        if (places_.place_of(target)) {
          link = at;
        }
      }
    }
    if (link.empty()) {
      return wanted;
    }
    std::error_code problem;
    const std::string target = places_.spelled(normalised(
        fs::path(parent_of(link)) / fs::read_symlink(link, problem)));
    const std::string place = *places_.place_of(link);
    add_link(place,
             fs::path(*places_.place_of(target))
                 .lexically_relative(parent_of(place))
                 .string(),
             reason);
    wanted = target + wanted.substr(link.size());
  }
  return wanted;
}

bool tree_reader::add_file(const std::string& given, const std::string& reason,
                           text_role role) {
  if (!places_.place_of(normalised(given))) {
    return false;
  }
  const std::string path = follow_links(given, reason);
  const auto place = places_.place_of(path);
  if (!place || path == output_ || !is_regular_file_at(path)) {
    return false;
  }
  if (files_.find(*place) != files_.end()) {
    return true;
  }
  auto content = read_file(path);
  if (!content) {
    return false;
  }
  // What this file names may name this file.
  archived_file& added = files_[*place];
  added.origin = path;
  added.reason = reason;
  added.size = static_cast<std::int64_t>(content->size());
  if (parse_elf(*content)) {
    read_program(path, std::move(*content), added);
  } else if (!has_zero_byte(*content)) {
    if (has_paths_below(*content, roots_)) {
      relocated_.insert(*place);
    }
    read_text(path, *content, role);
  }
  return true;
}

void tree_reader::read_program(const std::string& path, std::string content,
                               archived_file& into) {
  into.is_program = true;
  // Of parallel_mark_tests(), which the program reads when it starts.
  (void)add_file(path + ".markers", "markers of " + path, text_role::of_ctest);
  const elf_file elf = *parse_elf(content);
  find_libraries(path, elf);
  move_run_path(path, elf, content, into);
  read_paths_of_program(path, content, elf);
  for (const byte_range& each : elf.loaded) {
    remember_names(
        path, std::string_view(content).substr(each.offset, each.size), true);
  }
}

void tree_reader::read_text(const std::string& path, const std::string& text,
                            text_role role) {
  constexpr std::size_t longest_script = 1U << 20;
  if (role == text_role::of_ctest) {
    return;
  }
  if (text.size() <= longest_script) {
    remember_names(path, text, false);
  }
  for (const std::string& each : paths_below(text, roots_)) {
    if (!is_source_name(each)) {
      (void)add_path(each, "named in " + path);
    }
  }
}

std::vector<std::string> tree_reader::run_directories(
    const std::string& path, const elf_file& elf) const {
  std::vector<std::string> result;
  if (elf.run_path_offset == 0) {
    return result;
  }
  for (const std::string& each : split_path(elf.run_path)) {
    result.push_back(without_origin(each, path));
  }
  return result;
}

void tree_reader::find_libraries(const std::string& path, const elf_file& elf) {
  const std::vector<std::string> directories = run_directories(path, elf);
  for (const std::string& name : elf.needed) {
    const auto directory = std::find_if(
        directories.begin(), directories.end(), [&](const std::string& each) {
          return is_regular_file_at(each + "/" + name);
        });
    if (directory == directories.end()) {
      // LD_LIBRARY_PATH may name its directory.
      names_.emplace(name, path);
      continue;
    }
    const std::string library = *directory + "/" + name;
    if (!add_file(library, "library of " + path) && !is_of_system(*directory)) {
      note_left(immovable::type::outside_library, path, library);
    }
  }
}

/// Makes the directories of the trees in which the dynamic linker looks
/// relative to the program.
void tree_reader::move_run_path(const std::string& path, const elf_file& elf,
                                std::string& content, archived_file& into) {
  if (elf.run_path_offset == 0 || !has_paths_below(elf.run_path, roots_)) {
    return;
  }
  std::vector<run_directory> directories;
  std::vector<std::string> moved;
  for (const std::string& each : split_path(elf.run_path)) {
    const auto place = each.starts_with('/')
                           ? places_.place_of(normalised(each))
                           : std::nullopt;
    const bool is_used =
        !place || std::any_of(elf.needed.begin(), elf.needed.end(),
                              [&](const std::string& name) {
                                return is_regular_file_at(each + "/" + name);
                              });
    directories.push_back({each, place.value_or(""), is_used});
    if (place && is_used) {
      moved.push_back(places_.spelled(normalised(each)));
    }
  }
  const std::size_t space = elf.run_path.size();
  auto text =
      moved_run_path(directories, parent_of(*places_.place_of(path)), space);
  if (!text) {
    library_directories_.insert(library_directories_.end(), moved.begin(),
                                moved.end());
    return;
  }
  text->resize(space, '\0');
  content.replace(elf.run_path_offset, space, *text);
  into.content = content;
}

void tree_reader::read_paths_of_program(const std::string& path,
                                        const std::string& content,
                                        const elf_file& elf) {
  constexpr std::string_view data_ending = ".gcda";
  std::vector<std::string> found;
  for (const byte_range& each : elf.loaded) {
    const auto bytes = std::string_view(content).substr(each.offset, each.size);
    const auto here = paths_below(bytes, roots_, path_ends::at_line);
    found.insert(found.end(), here.begin(), here.end());
  }
  for (const std::string& text : found) {
    if (text == elf.run_path) {
      continue;
    }
    // The text may have more than a path.
    std::error_code problem;
    const std::string named =
        fs::exists(text, problem)
            ? text
            : paths_below(text, roots_, path_ends::at_separator).front();
    if (named.ends_with(data_ending)) {
      (void)add_file(
          named.substr(0, named.size() - data_ending.size()) + ".gcno",
          "coverage notes of " + path);
      continue;
    }
    programs_.insert(*places_.place_of(path));
    if (is_source_name(named)) {
      note_left(immovable::type::source_names, path, named);
      continue;
    }
    note_left(immovable::type::tree_paths, path, named);
    (void)add_path(named, "named in " + path);
  }
}

bool tree_reader::add_path(const std::string& path, const std::string& reason) {
  if (!places_.place_of(normalised(path))) {
    return false;
  }
  if (is_directory_at(path)) {
    // A test that gets a whole tree reads some of it; which part is unknown.
    if (is_a_root(normalised(path))) {
      return true;
    }
    add_directory(path, reason);
    return true;
  }
  return add_file(path, reason);
}

void tree_reader::add_empty_directory(const std::string& given,
                                      const std::string& reason) {
  const std::string path = follow_links(given, reason);
  const auto place = places_.place_of(path);
  if (place && is_directory_at(path)) {
    files_.emplace(*place, archived_file{archived_file::type::directory, path,
                                         "", reason});
  }
}

void tree_reader::add_directory(const std::string& given,
                                const std::string& reason,
                                programs_of_directory programs) {
  const std::string path = follow_links(given, reason);
  if (!places_.place_of(path) || !read_directories_.insert(path).second) {
    return;
  }
  add_empty_directory(path, reason);
  const bool is_in_build = is_below(path, places_.build());
  const bool is_built = is_regular_file_at(path + "/cmake_install.cmake");
  std::error_code problem;
  std::vector<std::string> names;
  for (const fs::directory_entry& each :
       fs::directory_iterator(path, problem)) {
    names.push_back(each.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    const std::string at = path + "/" + name;
    if (is_version_control(name) ||
        (is_in_build &&
         (is_build_product(name) || is_build_directory_name(name)))) {
      continue;
    }
    const bool is_link = fs::is_symlink(at, problem);
    if (is_directory_at(at)) {
      const bool is_other_build =
          is_regular_file_at(at + "/CMakeCache.txt") ||
          (is_in_build && is_regular_file_at(at + "/cmake_install.cmake"));
      const bool leaves =
          is_link && !places_.place_of(fs::canonical(at, problem).string());
      if (leaves) {
        note_left(immovable::type::outside_link, at,
                  fs::read_symlink(at, problem).string());
      } else if (!is_other_build) {
        add_directory(at, reason, programs);
      }
      continue;
    }
    const bool waits =
        is_in_build &&
        (is_built || programs == programs_of_directory::that_are_named) &&
        is_elf_file_at(at);
    if (!waits) {
      (void)add_file(at, reason);
    }
  }
}

void tree_reader::add_outside_file(const std::string& path,
                                   const std::string& place,
                                   const std::string& reason) {
  std::error_code problem;
  const auto size = fs::file_size(path, problem);
  if (!problem) {
    archived_file& added = files_[place];
    added.origin = path;
    added.reason = reason;
    added.size = static_cast<std::int64_t>(size);
  }
}

void tree_reader::add_text(const std::string& place, std::string text,
                           const std::string& reason) {
  archived_file& added = files_[place];
  added.reason = reason;
  added.size = static_cast<std::int64_t>(text.size());
  if (has_paths_below(text, roots_)) {
    relocated_.insert(place);
  }
  added.content = std::move(text);
}

void tree_reader::add_link(const std::string& place, const std::string& target,
                           const std::string& reason) {
  files_.emplace(place,
                 archived_file{archived_file::type::link, "", target, reason});
}

void tree_reader::add_working_directory(const std::string& path) {
  working_directories_.insert(places_.spelled(normalised(path)));
  add_empty_directory(path, "working directory");
}

void tree_reader::note_left(immovable::type kind, const std::string& file,
                            const std::string& name) {
  left_[{kind, file}].insert(name);
}

void tree_reader::add_whole_directory(const std::string& path) {
  whole_directories_.emplace(places_.spelled(normalised(path)), 0);
}

void tree_reader::remember_names(const std::string& path,
                                 std::string_view bytes, bool is_program) {
  for (const std::string& each : names_in(bytes, is_program)) {
    names_.emplace(each, path);
  }
}

void tree_reader::add_named_programs() {
  const auto programs = programs_of(places_.build());
  for (bool is_new = true; is_new;) {
    is_new = false;
    const auto named = names_;
    for (const auto& [name, paths] : programs) {
      const auto found = named.find(name);
      if (found == named.end()) {
        continue;
      }
      for (const std::string& path : paths) {
        const std::string directory = parent_of(path);
        const bool is_reached =
            name.find(".so") != std::string::npos ||
            directory == parent_of(found->second) ||
            working_directories_.find(directory) != working_directories_.end();
        const auto place = places_.place_of(path);
        if (is_reached && place && files_.find(*place) == files_.end()) {
          is_new = add_file(path, "named in " + found->second) || is_new;
        }
      }
    }
  }
}

archive_contents tree_reader::finish() {
  archive_contents result;
  for (const auto& [about, names] : left_) {
    result.left.push_back(
        {about.first, about.second, {names.begin(), names.end()}});
  }
  for (auto& [directory, size] : whole_directories_) {
    const auto place = places_.place_of(directory);
    for (const auto& [at, file] : files_) {
      size +=
          is_below(at, *place) && file.reason == why_directory ? file.size : 0;
    }
  }
  result.whole_directories = std::move(whole_directories_);
  result.about.relocated = {relocated_.begin(), relocated_.end()};
  result.about.programs = {programs_.begin(), programs_.end()};
  result.files = std::move(files_);
  return result;
}

}  // namespace parallel_testing::tools
