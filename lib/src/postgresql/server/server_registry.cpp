// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/server/server_registry.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <parallel_testing/error.hpp>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "postgresql/client/ownership.hpp"
#include "postgresql/server/server.hpp"
#include "process/process.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr const char* folder = "servers";
constexpr std::string_view directory_name = "/pt-pg-";

/// unix(7) allows 107 bytes, of which the name of the socket needs 19.
constexpr std::size_t longest_root = 60;

struct server_record {
  ownership_mark mark;
  std::string directory;
};

server_record read_record(const state_directory& state,
                          const std::string& name) {
  const std::string text =
      read_whole(state.fd.get(), fmt::format("{}/{}", folder, name));
  const std::vector<std::string_view> lines = split(text, '\n');
  if (lines.size() != 2) {
    return {};
  }
  return {parse_ownership_mark(lines[0]), std::string(lines[1])};
}

std::string file_of(const std::string& fixture) {
  return fmt::format("{}/{}-{}", folder,
                     run_file_name(process::current().of_run().id()),
                     file_name(fixture, 100));
}

/// Whether make_server_directory() can have created the directory: no other
/// directory is ever removed.
bool is_of_a_server(const std::string& directory) {
  const std::size_t slash = directory.rfind('/');
  return slash != directory.npos &&
         directory.compare(slash, directory_name.size(), directory_name) == 0;
}

void remove_recorded(const state_directory& state, const std::string& file,
                     const server_record& record) {
  if (!is_of_a_server(record.directory)) {
    return;
  }
  stop_server(record.directory);
  if (remove_server_files(record.directory)) {
    ::unlinkat(state.fd.get(), file.c_str(), 0);
    return;
  }
  // Keep the record, so that the next run tries again.
  os::say(fmt::format(
      "cannot remove '{}' of a PostgreSQL server: {}; remove it manually",
      record.directory, std::strerror(errno)));
}

/// The parent directory of servers. The server's user must be able to enter it,
/// so it must not be below a directory of root.
std::string root_of_directories() {
  const settings& config = process::current().config();
  const bool fits =
      !config.temp_root.empty() && config.temp_root.size() <= longest_root;
  return fits && ::geteuid() != 0 ? config.temp_root : "/tmp";
}

}  // namespace

std::string make_server_directory(const std::string& fixture) {
  const state_directory& state = process::current().state();
  std::string directory =
      root_of_directories() + std::string(directory_name) + "XXXXXX";
  if (::mkdtemp(directory.data()) == nullptr) {
    os::throw_error("cannot create the directory of a server", directory, errno,
                    "free some disk space or set PARALLEL_TESTING_TEMP_ROOT");
  }
  const std::string text =
      fmt::format("{}\n{}\n", to_text(own_mark()), directory);
  const unique_fd file = open_lock_file(state, file_of(fixture));
  if (::ftruncate(file.get(), 0) == 0 && os::write_all(file.get(), text)) {
    return directory;
  }
  const int reason = errno;
  remove_tree(directory);
  os::throw_error("cannot write", state.path + "/" + file_of(fixture), reason,
                  "free some disk space");
}

void remove_server(const std::string& fixture) {
  const state_directory& state = process::current().state();
  const std::string file = file_of(fixture);
  const std::string name = file.substr(file.find('/') + 1);
  remove_recorded(state, file, read_record(state, name));
}

std::vector<std::string> collect_dead_servers(collect_mode mode) noexcept {
  std::vector<std::string> directories;
  try {
    const state_directory& state = process::current().state();
    for (const std::string& name : names_in(state.path + "/" + folder)) {
      const server_record record = read_record(state, name);
      if (!is_of_a_dead_run(record.mark)) {
        continue;
      }
      directories.push_back(record.directory);
      if (mode == collect_mode::only_list) {
        continue;
      }
      remove_recorded(state, fmt::format("{}/{}", folder, name), record);
    }
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
  return directories;
}

}  // namespace parallel_testing::postgresql
