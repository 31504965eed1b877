// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/server/server.hpp"

#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <parallel_testing/error.hpp>
#include <parallel_testing/port.hpp>
#include <random>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "base/unique_fd.hpp"
#include "process/process.hpp"
#include "state/private_directory.hpp"
#include "user/port_reserver.hpp"

namespace parallel_testing::postgresql {

namespace {

enum class storage { disk, memory };

/// A database consists of hundreds of small files that do not have to outlive
/// the run. In memory, creating one takes a tenth of the time. The socket and
/// the log of a server stay in its directory, in which `data` is then a link.
constexpr const char* memory = "/dev/shm";

/// The files of a new server need 40 MB, its write-ahead log up to 512 MB.
constexpr std::uint64_t least_room = std::uint64_t{2} << 30U;

constexpr long tmpfs_magic = 0x01021994;  ///< linux/magic.h

bool has_room_in_memory() {
  struct statfs found {};
  if (::statfs(memory, &found) != 0 ||
      static_cast<long>(found.f_type) != tmpfs_magic) {
    return false;
  }
  return static_cast<std::uint64_t>(found.f_bavail) *
             static_cast<std::uint64_t>(found.f_bsize) >=
         least_room;
}

std::string data_link_of(const std::string& directory) {
  return directory + "/data";
}

/// The name is unique, because that of `directory` is.
std::string memory_directory_of(const std::string& directory) {
  return memory + directory.substr(directory.rfind('/'));
}

/// Whether the files of `directory` are in memory.
bool is_in_memory(const std::string& directory) {
  return link_target(data_link_of(directory)) == memory_directory_of(directory);
}

/// Chooses the storage of the server in `directory`: in memory, if that has
/// enough space and PARALLEL_TESTING_POSTGRESQL_STORAGE is not `disk`. In that
/// case it creates the directory there, with mode 0700.
storage make_data_directory(const std::string& directory) {
  const std::string link = data_link_of(directory);
  const std::string target = memory_directory_of(directory);
  if (process::current().config().servers_on_disk || !has_room_in_memory()) {
    return storage::disk;
  }
  // Create the link first: it shows what must be removed later.
  if (::symlink(target.c_str(), link.c_str()) == 0) {
    if (::mkdir(target.c_str(), 0700) == 0) {
      return storage::memory;
    }
    ::unlink(link.c_str());
  }
  return storage::disk;
}

/// The path that the server's processes have as their working directory.
std::string data_directory_of(const std::string& directory) {
  return is_in_memory(directory) ? memory_directory_of(directory)
                                 : data_link_of(directory);
}

constexpr const char* user_name = "postgres";
constexpr std::size_t most_of_log = 2000;

/// The user that the server runs as: PostgreSQL refuses root.
const passwd* unprivileged_user() {
  if (::geteuid() != 0) {
    return nullptr;
  }
  for (const char* name : {"postgres", "nobody"}) {
    const passwd* const found = ::getpwnam(name);
    if (found != nullptr) {
      return found;
    }
  }
  throw error(
      "PostgreSQL does not run as root, and neither a user 'postgres' nor "
      "'nobody' exists to run it as; create one");
}

struct program {
  std::vector<std::string> command;
  std::string directory;
  const passwd* user;
  int kept_lock = -1;  ///< lock on its port, held as long as it lives
};

/// Executes the program in the child. It must not inherit the test's output,
/// because CTest would wait for the server to close it.
[[noreturn]] void become(const program& what) {
  const passwd* const user = what.user;
  const std::string& directory = what.directory;
  const std::vector<char*> arguments = os::exec_arguments(what.command);
  if (what.kept_lock >= 0) {
    port_reserver::keep_for_program(what.kept_lock);
  }
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
  if (child == 0) {
    become(what);
  }
  if (child > 0) {
    return child;
  }
  os::throw_error("cannot start", what.command[0], errno, "end some processes");
}

[[noreturn]] void throw_log(const std::string& what,
                            const std::string& directory) {
  std::string log = read_whole(directory + "/log");
  if (log.size() > most_of_log) {
    log.erase(0, log.size() - most_of_log);
  }
  throw error(
      fmt::format("{}; its log in '{}' ends with:\n{}", what, directory, log));
}

/// Tests find the password in the connection string.
std::string random_password() {
  std::random_device source;
  std::string text;
  for (int word = 0; word < 4; ++word) {
    text += hex(source(), 8);
  }
  return text;
}

/// Writes the password to a file, because all users can read a command line.
void write_password(const std::string& path, const std::string& password,
                    const passwd* user) {
  const unique_fd file(
      os::open_at(AT_FDCWD, path.c_str(), O_WRONLY | O_CREAT | O_EXCL));
  const bool is_written = file && os::write_all(file.get(), password);
  if (is_written && (user == nullptr ||
                     ::fchown(file.get(), user->pw_uid, user->pw_gid) == 0)) {
    return;
  }
  os::throw_error("cannot write", path, errno, "free some disk space");
}

/// Requires a password over TCP, by which other users of the machine could
/// connect.
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
  if (status != 0) {
    throw_log("initdb failed", directory);
  }
}

void give_away(const std::string& directory, const passwd* user) {
  if (user != nullptr &&
      ::chown(directory.c_str(), user->pw_uid, user->pw_gid) != 0) {
    os::throw_error("cannot change the owner of", directory, errno,
                    "choose another file system");
  }
}

std::vector<std::string> command_of_server(const std::string& directory,
                                           const std::string& programs,
                                           int connections, std::uint16_t port,
                                           storage where) {
  std::vector<std::string> command = {programs + "/postgres", "-D",
                                      directory + "/data", "-k", directory};
  // Data does not have to survive the run, and other machines must not connect.
  for (const std::string& setting :
       {std::string("listen_addresses=127.0.0.1"), fmt::format("port={}", port),
        std::string("fsync=off"), std::string("synchronous_commit=off"),
        std::string("full_page_writes=off"), std::string("wal_level=minimal"),
        std::string("max_wal_senders=0"), std::string("autovacuum=off"),
        fmt::format("max_wal_size={}",
                    where == storage::memory ? "512MB" : "4GB"),
        // Shared memory in files below the directory, which are removed with
        // it.
        std::string("dynamic_shared_memory_type=mmap"),
        fmt::format("max_connections={}", connections)}) {
    command.insert(command.end(), {"-c", setting});
  }
  return command;
}

bool can_run(const std::string& programs) {
  return ::access((programs + "/initdb").c_str(), X_OK) == 0 &&
         ::access((programs + "/postgres").c_str(), X_OK) == 0;
}

std::vector<std::string> matching(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> paths;
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  ::globfree(&found);
  return paths;
}

std::uint64_t version_in(const std::string& path) {
  const std::size_t digit = path.find_first_of("0123456789");
  if (digit == path.npos) {
    return 0;
  }
  const std::size_t end = path.find_first_not_of("0123456789", digit);
  return whole_number(path.substr(digit, end - digit), 1000).value_or(0);
}

std::string newest_of_distribution(const std::string& version) {
  const std::string which = version.empty() ? "[1-9]*" : version;
  std::string newest;
  for (const char* pattern :
       {"/usr/lib/postgresql/{}/bin", "/usr/pgsql-{}/bin"}) {
    for (const std::string& each :
         matching(fmt::format(fmt::runtime(pattern), which))) {
      if (can_run(each) && version_in(each) >= version_in(newest)) {
        newest = each;
      }
    }
  }
  return newest;
}

std::string on_path() {
  const char* const path = ::getenv("PATH");
  for (const std::string_view each : split(path == nullptr ? "" : path, ':')) {
    if (can_run(std::string(each))) {
      return std::string(each);
    }
  }
  return "";
}

/// Whether the working directory of the process proves that it is one of the
/// server.
bool works_in(pid_t pid, const std::string& data) {
  return link_target(fmt::format("/proc/{}/cwd", pid)) == data;
}

/// The process id of the postmaster, 0 when there is none.
pid_t postmaster_of(const std::string& data) {
  const std::string text = read_whole(data + "/postmaster.pid");
  const auto pid = parse_process_id(text.substr(0, text.find('\n')));
  return pid && works_in(*pid, data) ? *pid : 0;
}

std::vector<pid_t> processes_of(const std::string& data) {
  std::vector<pid_t> found;
  for (const pid_t pid : process_ids()) {
    if (works_in(pid, data)) {
      found.push_back(pid);
    }
  }
  return found;
}

void wait_for_end(pid_t pid, const std::string& data) {
  const std::string token = process_token(pid);
  while (is_alive(token)) {
    // A zombie counts as alive, so reap it if this process started it.
    if (::waitpid(pid, nullptr, WNOHANG) == pid) {
      break;
    }
    if (!works_in(pid, data)) {
      break;
    }
    ::poll(nullptr, 0, 5);
  }
}

}  // namespace

