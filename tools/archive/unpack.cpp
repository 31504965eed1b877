// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/unpack.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "archive/elf_file.hpp"
#include "archive/entry_rules.hpp"
#include "archive/moved_manifest.hpp"
#include "base/record.hpp"
#include "base/whole_file.hpp"
#include "cli/command.hpp"
#include "lib/src/base/unique_fd.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_archive(const std::string& path,
                                 const std::string& why) {
  throw cli::failure(cli::exit_environment,
                     fmt::format("the archive '{}' {}", path, why));
}

[[noreturn]] void fail_to_unpack(const std::string& path, int reason) {
  throw cli::failure(
      cli::exit_environment,
      fmt::format("cannot unpack '{}': {}", path, std::strerror(reason)));
}

struct closes_reader {
  void operator()(archive* reader) const { ::archive_read_free(reader); }
};

/// Reads the entries of an archive in order.
class archive_source {
 public:
  explicit archive_source(std::string path)
      : path_(std::move(path)), reader_(::archive_read_new()) {
    constexpr std::size_t block = 1U << 16;
    ::archive_read_support_format_tar(reader_.get());
    ::archive_read_support_filter_zstd(reader_.get());
    require(::archive_read_open_filename(reader_.get(), path_.c_str(), block));
  }

  /// Returns false at the end.
  bool next(archive_entry_facts& into) {
    archive_entry* entry = nullptr;
    const int result = ::archive_read_next_header(reader_.get(), &entry);
    if (result == ARCHIVE_EOF) {
      return false;
    }
    require(result);
    into = facts_of(entry);
    time_ = ::archive_entry_mtime(entry);
    return true;
  }

  /// Calls `take` with the parts of the data of the entry.
  template <class Take>
  void read_data(Take take) {
    std::array<char, 1U << 16> buffer{};
    while (true) {
      const la_ssize_t size =
          ::archive_read_data(reader_.get(), buffer.data(), buffer.size());
      if (size < 0) {
        require(ARCHIVE_FATAL);
      }
      if (size <= 0) {
        return;
      }
      take(std::string_view(buffer.data(), static_cast<std::size_t>(size)));
    }
  }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::int64_t time() const { return time_; }

 private:
  static archive_entry_facts facts_of(archive_entry* entry) {
    const auto text = [](const char* given) {
      return std::string(given == nullptr ? "" : given);
    };
    archive_entry_facts facts;
    facts.path = text(::archive_entry_pathname(entry));
    while (facts.path.size() > 1 && facts.path.ends_with('/')) {
      facts.path.pop_back();
    }
    facts.size = ::archive_entry_size(entry);
    facts.mode = ::archive_entry_perm(entry);
    if (::archive_entry_hardlink(entry) != nullptr) {
      facts.kind = entry_kind::hard_link;
      return facts;
    }
    switch (::archive_entry_filetype(entry)) {
      case AE_IFREG:
        facts.kind = entry_kind::file;
        break;
      case AE_IFDIR:
        facts.kind = entry_kind::directory;
        break;
      case AE_IFLNK:
        facts.kind = entry_kind::link;
        facts.target = text(::archive_entry_symlink(entry));
        break;
      default:
        facts.kind = entry_kind::other;
        break;
    }
    return facts;
  }

  void require(int result) {
    if (result != ARCHIVE_OK) {
      const char* const reason = ::archive_error_string(reader_.get());
      refuse_archive(path_,
                     fmt::format("cannot be read: {}",
                                 reason == nullptr ? "it is damaged" : reason));
    }
  }

  std::string path_;
  std::unique_ptr<archive, closes_reader> reader_;
  std::int64_t time_ = 0;
};

archive_manifest read_manifest(archive_source& from) {
  constexpr std::int64_t longest = 256 << 20;
  archive_entry_facts first;
  if (!from.next(first) || first.path != manifest_name ||
      first.kind != entry_kind::file || first.size > longest) {
    refuse_archive(from.path(),
                   fmt::format("was not made by `parallel-testing archive`: "
                               "its first file is not {}",
                               manifest_name));
  }
  std::string text;
  from.read_data([&](std::string_view part) { text += part; });
  try {
    return parse_manifest(text);
  } catch (const record_error& wrong) {
    refuse_archive(from.path(), fmt::format("is refused: {}; {}", wrong.what(),
                                            wrong.found.remedy));
  }
}

void check_space(const archive_manifest& about, const std::string& directory,
                 const std::string& archive) {
  std::error_code problem;
  const fs::space_info space = fs::space(directory, problem);
  if (about.files < 0 || about.bytes < 0 ||
      (!problem &&
       static_cast<std::uintmax_t>(about.bytes) > space.available)) {
    refuse_archive(
        archive,
        fmt::format("requires {} bytes, but '{}' has {}; unpack it elsewhere: "
                    "--to DIR",
                    about.bytes, directory, space.available));
  }
}

