// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lock_line.hpp"

#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "file_lock.hpp"
#include "format.hpp"
#include "os.hpp"
#include "test_group.hpp"
#include "text.hpp"

namespace parallel_testing {

namespace {
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

std::string readers_of(const std::string& lock_name) {
  return lock_name + ".readers";
}

/// Readers that hold a lock at a time cannot all sign it.
void note_reader(const private_directory& locks, const std::string& lock_name,
                 const std::string& group) {
  constexpr off_t longest = 65536;
  const std::string name = readers_of(lock_name);
  const unique_fd file = open_lock_file(locks, name);
  std::string text = group + "\n";
  if (::lseek(file.get(), 0, SEEK_END) > longest) {
    ::lseek(file.get(), 0, SEEK_SET);
    const std::string former = os::read_fd(file.get());
    for (const std::string_view each : split(former, '\n')) {
      if (!each.empty() && !is_gone(locks, std::string(each))) {
        text += fmt::format("{}\n", each);
      }
    }
    if (::ftruncate(file.get(), 0) != 0) {
      os::throw_error("cannot write", locks.path + "/" + name, errno,
                      "free some space");
    }
  }
  ::lseek(file.get(), 0, SEEK_END);
  if (os::write_all(file.get(), text)) return;
  os::throw_error("cannot write", locks.path + "/" + name, errno,
                  "free some space");
}

void wait_for_readers(const private_directory& locks, const std::string& name,
                      const lock_request& request, const std::string& group) {
  const std::string file = readers_of(name);
  const std::string text = os::read_file_at(locks.fd.get(), file.c_str());
  if (text.empty()) return;
  for (const std::string_view each : split(text, '\n')) {
    if (each.empty() || each == group) continue;
    wait_until_gone(locks, std::string(each), request.key);
  }
  ::unlinkat(locks.fd.get(), file.c_str(), 0);
}

/// The kernel's lock is free when the process that took it is gone; others of
/// its test may still be there.
void wait_for_former_holders(const private_directory& locks,
                             const lock_request& request, int file,
                             const std::string& group) {
  const std::string former = group_in(read_signature(file));
  if (!former.empty() && former != group) {
    wait_until_gone(locks, former, request.key);
  }
  if (request.mode == lock_mode::exclusive) {
    wait_for_readers(locks, lock_file_name(request.key), request, group);
  }
}
}  // namespace

std::string lock_file_name(const std::string& key) {
  return "locks/" + file_name(key, 60) + "-" + hex(hash(key), 16);
}

void say_waiting(const std::string& key, const std::string& holder) {
  os::say(fmt::format("waiting for {}{}", key,
                      holder.empty() ? "" : ", held by " + holder));
}

unique_fd wait_in_line(const private_directory& locks,
                       const lock_request& request,
                       const std::string& signature) {
  const std::string name = lock_file_name(request.key);
  const std::string path = locks.path + "/" + name;
  const std::string group = group_in(signature);
  for (;;) {
    const place_in_line place(locks, name, request.key);
    unique_fd file = open_lock_file(locks, name);
    if (!try_lock(file.get(), request.mode, path)) {
      if (!group.empty() && signer_in(read_signature(file.get())) == group) {
        sign_lock(file.get(), signature);
        return file;
      }
      if (!place.has_waited()) {
        say_waiting(request.key, lock_holder(file.get()));
      }
      wait_for_lock(file.get(), request.mode, path);
    }
    if (!is_still_there(file.get(), locks, name)) continue;
    wait_for_former_holders(locks, request, file.get(), group);
    const bool is_reading_group =
        request.mode == lock_mode::shared && !group.empty();
    // Other readers need not wait for this one.
    sign_lock(file.get(),
              is_reading_group ? without_group(signature) : signature);
    if (is_reading_group) note_reader(locks, name, group);
    return file;
  }
}

}  // namespace parallel_testing
