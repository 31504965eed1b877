// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the runtime does when the kernel says no.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <parallel_testing/error.hpp>
#include <parallel_testing/lock.hpp>
#include <parallel_testing/port.hpp>
#include <parallel_testing/temp_dir.hpp>

#include "base/os.hpp"
#include "locks/port_lock.hpp"
#include "locks/worker_slot.hpp"
#include "state/file_lock.hpp"
#include "state/private_directory.hpp"
#include "state/run_registry.hpp"
#include "state/state_directory.hpp"
#include "support/error_of.hpp"
#include "support/scoped_calls.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using unit::error_of;
using unit::scoped_calls;
using unit::scratch;

TEST(directory, C75_that_another_user_closed_is_not_passed_over) {
  const scratch place;
  std::filesystem::create_directories(place.path("first/name"));
  std::filesystem::create_directory(place.path("second"));
  scoped_calls calls;
  calls->openat = [](int, const char*, int, mode_t) {
    errno = EACCES;
    return -1;
  };
  const auto open = [&] {
    (void)open_private_directory_in({place.path("first"), place.path("second")},
                                    "name", "VARIABLE");
  };
  EXPECT_THAT(error_of(open),
              HasSubstr("refusing '" + place.path("first/name") +
                        "': it is a symbolic link, not a directory or not "
                        "accessible to this user (Permission denied)"));
}

TEST(directory, whose_parent_is_a_file_is_passed_over) {
  const scratch place;
  unit::write_to(place.path("file"), "");
  std::filesystem::create_directory(place.path("second"));
  const private_directory opened = open_private_directory_in(
      {place.path("file"), place.path("second")}, "name", "VARIABLE");
  EXPECT_EQ(opened.path, place.path("second/name"));
}

TEST(descriptors, are_never_those_of_the_standard_streams) {
  const scratch place;
  unit::write_to(place.path("file"), "");
  const unique_fd former(::dup(STDIN_FILENO));
  ASSERT_EQ(::close(STDIN_FILENO), 0);
  const unique_fd file(
      os::open_at(AT_FDCWD, place.path("file").c_str(), O_RDONLY));
  const unique_fd socket(os::open_socket(AF_UNIX, SOCK_STREAM));
  if (former) ::dup2(former.get(), STDIN_FILENO);
  EXPECT_GT(file.get(), STDERR_FILENO);
  EXPECT_GT(socket.get(), STDERR_FILENO);
}

int interruptions = 0;

/// The first calls are interrupted by a signal.
template <class Call, class... Arguments>
auto interrupted(Call real, Arguments... arguments) {
  if (interruptions-- > 0) {
    errno = EINTR;
    return static_cast<decltype(real(arguments...))>(-1);
  }
  return real(arguments...);
}

const os::call_table& real_calls() {
  static const os::call_table table = os::calls();
  return table;
}

struct faults : testing::Test {
  scratch place;
  state_directory state = open_state_directory(place.state());
  scoped_calls calls;

  void SetUp() override {
    real_calls();
    interruptions = 3;
  }
};

TEST_F(faults, signals_do_not_disturb_opening) {
  calls->openat = [](int directory, const char* path, int flags, mode_t mode) {
    return interrupted(real_calls().openat, directory, path, flags, mode);
  };
  EXPECT_TRUE(open_lock_file(state, "locks/x"));
  EXPECT_LT(interruptions, 0);
}

TEST_F(faults, signals_do_not_disturb_making_directories) {
  calls->mkdirat = [](int directory, const char* path, mode_t mode) {
    return interrupted(real_calls().mkdirat, directory, path, mode);
  };
  EXPECT_TRUE(open_private_directory(place.path("p")).fd);
  EXPECT_LT(interruptions, 0);
}

TEST_F(faults, signals_do_not_disturb_locking) {
  calls->flock = [](int fd, int operation) {
    return interrupted(real_calls().flock, fd, operation);
  };
  EXPECT_EQ(take_worker_slot(state).index, 0);
  EXPECT_LT(interruptions, 0);
}

