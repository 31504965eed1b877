// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "support/child_process.hpp"
#include "support/probe_actions.hpp"

namespace parallel_testing::unit {

namespace {

template <class Items, class Text>
std::string joined(const Items& items, Text text) {
  std::string all;
  for (const auto& item : items) {
    if (!all.empty()) all += ' ';
    all += text(item);
  }
  return all;
}

protocol protocol_of(const std::string& name) {
  return name == "udp" ? protocol::udp : protocol::tcp;
}

std::string paths_of(const session& now) {
  return joined(now.directories, [](const auto& dir) { return dir.path(); });
}

/// directory <count> [<name>]
std::string make_directories(session& now, const words& given) {
  for (int at = 0; at < number(given, 1); ++at) {
    if (given.size() > 2) {
      now.directories.emplace_back(given[2]);
    } else {
      now.directories.emplace_back();
    }
  }
  return paths_of(now);
}

/// directories_in_threads <threads> <count for each> <name>
std::string make_directories_in_threads(session& now, const words& given) {
  std::vector<session> of_thread(static_cast<std::size_t>(number(given, 1)));
  std::vector<std::thread> threads;
  for (session& each : of_thread) {
    threads.emplace_back([&each, &given] {
      make_directories(each, {"directory", given[2], given[3]});
    });
  }
  for (std::thread& each : threads) each.join();
  for (session& each : of_thread) {
    for (temp_dir& dir : each.directories) {
      now.directories.push_back(std::move(dir));
    }
  }
  return paths_of(now);
}

/// artifact <name>
std::string name_artifact(session&, const words& given) {
  return artifact(given.at(1)).string();
}

/// reserve <count> tcp|udp
std::string reserve(session& now, const words& given) {
  const auto count = static_cast<std::size_t>(number(given, 1));
  for (auto& each : reserve_ports(count, protocol_of(word(given, 2)))) {
    now.ports.push_back(std::move(each));
  }
  return joined(now.ports,
                [](const auto& port) { return std::to_string(port.number()); });
}

/// listen tcp|udp v4|v6
std::string listen(session& now, const words& given) {
  const ip family = word(given, 2) == "v6" ? ip::v6 : ip::v4;
  now.sockets.push_back(
      listen_on_free_port(protocol_of(word(given, 1)), family));
  return std::to_string(now.sockets.back().port());
}

/// lock <name> [shared]
std::string lock_name(session& now, const words& given) {
  const lock_mode mode =
      word(given, 2) == "shared" ? lock_mode::shared : lock_mode::exclusive;
  now.locks.push_back(std::make_unique<named_lock>(given.at(1), mode));
  return "locked";
}

/// A copy of this process leaves what it was called from by the way given:
/// return, throw or exit.
std::string leave_in_copy(const std::string& way) {
  const pid_t copy = ::fork();
  if (copy > 0) {
    wait_for(copy);
    return "";
  }
  if (way == "throw") throw std::runtime_error("of the copy");
  if (way == "exit") std::exit(0);
  return "of the copy";
}

/// Says that it was called, and does what it is told then.
std::string make_what_is_told() {
  std::cout << "making" << std::endl;
  std::string how;
  std::string text;
  std::getline(std::cin >> how >> std::ws, text);
  if (how == "return") return text;
  if (how == "once") return once_per_run(text, make_what_is_told);
  if (how == "throw") throw std::runtime_error(text);
  if (how == "throw_nothing_known") throw 7;
  if (how == "fork") {
    const std::string of_copy = leave_in_copy(text);
    return of_copy.empty() ? make_what_is_told() : of_copy;
  }
  ::_exit(3);
}

std::string ask_once(const words& given) {
  const auto limit = given.size() > 3
                         ? std::chrono::milliseconds(number(given, 3))
                         : default_once_limit;
  try {
    return given.at(1) == "run"
               ? once_per_run(given.at(2), make_what_is_told, limit)
               : once_per_worker(given.at(2), make_what_is_told, limit);
  } catch (const error&) {
    throw;
  } catch (const std::exception& problem) {
    return std::string("exception: ") + problem.what();
  } catch (int) {
    return "exception";
  }
}

/// once run|worker <key> [<limit in ms>]
std::string once(session&, const words& given) {
  const pid_t asked = ::getpid();
  const std::string text = ask_once(given);
  // A copy that left what makes the result answers nobody.
  if (::getpid() != asked) ::_exit(0);
  return text;
}

/// unique_names <count>
std::string unique_names(session&, const words& given) {
  std::vector<std::string> names;
  for (int at = 0; at < number(given, 1); ++at) {
    names.push_back(unique_resource_name());
  }
  return joined(names, [](const std::string& name) { return name; });
}

std::string show_environment(session&, const words& given) {
  const char* const value = std::getenv(given.at(1).c_str());
  return value == nullptr ? "(none)" : value;
}

std::string show_worker(session&, const words&) {
  const worker& me = this_worker();
  return me.id() + " " + std::to_string(me.index()) +
         (me.is_parallel() ? " parallel" : " alone");
}

std::string show_index_in_run(session&, const words&) {
  return std::to_string(this_worker().index_in_run());
}

std::string show_run(session&, const words&) {
  return this_run().id() + " " + this_run().directory();
}

std::string drop(session& now, const words&) {
  now = session();
  return "dropped";
}

std::string drop_locks(session& now, const words&) {
  now.locks.clear();
  return "dropped";
}

std::string remove(session& now, const words&) {
  now.directories.back().remove();
  return "removed";
}

/// read <file>
std::string read(session&, const words& given) {
  std::string text;
  std::getline(std::ifstream(given.at(1)), text);
  return text;
}

/// write <file> <word>
std::string write(session&, const words& given) {
  errno = 0;
  std::ofstream file(given.at(1));
  file << given.at(2) << std::flush;
  return file ? "done" : std::strerror(errno);
}

}  // namespace

actions runtime_actions() {
  return {
      {"worker", show_worker},
      {"index_in_run", show_index_in_run},
      {"run", show_run},
      {"environment", show_environment},
      {"artifact", name_artifact},
      {"directory", make_directories},
      {"directories_in_threads", make_directories_in_threads},
      {"remove", remove},
      {"reserve", reserve},
      {"listen", listen},
      {"lock", lock_name},
      {"unique_names", unique_names},
      {"once", once},
      {"drop", drop},
      {"drop_locks", drop_locks},
      {"read", read},
      {"write", write},
  };
}

}  // namespace parallel_testing::unit
