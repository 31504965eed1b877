// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <parallel_testing/port.hpp>

namespace parallel_testing {

/// The only class that creates reservations.
class port_reserver {
 public:
  static reserved_port reserve(protocol kind);
  static listening_socket listen(protocol kind, ip family);

  /// The descriptor that holds the reservation. It is closed on exec, unless a
  /// forked child has called keep_for_program().
  static int lock_of(const reserved_port& port) noexcept { return port.lock_; }

  /// Call it in a child before exec. The program then holds the reservation
  /// while it lives, and port_lock_holder() returns it. Safe between fork and
  /// exec.
  static void keep_for_program(int lock) noexcept;

  /// Gives up the object without logging a release, because a program keeps the
  /// port.
  static void leave(reserved_port port) noexcept;
};

}  // namespace parallel_testing
