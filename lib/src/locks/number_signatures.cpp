// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "locks/number_signatures.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

#include "base/files.hpp"
#include "base/os.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing {

namespace {

constexpr std::size_t number_signature_length = 64;

off_t offset_of(unsigned number) {
  return static_cast<off_t>(number) *
         static_cast<off_t>(number_signature_length);
}

}  // namespace

void sign_number(const private_directory& locks, const char* file,
                 unsigned number, const std::string& group) {
  const unique_fd opened = open_lock_file(locks, file);
  std::string text = group.substr(0, number_signature_length - 1);
  text.resize(number_signature_length, ' ');
  if (::pwrite(opened.get(), text.data(), text.size(), offset_of(number)) ==
      static_cast<ssize_t>(text.size())) {
    return;
  }
  os::throw_error("cannot write", locks.path + "/" + file, errno,
                  "free some disk space");
}

std::string group_of_number(const private_directory& locks, const char* file,
                            unsigned number) {
  const unique_fd opened(os::open_at(locks.fd.get(), file, O_RDONLY));
  if (!opened) {
    return "";
  }
  std::string group =
      read_part(opened.get(), static_cast<std::size_t>(offset_of(number)),
                number_signature_length);
  group.resize(std::min(group.find(' '), group.size()));
  return group.empty() || group[0] == '\0' ? "" : group;
}

}  // namespace parallel_testing
