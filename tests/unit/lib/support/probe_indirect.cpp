// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>

#include "base/os.hpp"
#include "support/child_process.hpp"
#include "support/probe_actions.hpp"

namespace parallel_testing::unit {

namespace {

std::string rest_of(const words& given) {
  std::string text;
  for (std::size_t at = 1; at < given.size(); ++at) text += given[at] + " ";
  return text;
}

std::string in_thread(session& now, const words& given) {
  std::string text;
  std::thread([&] { text = answer(now, rest_of(given)); }).join();
  return text;
}

/// In another thread, while this one goes on; what that holds, it keeps until
/// the process ends. `join` gives the answer.
std::string in_background(session& now, const words& given) {
  auto* const of_thread = new session;
  now.background = std::async(
      std::launch::async,
      [of_thread, line = rest_of(given)] { return answer(*of_thread, line); });
  return "started";
}

std::string join_background(session& now, const words&) {
  return now.background.get();
}

/// Commands with " ; " between them; the answer to the last one.
std::string answer_all(session& now, const words& given) {
  std::string command;
  std::string last;
  for (std::size_t at = 1; at <= given.size(); ++at) {
    if (at < given.size() && given[at] != ";") {
      command += given[at] + " ";
      continue;
    }
    last = answer(now, command);
    command.clear();
  }
  return last;
}

/// In a copy of this process, which then ends like a program does.
std::string in_fork(session& now, const words& given) {
  std::cout.flush();
  line_pipe result;
  const pid_t child = ::fork();
  if (child == 0) {
    result.send(answer_all(now, given));
    now = session();
    std::exit(0);
  }
  result.close_write_end();
  std::string text = result.receive();
  wait_for(child);
  return text;
}

environment own_environment() {
  environment variables;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string entry = *each;
    const std::size_t equals = entry.find('=');
    variables[entry.substr(0, equals)] = entry.substr(equals + 1);
  }
  return variables;
}

std::vector<std::string> own_command() {
  std::ifstream file("/proc/self/cmdline");
  std::vector<std::string> arguments;
  for (std::string each; std::getline(file, each, '\0');) {
    arguments.push_back(each);
  }
  return arguments;
}

/// In a program this one starts, with its environment: "again" is this one with
/// its arguments.
std::string in_program(session&, const words& given) {
  words command = {"/proc/self/exe"};
  if (given[0] == "test_program") command.emplace_back("adapter");
  if (given[0] == "again") command = own_command();
  child_process child(command, own_environment());
  std::string commands = rest_of(given);
  std::string text;
  for (std::size_t end = 0; end != commands.npos;) {
    end = commands.find(" ; ");
    text = child.ask(commands.substr(0, end));
    if (end != commands.npos) commands.erase(0, end + 3);
  }
  child.finish();
  std::cerr << child.errors();
  return text;
}

/// By the seam, since sanitizers need descriptors of their own.
void run_out_of_files(const words&) {
  os::calls().openat = [](int, const char*, int, mode_t) {
    errno = EMFILE;
    return -1;
  };
  os::calls().socket = [](int, int, int) {
    errno = EMFILE;
    return -1;
  };
}

/// stand_in <path> <file>: who opens the one opens the other.
void let_stand_in(const words& given) {
  static os::call_table real;
  static std::string path;
  static std::string file;
  real = os::calls();
  path = given.at(1);
  file = given.at(2);
  os::calls().openat = [](int directory, const char* name, int flags,
                          mode_t mode) {
    return real.openat(directory, path == name ? file.c_str() : name, flags,
                       mode);
  };
}

/// The same program with the same arguments, which gives the answer.
void become_the_program_again(const words&) {
  ::setenv("RUNTIME_PROBE_ANSWERS", "executed", 1);
  std::vector<std::string> arguments = own_command();
  std::vector<char*> pointers;
  for (std::string& each : arguments) pointers.push_back(each.data());
  pointers.push_back(nullptr);
  ::execv("/proc/self/exe", pointers.data());
}

/// As on a full disk: files cannot grow beyond this.
void limit_file_size(const words& given) {
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit wanted{};
  ::getrlimit(RLIMIT_FSIZE, &wanted);
  wanted.rlim_cur = static_cast<rlim_t>(number(given, 1));
  ::setrlimit(RLIMIT_FSIZE, &wanted);
}

}  // namespace

actions indirect_actions() {
  return {
      {"thread", in_thread},     {"background", in_background},
      {"join", join_background}, {"fork", in_fork},
      {"program", in_program},   {"test_program", in_program},
      {"again", in_program},
  };
}

actions harsh_actions() {
  return {
      {"run_out_of_files", told(run_out_of_files)},
      {"stand_in", told(let_stand_in)},
      {"limit_file_size", told(limit_file_size)},
      {"exit", told([](const words& given) { std::exit(number(given, 1)); })},
      {"quick_exit",
       told([](const words& given) { std::quick_exit(number(given, 1)); })},
      {"exec", told(become_the_program_again)},
      {"abort", told([](const words&) { std::abort(); })},
  };
}

}  // namespace parallel_testing::unit