TEST_F(faults, signals_and_short_writes_do_not_disturb_writing) {
  calls->write = [](int fd, const void* data, std::size_t size) {
    const std::size_t some = size < 3 ? size : 3;
    return interrupted(real_calls().write, fd, data, some);
  };
  const unique_fd file(
      ::open(place.path("file").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  EXPECT_TRUE(os::write_all(file.get(), "a text of some length"));
  EXPECT_EQ(unit::content_of(place.path("file")), "a text of some length");
}

TEST_F(faults, C72_a_full_disk_fails_temp_dir_with_path_and_reason) {
  calls->mkdirat = [](int, const char*, mode_t) {
    errno = ENOSPC;
    return -1;
  };
  EXPECT_THAT(error_of([] { temp_dir dir("x"); }),
              AllOf(HasSubstr("cannot create a temporary directory '/"),
                    HasSubstr("-x"), HasSubstr("No space left on device"),
                    HasSubstr("set PARALLEL_TESTING_TEMP_ROOT")));
}

TEST_F(faults, C72_a_full_disk_is_no_reason_to_meet_elsewhere) {
  // The next process may find room again, and both would be gw0.
  std::filesystem::create_directory(place.path("one"));
  std::filesystem::create_directory(place.path("two"));
  calls->mkdirat = [](int directory, const char* path, mode_t mode) {
    if (std::string(path).find("/one/") == std::string::npos) {
      return real_calls().mkdirat(directory, path, mode);
    }
    errno = ENOSPC;
    return -1;
  };
  EXPECT_THAT(error_of([&] {
                (void)open_private_directory_in(
                    {place.path("one"), place.path("two")}, "name", "VARIABLE");
              }),
              AllOf(HasSubstr(place.path("one/name")),
                    HasSubstr("No space left on device")));
}

TEST_F(faults, a_read_only_root_is_passed_over) {
  std::filesystem::create_directory(place.path("two"));
  calls->mkdirat = [](int directory, const char* path, mode_t mode) {
    if (std::string(path).find("/one/") == std::string::npos) {
      return real_calls().mkdirat(directory, path, mode);
    }
    errno = EROFS;
    return -1;
  };
  EXPECT_EQ(open_private_directory_in({place.path("one"), place.path("two")},
                                      "name", "VARIABLE")
                .path,
            place.path("two/name"));
}

TEST_F(faults, C72_a_full_disk_leaves_no_half_record_of_a_run) {
  calls->write = [](int, const void*, std::size_t) -> ssize_t {
    errno = ENOSPC;
    return -1;
  };
  run_record wanted;
  wanted.id = "r";
  wanted.owner = "1.1";
  EXPECT_THAT(
      error_of([&] { (void)join_run(state, wanted); }),
      AllOf(HasSubstr("cannot write '" + place.state() + "/runs/r-"),
            HasSubstr("No space left on device; free some disk space")));
  EXPECT_TRUE(std::filesystem::is_empty(place.state() + "/runs"));
}

TEST_F(faults, C72_out_of_file_descriptors_no_worker_is_taken) {
  calls->openat = [](int, const char*, int, mode_t) {
    errno = EMFILE;
    return -1;
  };
  EXPECT_EQ(error_of([&] { (void)take_worker_slot(state); }),
            "cannot open lock file '" + place.state() +
                "/workers/gw0': " + std::strerror(EMFILE) +
                "; make the directory writable or free some disk space");
}

TEST_F(faults, C72_a_folder_of_locks_that_cannot_be_made_says_why) {
  static int reason;
  calls->mkdirat = [](int, const char*, mode_t) {
    errno = reason;
    return -1;
  };
  for (const int each : {EROFS, ENOSPC, EDQUOT, EACCES, EMLINK}) {
    reason = each;
    EXPECT_THAT(
        error_of([&] { (void)open_lock_file(state, "locks/x"); }),
        AllOf(HasSubstr("'" + place.state() + "/locks': "),
              HasSubstr(std::string(std::strerror(each)) + "; make its "),
              HasSubstr("set PARALLEL_TESTING_STATE_DIR")));
  }
}

TEST_F(faults, a_folder_of_locks_made_by_another_process_meanwhile_is_used) {
  calls->mkdirat = [](int directory, const char* path, mode_t mode) {
    real_calls().mkdirat(directory, path, mode);
    errno = EEXIST;
    return -1;
  };
  EXPECT_TRUE(open_lock_file(state, "locks/x"));
}

TEST_F(faults, C72_a_file_system_without_locks_is_said_never_ignored) {
  calls->flock = [](int, int) {
    errno = ENOLCK;
    return -1;
  };
  EXPECT_EQ(error_of([&] { (void)take_worker_slot(state); }),
            "cannot lock '" + place.state() +
                "/workers/gw0': No locks available; choose a local file "
                "system with PARALLEL_TESTING_STATE_DIR");
  EXPECT_THAT(error_of([] { const named_lock lock("x"); }),
              HasSubstr("No locks available"));
}

TEST_F(faults, ports_that_cannot_be_bound_are_passed_over) {
  static int refused;
  refused = 0;
  calls->bind = [](int fd, const sockaddr* address, socklen_t size) {
    const bool is_network = address->sa_family == AF_INET;
    if (is_network && refused < 5) {
      ++refused;
      errno = EADDRINUSE;
      return -1;
    }
    return real_calls().bind(fd, address, size);
  };
  EXPECT_GE(reserve_port().number(), 1024);
  EXPECT_EQ(refused, 5);
}

TEST_F(faults, a_port_that_is_taken_while_it_is_bound_is_left_to_the_other) {
  static int listens;
  listens = 0;
  calls->listen = [](int fd, int backlog) {
    // For a port: lock, probe of IPv4, probe of IPv6, and then its own.
    if (++listens == 4) {
      errno = EADDRINUSE;
      return -1;
    }
    return real_calls().listen(fd, backlog);
  };
  EXPECT_GE(listen_on_free_port().fd(), 0);
  EXPECT_EQ(listens, 8);
}

TEST_F(faults, C72_no_free_port_is_an_error_not_a_hang) {
  calls->bind = [](int, const sockaddr*, socklen_t) {
    errno = EADDRINUSE;
    return -1;
  };
  EXPECT_THAT(error_of([] { (void)reserve_port(); }),
              HasSubstr("all are reserved or in use"));
}

TEST_F(faults, C72_a_place_without_abstract_sockets_is_said) {
  calls->bind = [](int fd, const sockaddr* address, socklen_t size) {
    if (address->sa_family != AF_UNIX) {
      return real_calls().bind(fd, address, size);
    }
    errno = EACCES;
    return -1;
  };
  EXPECT_THAT(
      error_of([] { (void)reserve_port(); }),
      AllOf(HasSubstr("cannot lock port '"), HasSubstr("Permission denied")));
}

TEST_F(faults, C52_without_addresses_of_ipv6_ports_are_reserved_all_the_same) {
  calls->bind = [](int fd, const sockaddr* address, socklen_t size) {
    if (address->sa_family != AF_INET6) {
      return real_calls().bind(fd, address, size);
    }
    errno = EADDRNOTAVAIL;
    return -1;
  };
  EXPECT_GE(reserve_port().number(), 1024);
}

TEST_F(faults, C52_without_ipv6_ports_are_reserved_all_the_same) {
  calls->socket = [](int domain, int type, int protocol) {
    if (domain != AF_INET6) return real_calls().socket(domain, type, protocol);
    errno = EAFNOSUPPORT;
    return -1;
  };
  EXPECT_GE(reserve_port().number(), 1024);
  EXPECT_THAT(
      error_of([] { (void)listen_on_free_port(protocol::tcp, ip::v6); }),
      AllOf(HasSubstr("::1"), HasSubstr("not supported")));
}

}  // namespace
}  // namespace parallel_testing