/// Removes what was unpacked unless all of it was.
class unpacked_directory {
 public:
  explicit unpacked_directory(const std::string& path) : path_(path) {
    std::error_code problem;
    was_there_ = fs::exists(path, problem);
    if (was_there_ &&
        (!fs::is_directory(path, problem) || !fs::is_empty(path, problem))) {
      throw cli::failure(
          cli::exit_usage,
          fmt::format("--to '{}' is not an empty directory; give a new one, or "
                      "run what was unpacked there: parallel-testing run "
                      "{}/build",
                      path, path));
    }
    fs::create_directories(path, problem);
    if (problem) {
      fail_to_unpack(path, problem.value());
    }
    path_ = fs::canonical(path).string();
  }
  unpacked_directory(const unpacked_directory&) = delete;
  unpacked_directory& operator=(const unpacked_directory&) = delete;
  ~unpacked_directory() {
    if (is_complete_) {
      return;
    }
    std::error_code ignored;
    std::vector<fs::path> inside;
    for (const auto& each : fs::directory_iterator(path_, ignored)) {
      inside.push_back(each.path());
    }
    for (const fs::path& each : inside) {
      fs::remove_all(each, ignored);
    }
    if (!was_there_) {
      fs::remove(path_, ignored);
    }
  }

  [[nodiscard]] const std::string& path() const { return path_; }
  void keep() { is_complete_ = true; }

 private:
  std::string path_;
  bool was_there_ = false;
  bool is_complete_ = false;
};

