// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <time.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "observe/meaning/ledger.hpp"
#include "observe/meaning/path_memory.hpp"
#include "observe/meaning/processes.hpp"
#include "observe/meaning/watched_calls.hpp"
#include "observe/names/paths.hpp"
#include "observe/names/places.hpp"
#include "observe/names/sockets.hpp"

namespace parallel_testing::launcher {

/// Notes in a ledger what system calls mean. A call must not be carried out
/// before it was seen: its arguments and what was there before it are read.
class interpreter {
 public:
  interpreter(ledger& into, known_places known)
      : into_(into), known_(std::move(known)) {
    ::clock_gettime(CLOCK_REALTIME, &start_);
  }

  void see(const system_call& call);

  /// The test begins as a copy of this process.
  void begin(pid_t test) { processes_.add_copy_of_this(test); }

  /// No call comes any more: looks what the test left.
  void finish();

  std::int64_t calls() const noexcept { return calls_; }
  std::int64_t unread() const noexcept { return unread_; }

 private:
  struct path_use {
    int directory = 0;  ///< a descriptor, or AT_FDCWD
    std::uint64_t address = 0;
    use_set uses = 0;
    bool follows = true;
    observed::resource_kind kind = observed::resource_kind::file;
    /// Whether the call that asks needs to know what is there.
    bool needs_state = false;
  };
  /// A socket whose port the kernel chooses in the call that was seen.
  struct awaited_port {
    pid_t thread;
    int fd;
    socket_address asked;
    std::string protocol;
    use_set uses;
  };
  void understand(const watched_call& known, const system_call& call);
  void see_open(const system_call& call, const watched_call& known,
                std::uint64_t flags);
  void see_path(const watched_call& known, const system_call& call);
  void see_two_paths(const watched_call& known, const system_call& call);
  void see_exec(const watched_call& known, const system_call& call);
  void see_socket_call(const system_call& call);
  void see_list(const system_call& call);
  void see_queue(const watched_call& known, const system_call& call);
  void see_key(const watched_call& known, const system_call& call);
  void see_key_removal(const watched_call& known, const system_call& call);
  void see_descriptor(pid_t thread, int fd, observed::use how,
                      use_set beside = 0);
  void see_record_lock(const system_call& call);
  void see_address(pid_t thread, int fd, std::uint64_t address,
                   std::uint64_t size, observed::use how);
  void see_listen(const system_call& call);
  void see_messages(const system_call& call, bool are_many);
  void see_signal(pid_t thread, pid_t target);

  observed::state touch(pid_t thread, const path_use& used);
  observed::state touch_text(pid_t thread, const path_use& used,
                             const std::string& path);
  std::optional<observed::state> touch_again(pid_t thread, const path_use& used,
                                             path_memory::entry& known);
  void touch_port(pid_t thread, int fd, const socket_address& address,
                  const std::string& protocol, use_set uses,
                  observed::chance meeting);
  ledger::item& note(pid_t thread, observed::resource&& what, use_set uses,
                     observed::state before);
  void note_ipc(pid_t thread, observed::resource_kind kind, std::string&& name,
                use_set uses, observed::state before);
  /// `name_space` may be nullptr for what all namespaces share.
  void note_plain(pid_t thread, observed::resource_kind kind, std::string name,
                  observed::use how, const char* name_space);
  observed::chance chance_of(pid_t thread, const observed::resource& what,
                             use_set uses);
  void append_directory(std::string& to, pid_t thread, int descriptor);
  void settle(pid_t thread);
  void forget_names();

  ledger& into_;
  known_places known_;
  timespec start_{};
  watched_processes processes_;
  path_names names_;
  path_memory memory_;
  /// What the latest path leads to, nullptr if that is nothing to record.
  ledger::item* touched_ = nullptr;
  std::vector<awaited_port> awaited_;
  /// The name of what each socket is bound to.
  std::unordered_map<std::string, std::string> bound_;
  std::string path_;
  std::string key_;
  std::int64_t calls_ = 0;
  std::int64_t unread_ = 0;
};

}  // namespace parallel_testing::launcher
