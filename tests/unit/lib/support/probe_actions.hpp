// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the probe can be told to do.
#pragma once

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <parallel_testing/parallel_testing.hpp>
#include <string>
#include <vector>

namespace parallel_testing::unit {

/// What the probe holds because it was told to.
struct session {
  std::vector<temp_dir> directories;
  std::vector<reserved_port> ports;
  std::vector<listening_socket> sockets;
  std::vector<std::unique_ptr<named_lock>> locks;
  std::future<std::string> background;
};

using words = std::vector<std::string>;
using action = std::function<std::string(session&, const words&)>;
using actions = std::map<std::string, action>;

/// The word at a place, "" behind the last.
std::string word(const words& given, std::size_t at);
int number(const words& given, std::size_t at);

/// A call that has no result of its own.
action told(std::function<void(const words&)> call);

/// What programs use of the runtime.
actions runtime_actions();

/// What adapters tell the runtime.
actions adapter_actions();

/// The same in another thread, a copy of the process or another program.
actions indirect_actions();

/// Servers on fixed ports.
actions network_actions();

/// Shared memory and message queues of the system.
actions ipc_actions();

/// Ends, and limits of the system.
actions harsh_actions();

/// Does what the line says; errors of the runtime become answers.
std::string answer(session& now, const std::string& line);

}  // namespace parallel_testing::unit
