// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the session and this program inside the test send each other. Both have
// one end of a socket; no path has to be visible in the namespaces of the test.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace parallel_testing::debug_command {

/// Inputs and outputs of a program.
using streams = std::array<int, 3>;

/// From the test to the session: the debugger starts, and has ended, with its
/// status in the form of waitpid().
constexpr std::string_view started_message = "started";
constexpr std::string_view ended_message = "ended ";
/// From the session to the test: ^C for the debugger.
constexpr std::string_view interrupt_message = "interrupt";

/// A pair of connected sockets, which are closed on exec. Throws cli::failure.
[[nodiscard]] std::array<int, 2> open_channel();

/// Sends a message; the other end may be gone.
void send_message(int channel, std::string_view text);
/// Sends the streams that the debugger gets.
void send_streams(int channel, const streams& given);

/// The next message; "" after the other end was closed.
[[nodiscard]] std::string receive_message(int channel);
/// Nothing if the other end was closed.
[[nodiscard]] std::optional<streams> receive_streams(int channel);

}  // namespace parallel_testing::debug_command
