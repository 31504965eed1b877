// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lock_line.hpp"

#include <sys/file.h>

#include "file_lock.hpp"
#include "format.hpp"
#include "os.hpp"
#include "text.hpp"

namespace parallel_testing {

namespace {
std::string lock_file_name(const std::string& key) {
  return "locks/" + file_name(key, 60) + "-" + hex(hash(key), 16);
}

/// Those who want a lock stand in line, so that readers who come and go
/// cannot keep a writer out for ever. The line is left by unlocking: a child
/// made by fork meanwhile has a copy of the descriptor.
class place_in_line {
 public:
  place_in_line(const private_directory& locks, const std::string& lock_name,
                const std::string& key)
      : file_(open_lock_file(locks, lock_name + ".line")) {
    const std::string path = locks.path + "/" + lock_name;
    if (try_lock(file_.get(), lock_mode::exclusive, path)) return;
    say_waiting(key, lock_holder(open_lock_file(locks, lock_name).get()));
    has_waited_ = true;
    wait_for_lock(file_.get(), lock_mode::exclusive, path);
  }
  place_in_line(const place_in_line&) = delete;
  place_in_line& operator=(const place_in_line&) = delete;
  ~place_in_line() { os::lock_file(file_.get(), LOCK_UN); }

  bool has_waited() const noexcept { return has_waited_; }

 private:
  unique_fd file_;
  bool has_waited_ = false;
};
}  // namespace

void say_waiting(const std::string& key, const std::string& holder) {
  os::say(fmt::format("waiting for {}{}", key,
                      holder.empty() ? "" : ", held by " + holder));
}

unique_fd wait_in_line(const private_directory& locks,
                       const lock_request& request,
                       const std::string& signature) {
  const std::string name = lock_file_name(request.key);
  const std::string path = locks.path + "/" + name;
  for (;;) {
    const place_in_line place(locks, name, request.key);
    unique_fd file = open_lock_file(locks, name);
    if (!try_lock(file.get(), request.mode, path)) {
      if (!place.has_waited()) {
        say_waiting(request.key, lock_holder(file.get()));
      }
      wait_for_lock(file.get(), request.mode, path);
    }
    if (!is_still_there(file.get(), locks, name)) continue;
    sign_lock(file.get(), signature);
    return file;
  }
}

}  // namespace parallel_testing
