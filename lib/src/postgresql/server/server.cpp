// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/server/server.hpp"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <parallel_testing/error.hpp>
#include <parallel_testing/port.hpp>
#include <random>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"
#include "user/port_reserver.hpp"

namespace parallel_testing::postgresql {

namespace {

constexpr const char* user_name = "postgres";
constexpr std::size_t most_of_log = 2000;

/// Whom the server runs as: PostgreSQL refuses root.
const passwd* unprivileged_user() {
  if (::geteuid() != 0) return nullptr;
  for (const char* name : {"postgres", "nobody"}) {
    const passwd* const found = ::getpwnam(name);
    if (found != nullptr) return found;
  }
  throw error(
      "PostgreSQL does not run as root, and there is neither a user 'postgres' "
      "nor 'nobody' to run it as; make one");
}

struct program {
  std::vector<std::string> command;
  std::string directory;
  const passwd* user;
  int kept_lock = -1;  ///< on its port, held as long as it lives
};

/// In the child: nothing of the test's output may stay open, or CTest waits
/// for the server.
[[noreturn]] void become(const program& what) {
  const passwd* const user = what.user;
  const std::string& directory = what.directory;
  const std::vector<char*> arguments = os::exec_arguments(what.command);
  if (what.kept_lock >= 0) port_reserver::keep_for_program(what.kept_lock);
  ::setsid();
  const bool is_user = user == nullptr || (::setgroups(0, nullptr) == 0 &&
                                           ::setgid(user->pw_gid) == 0 &&
                                           ::setuid(user->pw_uid) == 0);
  const int null = ::open("/dev/null", O_RDONLY);
  const int log =
      ::open((directory + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (is_user && null >= 0 && log >= 0 && ::chdir(directory.c_str()) == 0) {
    ::dup2(null, 0);
    ::dup2(log, 1);
    ::dup2(log, 2);
    ::execv(arguments[0], arguments.data());
  }
  ::_exit(127);
}

pid_t spawn(const program& what) {
  const pid_t child = ::fork();
  if (child == 0) become(what);
  if (child > 0) return child;
  os::throw_error("cannot start", what.command[0], errno, "end some processes");
}

[[noreturn]] void throw_log(const std::string& what,
                            const std::string& directory) {
  std::string log = read_whole(directory + "/log");
  if (log.size() > most_of_log) log.erase(0, log.size() - most_of_log);
  throw error(
      fmt::format("{}; its log in '{}' ends with:\n{}", what, directory, log));
}

/// Nobody has to remember it: tests find it with the connection.
std::string random_password() {
  std::random_device source;
  std::string text;
  for (int word = 0; word < 4; ++word) text += hex(source(), 8);
  return text;
}

/// In a file, because a command line is for everybody to read.
void write_password(const std::string& path, const std::string& password,
                    const passwd* user) {
  const unique_fd file(
      os::open_at(AT_FDCWD, path.c_str(), O_WRONLY | O_CREAT | O_EXCL));
  const bool is_written = file && os::write_all(file.get(), password);
  if (is_written && (user == nullptr ||
                     ::fchown(file.get(), user->pw_uid, user->pw_gid) == 0)) {
    return;
  }
  os::throw_error("cannot write", path, errno, "free some space");
}

/// Over TCP other users of the machine could come in, so it needs a password.
void initialise(const std::string& directory, const std::string& programs,
                const std::string& password, const passwd* user) {
  const std::string file = directory + "/password";
  write_password(file, password, user);
  const pid_t child = spawn(
      {{programs + "/initdb", "-D", directory + "/data", "-U", user_name,
        "--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile=" + file,
        "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"},
       directory,
       user});
  const int status = os::wait_for(child);
  ::unlink(file.c_str());
  if (status != 0) throw_log("initdb failed", directory);
}

void give_away(const std::string& directory, const passwd* user) {
  if (user != nullptr &&
      ::chown(directory.c_str(), user->pw_uid, user->pw_gid) != 0) {
    os::throw_error("cannot give away", directory, errno,
                    "choose another file system");
  }
}

std::vector<std::string> command_of_server(const std::string& directory,
                                           const std::string& programs,
                                           int connections, std::uint16_t port,
                                           storage where) {
  std::vector<std::string> command = {programs + "/postgres", "-D",
                                      directory + "/data", "-k", directory};
  // Nothing has to outlive the run, and nobody outside may come in.
  for (const std::string& setting :
       {std::string("listen_addresses=127.0.0.1"), fmt::format("port={}", port),
        std::string("fsync=off"), std::string("synchronous_commit=off"),
        std::string("full_page_writes=off"), std::string("wal_level=minimal"),
        std::string("max_wal_senders=0"), std::string("autovacuum=off"),
        fmt::format("max_wal_size={}",
                    where == storage::memory ? "512MB" : "4GB"),
        // In files of its own, which go with it wherever it is killed.
        std::string("dynamic_shared_memory_type=mmap"),
        fmt::format("max_connections={}", connections)}) {
    command.insert(command.end(), {"-c", setting});
  }
  return command;
}

}  // namespace

std::string start_server(const std::string& directory,
                         const std::string& programs, int connections) {
  const passwd* const user = unprivileged_user();
  give_away(directory, user);
  const storage where = make_data_directory(directory);
  if (where == storage::memory) give_away(data_directory_of(directory), user);
  const std::string password = random_password();
  initialise(directory, programs, password, user);
  reserved_port port = reserve_port();
  const pid_t child = spawn({command_of_server(directory, programs, connections,
                                               port.number(), where),
                             directory, user, port_reserver::lock_of(port)});
  std::string conninfo =
      fmt::format("host={} port={} user={} password={} dbname=postgres",
                  directory, port.number(), user_name, password);
  while (PQping(conninfo.c_str()) != PQPING_OK) {
    if (::waitpid(child, nullptr, WNOHANG) == child) {
      throw_log("the PostgreSQL server ended", directory);
    }
    ::poll(nullptr, 0, 5);
  }
  port_reserver::leave(std::move(port));
  return conninfo;
}

}  // namespace parallel_testing::postgresql
