// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "state_directory.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <parallel_testing/error.hpp>
#include <random>

#include "file_lock.hpp"
#include "format.hpp"
#include "os.hpp"
#include "test_group.hpp"
#include "text.hpp"

namespace parallel_testing {

namespace {
constexpr int most_workers = 10000;

void sign(int file, const std::string& group) {
  sign_lock(file, group.empty() ? "" : signature_of_group(group, ""));
}
}  // namespace

state_directory open_state_directory(const std::optional<std::string>& given) {
  if (!given) {
    return open_private_directory_in({"/tmp", "/var/tmp", "/dev/shm"},
                                     user_directory_name(),
                                     "PARALLEL_TESTING_STATE_DIR");
  }
  if (!make_directories(*given)) {
    os::throw_error("cannot make the state directory", *given, errno,
                    "set PARALLEL_TESTING_STATE_DIR to a directory this user "
                    "can write to");
  }
  return open_private_directory(*given);
}

worker_slot try_worker_slot(const state_directory& state, int index,
                            const std::string& group) {
  const std::string name = fmt::format("workers/gw{}", index);
  unique_fd file = open_lock_file(state, name);
  if (!try_lock(file.get(), lock_mode::exclusive, state.path + "/" + name) ||
      !is_still_there(file.get(), state, name)) {
    return {};
  }
  const std::string former = group_in(read_signature(file.get()));
  if (!former.empty() && former != group && !is_gone(state, former)) return {};
  if (!former.empty() || !group.empty()) sign(file.get(), group);
  return {index, std::move(file)};
}

unique_fd share_worker_slot(const state_directory& state, int index,
                            const std::string& group) {
  const std::string name = fmt::format("workers/gw{}", index);
  unique_fd file = open_lock_file(state, name);
  sign(file.get(), group);
  return file;
}

worker_slot take_worker_slot(const state_directory& state,
                             const std::string& group) {
  for (int index = 0; index < most_workers; ++index) {
    worker_slot slot = try_worker_slot(state, index, group);
    if (slot.lock) return slot;
  }
  throw error(
      fmt::format("no free worker: {} processes hold one in '{}'; end some of "
                  "them",
                  most_workers, state.path));
}

std::uint32_t next_in_sequence(const state_directory& state,
                               const std::string& name) {
  const std::string file_name = "sequences/" + name;
  const std::string path = state.path + "/" + file_name;
  const unique_fd file = open_lock_file(state, file_name);
  wait_for_lock(file.get(), lock_mode::exclusive, path);
  const auto last = whole_number(os::read_fd(file.get()), UINT32_MAX);
  const std::uint32_t next =
      last ? static_cast<std::uint32_t>(*last) + 1U : std::random_device()();
  const std::string text = fmt::format("{:0>10}", next);
  // Whatever is no number must not stay behind the new one.
  const bool is_clean = last || ::ftruncate(file.get(), 0) == 0;
  if (!is_clean || ::pwrite(file.get(), text.data(), text.size(), 0) !=
                       static_cast<ssize_t>(text.size())) {
    os::throw_error("cannot write", path, errno, "free some space");
  }
  return next;
}

}  // namespace parallel_testing