std::string start_server(const std::string& directory,
                         const std::string& programs, int connections) {
  const passwd* const user = unprivileged_user();
  give_away(directory, user);
  const storage where = make_data_directory(directory);
  if (where == storage::memory) {
    give_away(data_directory_of(directory), user);
  }
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

std::string find_programs(const std::string& version) {
  const char* const given = ::getenv("PARALLEL_TESTING_POSTGRESQL_BINDIR");
  if (given != nullptr && can_run(given)) {
    return given;
  }
  std::string programs = newest_of_distribution(version);
  if (programs.empty() && version.empty()) {
    programs = on_path();
  }
  if (!programs.empty()) {
    return programs;
  }
  throw error(fmt::format(
      "no PostgreSQL server{}{} is installed; install it (Debian: apt-get "
      "install postgresql), set PARALLEL_TESTING_POSTGRESQL_BINDIR to the "
      "directory of initdb, or set DATABASE_URL to a running server",
      version.empty() ? "" : " ", version));
}

void stop_server(const std::string& directory) {
  const std::string data = data_directory_of(directory);
  const pid_t postmaster = postmaster_of(data);
  if (postmaster != 0) {
    // Shut down immediately: the data is removed anyway.
    ::kill(postmaster, SIGQUIT);
    wait_for_end(postmaster, data);
  }
  // Processes of a killed postmaster may not have noticed its death yet.
  for (const pid_t each : processes_of(data)) {
    ::kill(each, SIGKILL);
    wait_for_end(each, data);
  }
}

bool remove_server_files(const std::string& directory) {
  if (is_in_memory(directory)) {
    if (!remove_tree(memory_directory_of(directory)) && errno != ENOENT) {
      return false;
    }
  }
  return remove_tree(directory) || errno == ENOENT;
}

}  // namespace parallel_testing::postgresql
