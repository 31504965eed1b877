// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

// Which frames a stack shows, and how it shows them.
namespace parallel_testing::stacks {

struct frame {
  std::string function;
  std::string file;  ///< "" when unknown
  int line = 0;
  std::string module;  ///< program or library
};

struct thread_stack {
  pid_t id = 0;
  std::string name;
  std::vector<frame> frames;  ///< the innermost first
  std::string problem;        ///< why the stack could not be read
};

struct process_stacks {
  pid_t id = 0;
  std::string command;
  std::vector<thread_stack> threads;
};

/// Whether the frame is in the project's own code, and not in that of the
/// system or of a test framework.
bool is_of_project(const frame& given);

/// The indices of the frames to show: those of the project that are not below
/// the test framework; if there are none, the innermost frames.
std::vector<std::size_t> shown_frames(const std::vector<frame>& frames);

/// Threads with frames of the project come first. Equal stacks are printed
/// once.
std::string text_of(const process_stacks& given);

}  // namespace parallel_testing::stacks
