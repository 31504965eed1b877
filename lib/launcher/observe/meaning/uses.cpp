// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/meaning/uses.hpp"

#include <fcntl.h>
#include <sys/ipc.h>

#include "observe/names/places.hpp"

namespace parallel_testing::launcher {

using observed::resource_kind;
using observed::state;
using observed::use;

use_set uses_of_open(std::uint64_t flags) {
  if ((flags & O_PATH) != 0) {
    return bit(use::probe);
  }
  // A file without a name.
  if ((flags & O_TMPFILE) == O_TMPFILE) {
    return bit(use::probe);
  }
  use_set uses = 0;
  const std::uint64_t access = flags & O_ACCMODE;
  if (access == O_RDONLY) {
    uses |= bit(use::read);
  }
  if (access != O_RDONLY) {
    uses |= (flags & O_APPEND) != 0 ? bit(use::append) : bit(use::write);
  }
  const bool empties = (flags & O_TRUNC) != 0;
  if (empties) {
    uses |= bit(use::write) | truncation;
  }
  if (access == O_RDWR && !empties) {
    uses |= bit(use::read);
  }
  if ((flags & O_CREAT) != 0) {
    uses |=
        (flags & O_EXCL) != 0 ? bit(use::create_exclusive) : bit(use::create);
  }
  return uses;
}

use_set uses_of_key(std::uint64_t flags, state before) {
  if ((flags & IPC_CREAT) == 0) {
    return bit(before == state::absent ? use::probe_absent : use::write);
  }
  return bit(use::write) |
         bit((flags & IPC_EXCL) != 0 ? use::create_exclusive : use::create);
}

use_set uses_given(use_set uses, state before) {
  constexpr use_set questions =
      bit(use::read) | bit(use::probe) | bit(use::exec);
  const bool is_only_question = (uses & ~questions) == 0;
  if (is_only_question && before == state::absent) {
    return bit(use::probe_absent);
  }
  if (is_only_question && before == state::directory && uses != 0) {
    return bit(use::probe);
  }
  return uses;
}

resource_kind kind_given(resource_kind kind, std::string_view path,
                         state before) {
  if (kind == resource_kind::unix_socket) {
    return kind;
  }
  if (before == state::directory) {
    return resource_kind::directory;
  }
  // rmdir(2) of a file fails; some programs try it before unlink(2).
  if (kind == resource_kind::directory && before != state::absent &&
      before != state::unknown) {
    kind = resource_kind::file;
  }
  if (kind == resource_kind::file && is_below(path, "/dev/shm")) {
    return resource_kind::posix_name;
  }
  return kind;
}

}  // namespace parallel_testing::launcher
