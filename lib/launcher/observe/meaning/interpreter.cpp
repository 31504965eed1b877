// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/meaning/interpreter.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "observe/meaning/leftovers.hpp"
#include "observe/meaning/memory.hpp"
#include "observe/meaning/uses.hpp"
#include "observe/names/chance.hpp"
#include "observe/names/ipc_names.hpp"

namespace parallel_testing::launcher {

namespace {

using observed::chance;
using observed::place;
using observed::resource;
using observed::resource_kind;
using observed::state;
using observed::use;

int descriptor(std::uint64_t argument) {
  return static_cast<int>(argument);
}

std::uint64_t argument(const system_call& call, int index) {
  return index < 0 ? 0 : call.arguments[static_cast<std::size_t>(index)];
}

int directory_in(const system_call& call, int index) {
  return index < 0 ? AT_FDCWD : descriptor(argument(call, index));
}

/// Numbers of linux/net.h.
enum socket_call_number {
  socket_call_bind = 2,
  socket_call_connect = 3,
  socket_call_listen = 4,
  socket_call_sendto = 11,
  socket_call_sendmsg = 16,
  socket_call_sendmmsg = 20
};

/// As far as it is read; see linux/socket.h, compat_msghdr.
struct message_of_32_bits {
  std::uint32_t name;
  std::uint32_t name_size;
};
constexpr std::uint64_t size_of_many_of_32_bits = 32;

std::uint64_t flags_of_key(const system_call& call) {
  return call.arguments[call.number == SYS_msgget ? 1 : 2];
}

/// The process of a pidfd_open(2) descriptor; see proc(5), fdinfo.
pid_t process_behind(pid_t thread, int fd) {
  const std::string info =
      read_whole(fmt::format("/proc/{}/fdinfo/{}", thread, fd));
  constexpr std::string_view field = "\nPid:\t";
  const std::size_t at = info.find(field);
  return at == std::string::npos
             ? 0
             : static_cast<pid_t>(
                   std::strtol(info.c_str() + at + field.size(), nullptr, 10));
}

/// Old, and missing on younger machines.
bool is_creat([[maybe_unused]] long number) {
#ifdef SYS_creat
  return number == SYS_creat;
#else
  return false;
#endif
}

}  // namespace

void interpreter::see(const system_call& call) {
  ++calls_;
  if (!awaited_.empty()) {
    settle(call.thread);
  }
  const watched_call* const known = find_watched(call.number);
  if (known == nullptr) {
    return;
  }
  understand(*known, call);
}

void interpreter::understand(const watched_call& known,
                             const system_call& call) {
  const auto& given = call.arguments;
  // What a launcher below this one does is not the test's doing.
  const bool is_launcher = processes_.of(call.thread).is_launcher;
  switch (known.form) {
    case call_form::exec:
      see_exec(known, call);
      return;
    case call_form::move:
      if (known.path >= 0 && !is_launcher) {
        see_path(known, call);
      }
      processes_.forget_directories(call.thread);
      return;
    case call_form::space:
      processes_.forget_all(call.thread);
      forget_names();
      return;
    default:
      break;
  }
  if (is_launcher) {
    return;
  }
  switch (known.form) {
    case call_form::open:
      see_open(call, known, argument(call, known.flags));
      break;
    case call_form::openat2: {
      open_how how{};
      if (read_value(call.thread, given[2], how)) {
        see_open(call, known, how.flags);
      } else {
        ++unread_;
      }
      break;
    }
    case call_form::path:
    case call_form::access:
      see_path(known, call);
      break;
    case call_form::two_paths:
    case call_form::link:
    case call_form::symlink:
      see_two_paths(known, call);
      break;
    case call_form::list:
      see_list(call);
      break;
    case call_form::bind:
      see_address(call.thread, descriptor(given[0]), given[1], given[2],
                  use::bind);
      break;
    case call_form::connect:
      see_address(call.thread, descriptor(given[0]), given[1], given[2],
                  use::connect);
      break;
    case call_form::listen:
      see_listen(call);
      break;
    case call_form::send_to:
      see_address(call.thread, descriptor(given[0]), given[4], given[5],
                  use::connect);
      break;
    case call_form::send_message:
    case call_form::send_messages:
      see_messages(call, known.form == call_form::send_messages);
      break;
    case call_form::change_descriptor:
      see_descriptor(call.thread, descriptor(given[0]), use::change);
      break;
    case call_form::key:
      see_key(known, call);
      break;
    case call_form::key_removal:
      see_key_removal(known, call);
      break;
    case call_form::queue:
      see_queue(known, call);
      break;
    case call_form::flock:
      see_descriptor(
          call.thread, descriptor(given[0]),
          (given[1] & LOCK_SH) != 0 ? use::lock_shared : use::lock_exclusive,
          (given[1] & LOCK_NB) != 0 ? trial : 0);
      break;
    case call_form::record_lock:
      see_record_lock(call);
      break;
    case call_form::kill:
    case call_form::kill_thread:
      see_signal(call.thread, static_cast<pid_t>(given[0]));
      break;
    case call_form::kill_by_descriptor:
      if (const pid_t process =
              process_behind(call.thread, descriptor(given[0]));
          process > 0) {
        see_signal(call.thread, process);
      }
      break;
    case call_form::socket_call:
      see_socket_call(call);
      break;
    case call_form::machine: {
      const bool is_name =
          call.number == SYS_sethostname || call.number == SYS_setdomainname;
      note_plain(call.thread,
                 is_name ? resource_kind::host_name : resource_kind::clock,
                 is_name ? "host name" : "clock", use::set,
                 is_name ? "uts" : nullptr);
      break;
    }
    case call_form::refused:
    case call_form::exec:
    case call_form::move:
    case call_form::space:
      break;
  }
}

/// See socketcall(2): the arguments are in memory.
void interpreter::see_socket_call(const system_call& call) {
  std::array<std::uint32_t, 6> given{};
  long number = -1;
  std::size_t count = 3;
  switch (call.arguments[0]) {
    case socket_call_bind:
      number = SYS_bind;
      break;
    case socket_call_connect:
      number = SYS_connect;
      break;
    case socket_call_listen:
      number = SYS_listen;
      count = 2;
      break;
    case socket_call_sendto:
      number = SYS_sendto;
      count = given.size();
      break;
    case socket_call_sendmsg:
      number = SYS_sendmsg;
      break;
    case socket_call_sendmmsg:
      number = SYS_sendmmsg;
      count = 4;
      break;
    default:
      return;
  }
  if (!read_memory(call.thread, call.arguments[1], given.data(),
                   count * sizeof given[0])) {
    ++unread_;
    return;
  }
  system_call meant{call.thread, number, {}, call.is_of_32_bits};
  std::copy(given.begin(), given.end(), meant.arguments.begin());
  if (is_interesting(meant)) {
    understand(*find_watched(number), meant);
  }
}

void interpreter::see_open(const system_call& call, const watched_call& known,
                           std::uint64_t flags) {
  path_use used;
  used.directory = directory_in(call, known.directory);
  used.address = argument(call, known.path);
  used.uses = uses_of_open(flags);
  used.follows = (flags & O_NOFOLLOW) == 0 && (flags & O_EXCL) == 0;
  touch(call.thread, used);
}

void interpreter::see_path(const watched_call& known, const system_call& call) {
  path_use used;
  used.directory = directory_in(call, known.directory);
  used.address = argument(call, known.path);
  used.uses = bit(known.how);
  if (is_creat(call.number)) {
    used.uses |= bit(use::write) | truncation;
  }
  if (call.number == SYS_truncate) {
    used.uses |= truncation;
  }
  used.kind = known.kind;
  used.follows = known.follows;
  if (known.flags >= 0) {
    const std::uint64_t flags = argument(call, known.flags);
    if ((flags & AT_SYMLINK_NOFOLLOW) != 0) {
      used.follows = false;
    }
  }
  if (call.number == SYS_unlinkat && (argument(call, 2) & AT_REMOVEDIR) != 0) {
    used.kind = resource_kind::directory;
  }
  const state before = touch(call.thread, used);
  // The names below it led elsewhere.
  if (known.how == use::remove && before == state::link) {
    forget_names();
  }
}

void interpreter::see_two_paths(const watched_call& known,
                                const system_call& call) {
  path_use first;
  first.directory = directory_in(call, known.directory);
  first.address = argument(call, known.path);
  first.follows = false;
  path_use second;
  second.directory = directory_in(call, known.second_directory);
  second.address = argument(call, known.second_path);
  second.follows = false;
  second.uses = bit(known.how);
  bool leads_elsewhere = known.form == call_form::symlink;
  if (known.form == call_form::link) {
    first.uses = bit(use::read);
    touch(call.thread, first);
  }
  if (known.form == call_form::two_paths) {
    constexpr std::uint64_t no_replace = 1;
    constexpr std::uint64_t exchange = 2;
    const std::uint64_t flags = argument(call, known.flags);
    const bool exchanges = (flags & exchange) != 0;
    first.needs_state = true;
    second.needs_state = true;
    first.uses = bit(exchanges ? use::rename_target : use::remove);
    if ((flags & no_replace) != 0) {
      second.uses = bit(use::create_exclusive);
    }
    const state moved = touch(call.thread, first);
    leads_elsewhere = moved != state::file && moved != state::absent;
  }
  const state before = touch(call.thread, second);
  if (leads_elsewhere || before == state::link || before == state::directory) {
    forget_names();
  }
}

void interpreter::see_exec(const watched_call& known, const system_call& call) {
  if (!processes_.of(call.thread).is_launcher) {
    see_path(known, call);
  }
  processes_.forget_program(call.thread);
}

void interpreter::see_list(const system_call& call) {
  const std::string path = file_of(call.thread, descriptor(call.arguments[0]));
  path_use used;
  used.uses = bit(use::list);
  used.kind = resource_kind::directory;
  used.follows = false;
  if (!path.empty() && path.front() == '/') {
    touch_text(call.thread, used, path);
  }
}

void interpreter::see_queue(const watched_call& known,
                            const system_call& call) {
  if (!read_text(call.thread, argument(call, known.path), path_)) {
    ++unread_;
    return;
  }
  const bool is_private = processes_.has_own_namespace(call.thread, "ipc");
  const state before = is_private ? state::unknown : state_of_queue(path_);
  const use_set uses =
      known.how == use::remove
          ? bit(use::remove)
          : uses_given(uses_of_open(argument(call, known.flags)), before);
  note_ipc(call.thread, resource_kind::posix_name, name_of_queue(path_), uses,
           before);
}

void interpreter::see_key(const watched_call& known, const system_call& call) {
  const auto key = static_cast<std::uint32_t>(call.arguments[0]);
  const bool is_private = processes_.has_own_namespace(call.thread, "ipc");
  const state before =
      is_private ? state::unknown : state_of_key(known.kind, key);
  note_ipc(call.thread, known.kind, name_of_key(known.kind, key),
           uses_of_key(flags_of_key(call), before), before);
}

void interpreter::see_key_removal(const watched_call& known,
                                  const system_call& call) {
  if (processes_.has_own_namespace(call.thread, "ipc")) {
    return;
  }
  const std::optional<std::uint32_t> key =
      key_of(known.kind, descriptor(call.arguments[0]));
  if (key) {
    note_ipc(call.thread, known.kind, name_of_key(known.kind, *key),
             bit(use::remove), state::other);
  }
}

/// A use of an open file, which may have lost its name.
void interpreter::see_descriptor(pid_t thread, int fd, use how,
                                 use_set beside) {
  const std::string path = file_of(thread, fd);
  path_use used;
  used.uses = bit(how) | beside;
  used.follows = false;
  if (!path.empty() && path.front() == '/' && !is_of_removed_file(path)) {
    touch_text(thread, used, path);
  }
}

void interpreter::see_record_lock(const system_call& call) {
  // The first field of each structure that a program may pass.
  decltype(flock::l_type) type = F_UNLCK;
  if (!read_value(call.thread, call.arguments[2], type)) {
    ++unread_;
    return;
  }
  if (type == F_UNLCK) {
    return;
  }
  const int command = descriptor(call.arguments[1]);
  const bool waits = command == F_SETLKW || command == F_OFD_SETLKW;
  see_descriptor(call.thread, descriptor(call.arguments[0]),
                 type == F_RDLCK ? use::lock_shared : use::lock_exclusive,
                 waits ? 0 : trial);
}

void interpreter::see_address(pid_t thread, int fd, std::uint64_t address,
                              std::uint64_t size, use how) {
  sockaddr_storage storage{};
  const auto length = std::min<std::uint64_t>(size, sizeof storage);
  if (!read_memory(thread, address, &storage, length)) {
    ++unread_;
    return;
  }
  std::optional<socket_address> parsed = parse_address(storage, length);
  if (!parsed) {
    return;
  }
  switch (parsed->what) {
    case socket_address::kind::path: {
      path_use used;
      used.directory = AT_FDCWD;
      used.uses = bit(how);
      used.kind = resource_kind::unix_socket;
      used.follows = how != use::bind;
      path_ = parsed->text;
      touch_text(thread, used, path_);
      if (how == use::bind && touched_ != nullptr) {
        bound_[file_of(thread, fd)] = touched_->what.canonical;
      }
      return;
    }
    case socket_address::kind::abstract:
      note_plain(thread, resource_kind::abstract_socket, name_of(*parsed, ""),
                 how, "net");
      if (how == use::bind) {
        bound_[file_of(thread, fd)] = name_of(*parsed, "");
      }
      return;
    case socket_address::kind::port:
      break;
  }
  std::string protocol = protocol_of(thread, fd);
  if (protocol.empty()) {
    protocol = "raw";
  }
  if (how == use::bind && parsed->port == 0) {
    awaited_.push_back({thread, fd, *parsed, protocol, bit(how)});
    return;
  }
  // getaddrinfo(3) asks so by which address this machine sends.
  if (how == use::connect && parsed->port == 0) {
    return;
  }
  touch_port(thread, fd, *parsed, protocol, bit(how), chance::meets);
  if (how == use::bind) {
    bound_[file_of(thread, fd)] = name_of(*parsed, protocol);
  }
}

void interpreter::touch_port(pid_t thread, int fd,
                             const socket_address& address,
                             const std::string& protocol, use_set uses,
                             chance meeting) {
  resource what;
  what.kind = resource_kind::port;
  what.canonical = name_of(address, protocol);
  what.protocol = protocol;
  what.address = address.text;
  what.port = address.port;
  what.meeting = meeting;
  if (address.is_version_6 && address.text == "::" &&
      has_any(uses, bit(use::bind))) {
    const bool is_only =
        accepts_only_version_6(processes_.process_of(thread), fd);
    what.only_version_6 = is_only ? 1 : 0;
  }
  if (processes_.has_own_namespace(thread, "net")) {
    what.seen_by = observed::scope::own_namespace;
  }
  note(thread, std::move(what), uses, state::unknown);
}

void interpreter::see_listen(const system_call& call) {
  const int fd = descriptor(call.arguments[0]);
  const auto found = bound_.find(file_of(call.thread, fd));
  if (found != bound_.end()) {
    if (ledger::item* const known = into_.find(found->second)) {
      resource again = known->what;
      note(call.thread, std::move(again), bit(use::listen), state::unknown);
    }
    return;
  }
  // It is bound to a port that the kernel chooses.
  const std::string protocol = protocol_of(call.thread, fd);
  if (protocol.empty()) {
    return;
  }
  socket_address chosen;
  awaited_.push_back(
      {call.thread, fd, std::move(chosen), protocol, bit(use::listen)});
}

/// The calls of this thread that were seen before have been carried out.
void interpreter::settle(pid_t thread) {
  std::vector<awaited_port> settled;
  const auto is_due = [&](const awaited_port& each) {
    return thread == 0 || each.thread == thread;
  };
  std::copy_if(awaited_.begin(), awaited_.end(), std::back_inserter(settled),
               is_due);
  awaited_.erase(std::remove_if(awaited_.begin(), awaited_.end(), is_due),
                 awaited_.end());
  for (const awaited_port& each : settled) {
    const std::optional<socket_address> found =
        bound_address(processes_.process_of(each.thread), each.fd);
    const socket_address& address = found ? *found : each.asked;
    if (!found && each.asked.text.empty()) {
      continue;
    }
    touch_port(each.thread, each.fd, address, each.protocol, each.uses,
               chance::kernel);
    bound_[file_of(each.thread, each.fd)] = name_of(address, each.protocol);
  }
}

void interpreter::finish() {
  settle(0);
  into_.for_each([&](ledger::item& each) { note_what_is_left(each, start_); });
}

void interpreter::see_messages(const system_call& call, bool are_many) {
  constexpr std::uint64_t most_messages = 64;
  const std::uint64_t count =
      are_many ? std::min(call.arguments[2], most_messages) : 1;
  const std::uint64_t size =
      call.is_of_32_bits ? size_of_many_of_32_bits : sizeof(mmsghdr);
  for (std::uint64_t at = 0; at < count; ++at) {
    const std::uint64_t address = call.arguments[1] + at * size;
    msghdr message{};
    message_of_32_bits short_message{};
    if (call.is_of_32_bits ? !read_value(call.thread, address, short_message)
                           : !read_value(call.thread, address, message)) {
      ++unread_;
      return;
    }
    const std::uint64_t name =
        call.is_of_32_bits ? short_message.name
                           : reinterpret_cast<std::uint64_t>(message.msg_name);
    if (name == 0) {
      continue;
    }
    see_address(
        call.thread, descriptor(call.arguments[0]), name,
        call.is_of_32_bits ? short_message.name_size : message.msg_namelen,
        use::connect);
  }
}

void interpreter::see_signal(pid_t thread, pid_t target) {
  const pid_t group_of = target < 0 ? -target : target;
  const pid_t process = target == 0 ? ::getpgid(thread) : group_of;
  const bool is_own = process == processes_.process_of(thread) ||
                      (target != -1 && watched_processes::is_watched(process));
  resource what;
  what.kind = resource_kind::process;
  if (is_own) {
    what.canonical = "process:own";
    what.meeting = chance::kernel;
  } else if (target == -1) {
    what.canonical = "process:all";
  } else {
    const process_status found = status_of(process);
    const std::string program =
        link_target(fmt::format("/proc/{}/exe", process));
    what.canonical =
        found.pid == 0
            ? "process:none"
            : "process:" + (program.empty() ? command_of(process) : program);
    what.as_used = std::to_string(target);
  }
  note(thread, std::move(what), bit(use::kill), state::unknown);
}

void interpreter::append_directory(std::string& to, pid_t thread,
                                   int descriptor) {
  if (descriptor == AT_FDCWD) {
    to += processes_.directory_of(thread);
  } else {
    to += file_of(thread, descriptor);
  }
}

state interpreter::touch(pid_t thread, const path_use& used) {
  if (!read_text(thread, used.address, path_)) {
    ++unread_;
    return state::unknown;
  }
  return touch_text(thread, used, path_);
}

/// Nothing if the path has to be looked up like a new one.
std::optional<state> interpreter::touch_again(pid_t thread,
                                              const path_use& used,
                                              path_memory::entry& known) {
  ledger::item& item = *known.item;
  use_set uses = uses_given(used.uses, known.now);
  // Something may come to be there, which is another use.
  const bool is_noted = uses != bit(use::probe_absent) &&
                        (uses & ~(known.uses | truncation)) == 0;
  if (is_noted && !used.needs_state) {
    touched_ = &item;
    ledger::count(item, uses);
    return state::unknown;
  }
  if (item.what.folded > 0 || item.what.seen_by != observed::scope::machine ||
      used.kind != resource_kind::file) {
    return std::nullopt;
  }
  // What is there stays there as long as the test does not remove it.
  const bool may_be_gone =
      known.now == state::absent || known.now == state::unknown ||
      std::any_of(item.uses.begin(), item.uses.end(),
                  [](const ledger::entry& each) {
                    return has_any(bit(each.how), removals);
                  });
  if (may_be_gone) {
    const state now = state_now(item.what.canonical.c_str());
    if (now == state::link || (now == state::directory && now != known.now)) {
      return std::nullopt;
    }
    known.now = now;
    uses = uses_given(used.uses, now);
  }
  if (item.what.meeting == chance::meets) {
    item.what.meeting = chance_of(thread, item.what, uses);
  }
  ledger::sighting seen;
  seen.uses = uses;
  seen.before = known.now;
  seen.pid = thread;
  seen.program = processes_.of(thread).program;
  into_.add_uses(item, seen);
  if (uses != bit(use::probe_absent)) {
    known.uses |= uses;
  }
  touched_ = &item;
  return known.now;
}

/// `path` may be path_.
state interpreter::touch_text(pid_t thread, const path_use& used,
                              const std::string& path) {
  touched_ = nullptr;
  if (path.empty() || is_beside_the_point(path)) {
    return state::unknown;
  }
  memory_.forget_items_before(into_.folds());
  const bool has_own_files = processes_.has_own_namespace(thread, "mnt");
  key_ = has_own_files ? 'o' : 'm';
  if (path.front() != '/') {
    append_directory(key_, thread, used.directory);
    key_ += '/';
  }
  key_ += path;
  const std::size_t end = key_.size();
  path_memory::entry* const known = memory_.recall(key_, used.follows);
  if (known != nullptr) {
    if (const std::optional<state> now = touch_again(thread, used, *known)) {
      return *now;
    }
  }
  std::string root;
  if (has_own_files) {
    root = fmt::format("/proc/{}/root", thread);
  }
  const std::string full = key_.substr(1, end - 1);
  named_file found = names_.find(full, used.follows, root);
  if (is_beside_the_point(found.canonical)) {
    return found.now;
  }
  const use_set uses = uses_given(used.uses, found.now);
  resource what;
  what.kind = kind_given(used.kind, found.canonical, found.now);
  what.canonical = std::move(found.canonical);
  what.where = place_of(what.canonical, known_);
  if (path != what.canonical) {
    what.as_used = path;
  }
  if (!root.empty() &&
      !is_same_directory(std::string(parent_of(what.canonical)), root)) {
    what.seen_by = observed::scope::own_namespace;
  }
  what.meeting = chance_of(thread, what, uses);
  ledger::item& item = note(thread, std::move(what), uses, found.now);
  touched_ = &item;
  // Folded just now, the item may go.
  if (uses != bit(use::probe_absent) && memory_.is_of(into_.folds())) {
    key_.resize(end);
    memory_.remember(key_, {&item, uses, found.now}, found.is_link,
                     used.follows);
  }
  return found.now;
}

chance interpreter::chance_of(pid_t thread, const resource& what,
                              use_set uses) {
  // Nothing that the system owns is made for one run.
  if (what.where == place::system) {
    return chance::meets;
  }
  std::string_view name = what.canonical;
  if (what.where == place::working) {
    name.remove_prefix(known_.working.size());
  }
  if (what.where == place::temp) {
    name.remove_prefix(known_.temp.size());
  }
  const bool has_digit = std::any_of(
      name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
  std::vector<pid_t> processes;
  if (has_digit) {
    processes = {thread, processes_.process_of(thread)};
  }
  // mkstemp(3) and mkdtemp(3), and a name that bind(2) refuses if it is used
  const bool is_directory = what.kind == resource_kind::directory;
  const bool is_new =
      has_any(uses, bit(use::create_exclusive) | bit(use::bind)) ||
      (is_directory && has_any(uses, bit(use::create)));
  return chance_in(
      name, is_new ? origin_of_name::had_to_be_new : origin_of_name::unknown,
      processes);
}

ledger::item& interpreter::note(pid_t thread, resource&& what, use_set uses,
                                state before) {
  ledger::sighting seen;
  seen.what = std::move(what);
  seen.uses = uses;
  seen.before = before;
  seen.pid = thread;
  seen.program = processes_.of(thread).program;
  return into_.add(std::move(seen));
}

void interpreter::note_ipc(pid_t thread, resource_kind kind, std::string&& name,
                           use_set uses, state before) {
  resource what;
  what.kind = kind;
  what.canonical = std::move(name);
  if (processes_.has_own_namespace(thread, "ipc")) {
    what.seen_by = observed::scope::own_namespace;
  }
  what.meeting = chance_of(thread, what, uses);
  note(thread, std::move(what), uses, before);
}

void interpreter::note_plain(pid_t thread, resource_kind kind, std::string name,
                             use how, const char* name_space) {
  resource what;
  what.kind = kind;
  what.canonical = std::move(name);
  if (name_space != nullptr &&
      processes_.has_own_namespace(thread, name_space)) {
    what.seen_by = observed::scope::own_namespace;
  }
  what.meeting = chance_of(thread, what, bit(how));
  note(thread, std::move(what), bit(how), state::unknown);
}

void interpreter::forget_names() {
  names_.forget();
  memory_.forget();
}

}  // namespace parallel_testing::launcher
