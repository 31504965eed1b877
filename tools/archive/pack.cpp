// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/pack.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include "base/whole_file.hpp"
#include "cli/command.hpp"

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

struct closes_writer {
  void operator()(archive* writer) const { ::archive_write_free(writer); }
};
using archive_writer = std::unique_ptr<archive, closes_writer>;

struct frees_entry {
  void operator()(archive_entry* entry) const { ::archive_entry_free(entry); }
};

/// Files with lists of tests are newer than the programs that they list, so
/// that ctest does not list them again.
std::int64_t stored_time(const std::string& place) {
  constexpr std::int64_t any_time = 1'000'000'000;
  const bool is_list =
      place.ends_with(".cmake") && place.find("_tests") != std::string::npos;
  return any_time + (is_list ? 10 : 0);
}

unsigned mode_of(const archived_file& file) {
  constexpr unsigned plain = 0644;
  constexpr unsigned executable = 0755;
  if (file.kind != archived_file::type::file) {
    return executable;
  }
  struct stat status {};
  const bool runs = !file.origin.empty() &&
                    ::stat(file.origin.c_str(), &status) == 0 &&
                    (status.st_mode & S_IXUSR) != 0;
  return runs ? executable : plain;
}

class packer {
 public:
  explicit packer(std::string path) : path_(std::move(path)) {
    writer_.reset(::archive_write_new());
    require(::archive_write_set_format_pax_restricted(writer_.get()));
    require(::archive_write_add_filter_zstd(writer_.get()));
    require(::archive_write_open_filename(writer_.get(), path_.c_str()));
  }

  void add(const std::string& place, const archived_file& file) {
    const std::unique_ptr<archive_entry, frees_entry> entry(
        ::archive_entry_new());
    ::archive_entry_set_pathname(entry.get(), place.c_str());
    ::archive_entry_set_mtime(entry.get(), stored_time(place), 0);
    ::archive_entry_set_perm(entry.get(), mode_of(file));
    switch (file.kind) {
      case archived_file::type::directory:
        ::archive_entry_set_filetype(entry.get(), AE_IFDIR);
        break;
      case archived_file::type::link:
        ::archive_entry_set_filetype(entry.get(), AE_IFLNK);
        ::archive_entry_set_symlink(entry.get(), file.target.c_str());
        break;
      case archived_file::type::file:
        ::archive_entry_set_filetype(entry.get(), AE_IFREG);
        ::archive_entry_set_size(entry.get(), file.size);
        break;
    }
    require(::archive_write_header(writer_.get(), entry.get()));
    if (file.kind == archived_file::type::file) {
      add_data(place, file);
    }
  }

  void close() { require(::archive_write_close(writer_.get())); }

 private:
  void require(int result) {
    if (result != ARCHIVE_OK) {
      const char* const reason = ::archive_error_string(writer_.get());
      throw cli::failure(
          cli::exit_environment,
          fmt::format("cannot write the archive '{}': {}", path_,
                      reason == nullptr ? "libarchive refuses" : reason));
    }
  }

  void write(const char* data, std::size_t size) {
    while (size > 0) {
      const la_ssize_t written =
          ::archive_write_data(writer_.get(), data, size);
      if (written <= 0) {
        require(ARCHIVE_FATAL);
      }
      data += written;
      size -= static_cast<std::size_t>(written);
    }
  }

  void add_data(const std::string& place, const archived_file& file) {
    if (file.content) {
      write(file.content->data(), file.content->size());
      return;
    }
    std::ifstream from(file.origin, std::ios::binary);
    std::array<char, 1U << 16> buffer{};
    std::int64_t left = file.size;
    while (left > 0 && from) {
      const auto wanted = std::min<std::int64_t>(
          left, static_cast<std::int64_t>(buffer.size()));
      from.read(buffer.data(), wanted);
      write(buffer.data(), static_cast<std::size_t>(from.gcount()));
      left -= from.gcount();
    }
    if (left > 0) {
      throw cli::failure(
          cli::exit_environment,
          fmt::format("'{}' changed while it was archived as '{}'; end the "
                      "build, and make the archive again",
                      file.origin, place));
    }
  }

  std::string path_;
  archive_writer writer_;
};

/// A file that is removed unless it gets its final name.
class draft_file {
 public:
  explicit draft_file(const std::string& path)
      : path_(path + "." + std::to_string(::getpid())) {}
  draft_file(const draft_file&) = delete;
  draft_file& operator=(const draft_file&) = delete;
  ~draft_file() { std::remove(path_.c_str()); }

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace

packed_archive pack_archive(archive_contents contents,
                            const std::string& path) {
  packed_archive result;
  for (const auto& [place, file] : contents.files) {
    result.files += 1;
    result.bytes += file.kind == archived_file::type::file ? file.size : 0;
  }
  contents.about.files = result.files;
  contents.about.bytes = result.bytes;
  archived_file about;
  about.content = manifest_text(contents.about);
  about.size = static_cast<std::int64_t>(about.content->size());

  const draft_file draft(path);
  packer to(draft.path());
  to.add(manifest_name, about);
  for (const auto& [place, file] : contents.files) {
    to.add(place, file);
  }
  to.close();
  std::error_code problem;
  result.compressed =
      static_cast<std::int64_t>(fs::file_size(draft.path(), problem));
  fs::rename(draft.path(), path, problem);
  if (problem) {
    throw cli::failure(cli::exit_environment,
                       fmt::format("cannot write the archive '{}': {}", path,
                                   problem.message()));
  }
  return result;
}

}  // namespace parallel_testing::tools
