// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// port_churn ours|peer <processes> <allocations>: each process finds a free
// port and then binds it, as a test that starts a server does, while clients
// open and close connections. Prints how often the port was not free after
// all, or in use by two processes.
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <optional>
#include <parallel_testing/port.hpp>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr int client_count = 2;
constexpr std::size_t ports_in_use = 16;
constexpr std::size_t connections_in_use = 64;

/// Shared by all processes.
struct tally {
  std::array<std::atomic<int>, 65536> users{};
  std::atomic<int> collisions{0};
};

class descriptor {
 public:
  explicit descriptor(int fd) : fd_(fd) {}
  descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

descriptor tcp_socket() {
  return descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

bool bind_to(const descriptor& socket, std::uint16_t port) {
  const sockaddr_in address = loopback(port);
  return ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address),
                sizeof address) == 0;
}

std::uint16_t port_of(const descriptor& socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

/// A port, and what keeps it: nothing, the usual way.
struct allocation {
  std::optional<parallel_testing::reserved_port> reservation;
  std::uint16_t port = 0;
};

allocation allocate_ours() {
  allocation result;
  result.reservation.emplace(parallel_testing::reserve_port());
  result.port = result.reservation->number();
  return result;
}

allocation allocate_peer() {
  const descriptor probe = tcp_socket();
  bind_to(probe, 0);
  return {std::nullopt, port_of(probe)};
}

/// A server on its port. Members go away in reverse order: the port is given
/// back when nobody is bound to it.
class server {
 public:
  server(tally& shared, allocation given)
      : shared_(&shared), given_(std::move(given)), socket_(tcp_socket()) {
    const bool is_shared = shared_->users[given_.port].fetch_add(1) != 0;
    const bool is_bound = bind_to(socket_, given_.port) &&
                          ::listen(socket_.get(), SOMAXCONN) == 0;
    if (is_shared || !is_bound) shared_->collisions.fetch_add(1);
  }
  server(const server&) = delete;
  server& operator=(const server&) = delete;
  ~server() { shared_->users[given_.port].fetch_sub(1); }

 private:
  tally* shared_;
  allocation given_;
  descriptor socket_;
};

void run_servers(tally& shared, allocation (*allocate)(), int count) {
  std::deque<std::unique_ptr<server>> running;
  for (int done = 0; done < count; ++done) {
    running.push_back(std::make_unique<server>(shared, allocate()));
    if (running.size() > ports_in_use) running.pop_front();
  }
}

/// Connections take ports of the kernel's choice. They are reset at the end:
/// waiting ones would use up the ports of the whole machine.
[[noreturn]] void run_client() {
  const descriptor listener = tcp_socket();
  bind_to(listener, 0);
  ::listen(listener.get(), SOMAXCONN);
  const sockaddr_in address = loopback(port_of(listener));
  std::deque<descriptor> open;
  for (;;) {
    descriptor client = tcp_socket();
    const linger reset{1, 0};
    ::setsockopt(client.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    if (::connect(client.get(), reinterpret_cast<const sockaddr*>(&address),
                  sizeof address) == 0) {
      open.push_back(std::move(client));
      open.emplace_back(::accept(listener.get(), nullptr, nullptr));
    }
    while (open.size() > connections_in_use) open.pop_front();
  }
}

template <class Act>
pid_t start_process(Act act) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  act();
  std::exit(0);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string kind = argc == 4 ? argv[1] : "";
  if (kind != "ours" && kind != "peer") {
    std::fputs("usage: port_churn ours|peer <processes> <allocations>\n",
               stderr);
    return 2;
  }
  const auto allocate = kind == "ours" ? allocate_ours : allocate_peer;
  const int allocations = std::atoi(argv[3]);
  void* const memory = ::mmap(nullptr, sizeof(tally), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 3;
  auto& shared = *new (memory) tally;

  std::vector<pid_t> clients;
  for (int number = 0; number < client_count; ++number) {
    clients.push_back(start_process(run_client));
  }
  std::vector<pid_t> servers;
  for (int number = 0; number < std::atoi(argv[2]); ++number) {
    servers.push_back(
        start_process([&] { run_servers(shared, allocate, allocations); }));
  }
  int failures = 0;
  for (const pid_t child : servers) {
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) ++failures;
  }
  for (const pid_t child : clients) {
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }
  std::printf("%d\n", shared.collisions.load());
  return failures == 0 ? 0 : 1;
}
