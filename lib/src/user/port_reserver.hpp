// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_PORT_RESERVER_HPP
#define PARALLEL_TESTING_SRC_PORT_RESERVER_HPP

#include <parallel_testing/port.hpp>

namespace parallel_testing {

/// Makes reservations; the only class that may.
class port_reserver {
 public:
  static reserved_port reserve(protocol kind);
  static listening_socket listen(protocol kind, ip family);

  /// The descriptor that keeps the port. Until a child started by fork calls
  /// keep_for_program(), it is closed by exec.
  static int lock_of(const reserved_port& port) noexcept { return port.lock_; }

  /// In a child, before exec: the program keeps the port while it lives, and
  /// port_lock_holder() names it. Safe between fork and exec.
  static void keep_for_program(int lock) noexcept;

  /// Gives up the port without a record that it is free: a program keeps it.
  static void leave(reserved_port port) noexcept;
};

}  // namespace parallel_testing

#endif
