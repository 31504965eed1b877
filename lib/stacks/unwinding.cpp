// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "unwinding.hpp"

#include <elfutils/libdwfl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/process_info.hpp"
#include "source_lines.hpp"

namespace parallel_testing::stacks {

namespace {

constexpr std::size_t most_frames = 128;

struct program_counter {
  Dwarf_Addr address = 0;
  /// The thread runs the instruction; in other frames, it returns there.
  bool is_present = false;
};

// What libdwfl asks for: the threads of the request, their registers, and the
// memory of the process.

pid_t next_thread(Dwfl*, void* given, void** position) {
  const auto& threads = static_cast<requested_process*>(given)->threads;
  auto* const last = static_cast<const requested_thread*>(*position);
  const requested_thread* const next =
      last == nullptr ? threads.data() : last + 1;
  if (next == threads.data() + threads.size()) {
    return 0;
  }
  *position = const_cast<requested_thread*>(next);
  return next->id;
}

bool get_thread(Dwfl*, pid_t id, void* given, void** position) {
  auto& threads = static_cast<requested_process*>(given)->threads;
  const auto found =
      std::find_if(threads.begin(), threads.end(),
                   [&](const auto& each) { return each.id == id; });
  if (found == threads.end()) {
    return false;
  }
  *position = &*found;
  return true;
}

bool read_memory(Dwfl*, Dwarf_Addr address, Dwarf_Word* into, void* given) {
  const int memory = static_cast<requested_process*>(given)->memory;
  return ::pread64(memory, into, sizeof *into, static_cast<off64_t>(address)) ==
         sizeof *into;
}

bool set_registers(Dwfl_Thread* thread, void* position) {
  const registers& at = static_cast<requested_thread*>(position)->at;
  Dwarf_Word values[register_count];
  std::copy(at.begin(), at.end(), values);
#if defined(__aarch64__)
  constexpr unsigned count = register_count - 1;
  dwfl_thread_state_register_pc(thread, values[count]);
#else
  constexpr unsigned count = register_count;
#endif
  return dwfl_thread_state_registers(thread, 0, count, values);
}

/// After a call of an address without code, the thread is where it would have
/// returned to.
void leave_wild_call(Dwfl* modules, [[maybe_unused]] int memory,
                     requested_thread& thread) {
  std::uint64_t& counter = thread.at[register_count - 1];
  if (dwfl_addrmodule(modules, counter) != nullptr) {
    return;
  }
#if defined(__aarch64__)
  constexpr std::size_t link = 30;
  counter = thread.at[link] - 1;
#else
  constexpr std::size_t stack = 7;
  std::uint64_t address = 0;
  const auto at = static_cast<off64_t>(thread.at[stack]);
  if (::pread64(memory, &address, sizeof address, at) == sizeof address) {
    counter = address - 1;
    thread.at[stack] += sizeof address;
  }
#endif
}

constexpr Dwfl_Thread_Callbacks thread_callbacks = {
    next_thread, get_thread, read_memory, set_registers, nullptr, nullptr};

int add_counter(Dwfl_Frame* at, void* into) {
  auto& counters = *static_cast<std::vector<program_counter>*>(into);
  program_counter next;
  if (counters.size() == most_frames ||
      !dwfl_frame_pc(at, &next.address, &next.is_present)) {
    return DWARF_CB_ABORT;
  }
  counters.push_back(next);
  return DWARF_CB_OK;
}

struct ended {
  void operator()(Dwfl* modules) const { dwfl_end(modules); }
};
using module_list = std::unique_ptr<Dwfl, ended>;

char* debuginfo_path = nullptr;
constexpr Dwfl_Callbacks module_callbacks = {dwfl_linux_proc_find_elf,
                                             dwfl_standard_find_debuginfo,
                                             nullptr, &debuginfo_path};

module_list modules_of(requested_process& request) {
  module_list modules(dwfl_begin(&module_callbacks));
  dwfl_report_begin(modules.get());
  const bool is_known =
      modules && dwfl_linux_proc_report(modules.get(), request.id) == 0 &&
      dwfl_report_end(modules.get(), nullptr, nullptr) == 0 &&
      dwfl_attach_state(modules.get(), nullptr, request.id, &thread_callbacks,
                        &request);
  return is_known ? std::move(modules) : module_list();
}

std::string name_of_thread(pid_t process, pid_t thread) {
  std::string name =
      read_whole(fmt::format("/proc/{}/task/{}/comm", process, thread));
  if (!name.empty() && name.back() == '\n') {
    name.pop_back();
  }
  return name;
}

thread_stack stack_of(Dwfl* modules, pid_t process, pid_t thread,
                      source_lines& lines) {
  thread_stack result{thread, name_of_thread(process, thread), {}, ""};
  std::vector<program_counter> counters;
  dwfl_getthread_frames(modules, thread, add_counter, &counters);
  for (const program_counter& each : counters) {
    const Dwarf_Addr address = each.address - (each.is_present ? 0 : 1);
    const std::vector<frame>& found = lines.at(address);
    result.frames.insert(result.frames.end(), found.begin(), found.end());
  }
  if (result.frames.empty()) {
    result.problem = fmt::format("no stack: {}", dwfl_errmsg(-1));
  }
  return result;
}

}  // namespace

process_stacks unwound(const requested_process& request) {
  process_stacks result{request.id, command_of(request.id), {}};
  requested_process copy = request;
  const module_list modules = modules_of(copy);
  if (!modules) {
    result.threads.push_back({request.id,
                              name_of_thread(request.id, request.id),
                              {},
                              fmt::format("no stack: {}", dwfl_errmsg(-1))});
    return result;
  }
  for (requested_thread& each : copy.threads) {
    leave_wild_call(modules.get(), copy.memory, each);
  }
  source_lines lines(modules.get());
  for (const requested_thread& each : request.threads) {
    result.threads.push_back(
        stack_of(modules.get(), request.id, each.id, lines));
  }
  return result;
}

}  // namespace parallel_testing::stacks
