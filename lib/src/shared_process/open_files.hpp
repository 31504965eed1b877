// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>
#include <vector>

// The files that a program has opened before its cases are forked. A position
// in a file belongs to the opening, which forked processes share: only a
// process that opens the file again has its own.
namespace parallel_testing {

struct open_descriptor {
  int number = -1;
  std::string target;  ///< the link in /proc/self/fd
};

/// The descriptors of this process, sorted by number.
std::vector<open_descriptor> open_descriptors();

/// Call it before user code runs: what is open now is shared with the program
/// that started this one in any case.
void remember_inherited_descriptors();

/// Whether the descriptor was open at that time, with the same file.
bool is_inherited(int descriptor);

/// Whether the target of a descriptor is a file whose position a forked process
/// can have separately. Pure.
bool is_regular_target(std::string_view target);

/// Whether the file is locked through this descriptor, by flock(), F_OFD_SETLK
/// or F_SETLEASE: opened again, it would have to wait for that lock.
bool has_lock_of_descriptor(int descriptor);

/// The descriptors that dup() and dup2() have made of one another. Where the
/// system does not report them (kcmp(2)), each descriptor is alone.
using descriptor_group = std::vector<int>;

struct files_of_cases {
  std::vector<descriptor_group> separate;
  /// Locked: each case shares their positions with all others.
  std::vector<open_descriptor> locked;
};

/// Sorts the files among `opened`, and the input of this process. Leaves out
/// what has the opening of an inherited descriptor other than the input.
files_of_cases separable_files(const std::vector<open_descriptor>& opened);

/// Opens the files again, at the same positions, so that reading and seeking in
/// this process does not move those of another. Returns the descriptors of
/// files that cannot be opened again, for example because their permissions
/// have changed: these stay shared.
std::vector<int> separate_positions(
    const std::vector<descriptor_group>& files) noexcept;

}  // namespace parallel_testing
