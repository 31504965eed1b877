// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the files of a server are. A database is some hundred small files, and
// nothing has to outlive the run: in memory, making one takes a tenth of the
// time. Its socket and its log stay in its directory, whose `data` then is a
// link.
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "base/files.hpp"
#include "postgresql/server/server.hpp"
#include "process/process.hpp"
#include "state/private_directory.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr const char* memory = "/dev/shm";

/// The files of a new server take 40 MB, its log of changes up to 512 MB.
constexpr std::uint64_t least_room = std::uint64_t{2} << 30U;

constexpr long tmpfs_magic = 0x01021994;  // linux/magic.h

bool has_room_in_memory() {
  struct statfs found {};
  if (::statfs(memory, &found) != 0 ||
      static_cast<long>(found.f_type) != tmpfs_magic) {
    return false;
  }
  return static_cast<std::uint64_t>(found.f_bavail) *
             static_cast<std::uint64_t>(found.f_bsize) >=
         least_room;
}

std::string link_of(const std::string& directory) {
  return directory + "/data";
}

/// Nobody else has one of this name, because `directory` is unique.
std::string place_in_memory(const std::string& directory) {
  return memory + directory.substr(directory.rfind('/'));
}

/// Whether `directory` keeps its files in memory.
bool is_in_memory(const std::string& directory) {
  return link_target(link_of(directory)) == place_in_memory(directory);
}

}  // namespace

storage make_data_directory(const std::string& directory) {
  const std::string link = link_of(directory);
  const std::string place = place_in_memory(directory);
  if (process::current().config().servers_on_disk || !has_room_in_memory()) {
    return storage::disk;
  }
  // The link first: it tells what there is to remove.
  if (::symlink(place.c_str(), link.c_str()) == 0) {
    if (::mkdir(place.c_str(), 0700) == 0) return storage::memory;
    ::unlink(link.c_str());
  }
  return storage::disk;
}

std::string data_directory_of(const std::string& directory) {
  return is_in_memory(directory) ? place_in_memory(directory)
                                 : link_of(directory);
}

bool remove_server_files(const std::string& directory) {
  if (is_in_memory(directory)) {
    if (!remove_tree(place_in_memory(directory)) && errno != ENOENT) {
      return false;
    }
  }
  return remove_tree(directory) || errno == ENOENT;
}

}  // namespace parallel_testing::postgresql
