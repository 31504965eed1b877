// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "state/state_directory.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <parallel_testing/error.hpp>
#include <random>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing {

state_directory open_state_directory(const std::optional<std::string>& given) {
  if (!given) {
    return open_private_directory_in({"/tmp", "/var/tmp", "/dev/shm"},
                                     user_directory_name(),
                                     "PARALLEL_TESTING_STATE_DIR");
  }
  if (!make_directories(*given)) {
    os::throw_error(
        "cannot create the state directory", *given, errno,
        "set PARALLEL_TESTING_STATE_DIR to a directory this user can write to");
  }
  return open_private_directory(*given);
}

std::string name_of_run_index(const std::string& run, int index) {
  return fmt::format("indices/{}-{}", run, index);
}

void remove_run_indices(const state_directory& state,
                        const std::string& run) noexcept {
  int index = 0;
  while (::unlinkat(state.fd.get(), name_of_run_index(run, index).c_str(), 0) ==
         0) {
    ++index;
  }
}

std::uint32_t next_in_sequence(const state_directory& state,
                               const std::string& name) {
  const std::string file_name = "sequences/" + name;
  const std::string path = state.path + "/" + file_name;
  const unique_fd file = open_lock_file(state, file_name);
  wait_for_lock(file.get(), lock_mode::exclusive, path);
  const auto last = whole_number(read_rest(file.get()), UINT32_MAX);
  const std::uint32_t next =
      last ? static_cast<std::uint32_t>(*last) + 1U : std::random_device()();
  const std::string text = fmt::format("{:0>10}", next);
  // Remove a text that is not a number, so that nothing follows the new number.
  const bool is_clean = last || ::ftruncate(file.get(), 0) == 0;
  if (!is_clean || ::pwrite(file.get(), text.data(), text.size(), 0) !=
                       static_cast<ssize_t>(text.size())) {
    os::throw_error("cannot write", path, errno, "free some disk space");
  }
  return next;
}

}  // namespace parallel_testing