void write_all_to(int file, std::string_view data, const std::string& path) {
  while (!data.empty()) {
    const ssize_t written = ::write(file, data.data(), data.size());
    if (written < 0 && errno != EINTR) {
      fail_to_unpack(path, errno);
    }
    data.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

class unpacker {
 public:
  unpacker(archive_source& from, const archive_manifest& about,
           const std::string& directory, const std::string& map_source)
      : from_(&from),
        directory_(directory),
        moves_(moves_into(about, directory, map_source)),
        relocated_(about.relocated.begin(), about.relocated.end()) {}

  void take(const archive_entry_facts& entry) {
    const std::string path = directory_ + "/" + entry.path;
    std::error_code problem;
    fs::create_directories(entry.kind == entry_kind::directory
                               ? path
                               : fs::path(path).parent_path().string(),
                           problem);
    if (problem) {
      fail_to_unpack(path, problem.value());
    }
    if (entry.kind == entry_kind::link) {
      links_.push_back(entry);
    } else if (entry.kind == entry_kind::file) {
      take_file(entry, path);
    }
  }

  /// Writes the lists of cases again, which depend on each other.
  void move_manifests() {
    for (const auto& [place, text] : originals_) {
      const auto units = originals_.find(units_file_of(place));
      if (units == originals_.end()) {
        continue;
      }
      const std::string path = directory_ + "/" + place;
      std::error_code problem;
      const auto time = fs::last_write_time(path, problem);
      if (const auto failed =
              replace_file(path, move_manifest(text, units->second, moves_))) {
        fail_to_unpack(path, failed.value());
      }
      fs::last_write_time(path, time, problem);
    }
  }

  /// Links come last, so that no file is written through one.
  void make_links() {
    for (const archive_entry_facts& each : links_) {
      const std::string path = directory_ + "/" + each.path;
      if (::symlink(each.target.c_str(), path.c_str()) != 0) {
        fail_to_unpack(path, errno);
      }
    }
    for (const archive_entry_facts& each : links_) {
      std::error_code problem;
      const std::string path = directory_ + "/" + each.path;
      // A link to a missing file is not followed, so its target is.
      const fs::path reached = fs::weakly_canonical(
          fs::path(path).parent_path() / each.target, problem);
      if (problem || !is_below(reached.string(), directory_)) {
        refuse_archive(from_->path(),
                       fmt::format("is refused: '{}' leads out of it by "
                                   "several links",
                                   each.path));
      }
    }
  }

 private:
  void keep_original(const std::string& place, std::string text) {
    if (!units_file_of(place).empty() || place.ends_with("_units.txt")) {
      originals_.emplace(place, std::move(text));
    }
  }

  void take_file(const archive_entry_facts& entry, const std::string& path) {
    constexpr unsigned all = 0777;
    const mode_t mode = (entry.mode & all) | S_IRUSR | S_IWUSR;
    const unique_fd file(
        ::open(path.c_str(),
               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
    if (!file) {
      fail_to_unpack(path, errno);
    }
    if (relocated_.find(entry.path) == relocated_.end()) {
      from_->read_data(
          [&](std::string_view part) { write_all_to(file.get(), part, path); });
    } else {
      std::string text;
      from_->read_data([&](std::string_view part) { text += part; });
      write_all_to(file.get(), move_paths(text, moves_), path);
      keep_original(entry.path, std::move(text));
    }
    ::fchmod(file.get(), mode);
    const timespec time{from_->time(), 0};
    const std::array<timespec, 2> times{time, time};
    ::futimens(file.get(), times.data());
  }

  archive_source* from_;
  std::string directory_;
  std::vector<moved_path> moves_;
  std::set<std::string> relocated_;
  std::map<std::string, std::string> originals_;  ///< of lists of cases
  std::vector<archive_entry_facts> links_;
};

void unpack_entries(archive_source& from, const archive_manifest& about,
                    const std::string& directory,
                    const std::string& map_source) {
  entry_rules rules(about.files, about.bytes);
  unpacker to(from, about, directory, map_source);
  std::int64_t count = 0;
  for (archive_entry_facts entry; from.next(entry); ++count) {
    if (const std::string problem = rules.refusal(entry); !problem.empty()) {
      refuse_archive(from.path(),
                     fmt::format("is refused: '{}' {}", entry.path, problem));
    }
    to.take(entry);
  }
  if (count != about.files) {
    refuse_archive(from.path(), fmt::format("is cut off: it has {} of {} files",
                                            count, about.files));
  }
  to.move_manifests();
  to.make_links();
}

/// Whether the program names no path of the trees afterwards.
bool map_program(const std::string& path,
                 const std::vector<moved_path>& moves) {
  auto program = read_file(path);
  const auto elf = program ? parse_elf(*program) : std::nullopt;
  if (!elf) {
    return false;
  }
  std::vector<std::string> froms;
  for (const moved_path& each : moves) {
    froms.push_back(each.from);
  }
  std::size_t patched = 0;
  bool is_mapped = true;
  for (const byte_range& range : elf->loaded) {
    for (const moved_path& each : moves) {
      patched += patch_paths(*program, range.offset, range.size, each);
    }
    const std::string_view bytes =
        std::string_view(*program).substr(range.offset, range.size);
    for (const std::string& each : paths_below(bytes, froms)) {
      is_mapped = is_mapped && std::any_of(moves.begin(), moves.end(),
                                           [&](const auto& move) {
                                             return is_below(each, move.to);
                                           });
    }
  }
  std::error_code problem;
  const auto time = fs::last_write_time(path, problem);
  if (patched > 0) {
    is_mapped = !replace_file(path, *program) && is_mapped;
    fs::last_write_time(path, time, problem);
  }
  return is_mapped;
}

/// The moves by which programs change: the build tree, which may be in the
/// source tree, before the source tree.
std::vector<moved_path> moves_of_programs(const archive_manifest& about,
                                          const unpack_wishes& wanted,
                                          const std::string& directory) {
  std::vector<moved_path> result =
      moves_into(about, directory, wanted.map_source);
  std::sort(result.begin(), result.end(),
            [](const auto& one, const auto& other) {
              return one.from.size() > other.from.size();
            });
  return result;
}

/// Makes `map_source` a link to the unpacked source files unless it is there.
void provide_source(const archive_manifest& about, const unpack_wishes& wanted,
                    const std::string& directory) {
  std::error_code problem;
  if (fs::exists(wanted.map_source, problem)) {
    return;
  }
  for (const moved_path& each : about.moves) {
    if (each.from == about.source) {
      fs::create_directories(directory + "/" + each.to, problem);
      fs::create_directory_symlink(directory + "/" + each.to, wanted.map_source,
                                   problem);
    }
  }
  if (problem) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("--map-source '{}' cannot become a link to the unpacked "
                    "source files: {}; give a checkout of the sources, or a "
                    "path where a link can be made",
                    wanted.map_source, problem.message()));
  }
}

}  // namespace

unpacked_archive unpack_archive(const unpack_wishes& wanted) {
  archive_source from(wanted.archive);
  unpacked_archive result;
  result.about = read_manifest(from);
  unpacked_directory directory(wanted.directory);
  constexpr std::string_view refused = "\"\\$;[]\n";
  if (directory.path().find_first_of(refused) != std::string::npos) {
    throw cli::failure(
        cli::exit_usage,
        fmt::format("--to '{}' has a character that ctest would not read as it "
                    "is; give a path without quotes, backslashes, brackets, $ "
                    "and semicolons",
                    directory.path()));
  }
  check_space(result.about, directory.path(), wanted.archive);
  unpack_entries(from, result.about, directory.path(), wanted.map_source);
  if (!wanted.map_source.empty()) {
    provide_source(result.about, wanted, directory.path());
  }
  const std::vector<moved_path> moves =
      moves_of_programs(result.about, wanted, directory.path());
  for (const std::string& each : result.about.programs) {
    if (wanted.map_source.empty() ||
        !map_program(directory.path() + "/" + each, moves)) {
      result.unmapped.push_back(each);
    }
  }
  result.build = directory.path() + "/" + result.about.build_place;
  directory.keep();
  return result;
}

}  // namespace parallel_testing::tools
