// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/agent.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <ostream>
#include <utility>

#include "base/whole_file.hpp"
#include "cluster/agent_report.hpp"
#include "cluster/claims.hpp"
#include "cluster/orders.hpp"
#include "cluster/pulse.hpp"
#include "cluster/work_files.hpp"
#include "cluster/work_list.hpp"
#include "commands/run/cluster_tests.hpp"
#include "commands/run/options.hpp"
#include "commands/run/runner.hpp"
#include "commands/run/settings.hpp"
#include "commands/run/slurm/allocation.hpp"
#include "ctest/arguments.hpp"
#include "events/event_writer.hpp"

namespace parallel_testing::run_command {
namespace {

constexpr std::int64_t nanoseconds_in_second = 1'000'000'000;

/// Reports what a display would show.
class reporting_display : public display {
 public:
  reporting_display(cluster::report_writer& report, text_of_ctest text)
      : report_(report), text_(text) {}

  void note(std::string_view line) override {
    cluster::agent_record record;
    record.kind = cluster::report_kind::note;
    record.text = line;
    report_.add(record);
  }
  void remind(const std::vector<std::string>& lines) override {
    for (const std::string& line : lines) {
      note(line);
    }
  }
  void on_end(const test_end& end) override {
    cluster::agent_record record;
    record.kind = cluster::report_kind::end;
    record.number = end.test->number;
    record.name = end.test->name;
    record.attempt = end.test->attempt;
    record.worker = end.worker;
    record.outcome = end.outcome;
    record.is_excused = end.is_excused();
    record.message = end.message;
    record.text = end.output;
    record.left = end.left;
    record.duration_ns = end.duration_ns;
    report_.add(record);
  }
  void on_text(std::string_view line) override {
    if (text_ == text_of_ctest::shown) {
      cluster::agent_record record;
      record.kind = cluster::report_kind::printed;
      record.text = line;
      report_.add(record);
    }
  }
  void refresh(const live_status& now) override {
    const std::int64_t now_ns = tools::monotonic_ns();
    std::vector<std::string> names;
    for (const running_line& each : now.running) {
      names.push_back(each.name);
    }
    const bool is_due = now_ns - reported_ns_ > nanoseconds_in_second;
    if (is_due || names != names_) {
      reported_ns_ = now_ns;
      names_ = std::move(names);
      cluster::agent_record record;
      record.kind = cluster::report_kind::running;
      for (const running_line& each : now.running) {
        record.running.push_back({each.worker, each.name, each.elapsed_ns});
      }
      report_.add(record);
    }
    report_.flush();
  }
  [[nodiscard]] bool is_live() const override { return true; }
  void finish() override { report_.flush(); }

 private:
  cluster::report_writer& report_;
  text_of_ctest text_;
  std::vector<std::string> names_;
  std::int64_t reported_ns_ = 0;
};

class claimed_work : public work_source {
 public:
  claimed_work(const cluster::work_files& files, cluster::work_list work,
               std::string node, cluster::report_writer& report)
      : files_(files),
        work_(std::move(work)),
        node_(std::move(node)),
        claims_(files.claims(), node_),
        order_(cluster::claim_order(work_.units, node_)),
        listed_(work_.units.size()),
        report_(report),
        pulse_(cluster::longest_silence_ns(tools::current_environment()),
               tools::monotonic_ns()) {}

  std::optional<work_part> next() override {
    if (auto claimed = claim_next()) {
      return claimed;
    }
    look(tools::monotonic_ns());
    take_orders();
    return claim_next();
  }
  void finish() override {
    cluster::agent_record record;
    record.kind = cluster::report_kind::unit;
    record.number = round_;
    record.text = taken_;
    report_.add(record);
    report_.flush();
  }
  void give_up(const std::string& reason) override { failure_ = reason; }
  /// Why it gave up; "" if it did not.
  [[nodiscard]] const std::string& failure() const { return failure_; }
  [[nodiscard]] bool is_over() override {
    return at_ == order_.size() && (orders_.is_over || work_.leaves_when_idle);
  }
  [[nodiscard]] stop_request asks_to_stop() override {
    constexpr std::int64_t look_again_ns = nanoseconds_in_second / 5;
    const std::int64_t now_ns = tools::monotonic_ns();
    if (now_ns - looked_ns_ > look_again_ns) {
      look(now_ns);
    }
    stop_request result;
    result.starts_no_more = orders_.is_stopped;
    if (orders_.signal != 0) {
      result.signal = orders_.signal;
    } else if (has_run_ended_) {
      result.signal = SIGTERM;
    }
    return result;
  }
  void take_output(const std::string& test,
                   const std::string& output) override {
    if (work_.needs_outputs) {
      cluster::agent_record record;
      record.kind = cluster::report_kind::output;
      record.name = test;
      record.text = output;
      report_.add(record);
    }
  }
  [[nodiscard]] tools::run_node node() const override {
    constexpr std::size_t longest = 256;
    std::string host(longest, '\0');
    if (::gethostname(host.data(), host.size() - 1) != 0) {
      host.clear();
    }
    host.resize(std::min(host.find('\0'), host.size()));
    return {node_, host, cluster::machine_identity()};
  }
  [[nodiscard]] std::string listing() const override {
    return tools::read_file(files_.listing()).value_or("");
  }

 private:
  std::optional<work_part> claim_next() {
    while (at_ < order_.size()) {
      const cluster::unit& tried = work_.units[order_[at_++]];
      if (cluster::may_claim(work_.reserved, tried.id, node_) &&
          claims_.claim(round_, tried.id)) {
        taken_ = tried.id;
        return work_part{round_, tried.tests};
      }
    }
    return std::nullopt;
  }
  void take_orders() {
    if (orders_.round > round_) {
      round_ = orders_.round;
      work_.reserved.clear();
      work_.units.resize(listed_);
      order_ = cluster::claim_order(work_.units, node_);
      at_ = 0;
      known_again_ = 0;
    }
    work_.reserved.insert(orders_.reserved.begin(), orders_.reserved.end());
    for (; known_again_ < orders_.again.size(); ++known_again_) {
      order_.push_back(work_.units.size());
      work_.units.push_back(orders_.again[known_again_]);
    }
  }
  void look(std::int64_t now_ns) {
    looked_ns_ = now_ns;
    if (auto orders = cluster::read_orders(files_.orders())) {
      orders_ = std::move(*orders);
    }
    has_run_ended_ =
        has_run_ended_ ||
        pulse_.has_stopped(tools::read_file(files_.pulse()), now_ns);
    if (now_ns - alive_ns_ > nanoseconds_in_second) {
      alive_ns_ = now_ns;
      report_.add({});
      report_.flush();
    }
  }

  const cluster::work_files& files_;
  cluster::work_list work_;
  std::string node_;
  cluster::claims claims_;
  std::vector<std::size_t> order_;
  std::size_t listed_;  ///< as many units, of all, are those of the list
  std::size_t at_ = 0;
  std::int64_t round_ = 1;
  std::string taken_;
  std::string failure_;
  cluster::report_writer& report_;
  cluster::order_list orders_;
  std::size_t known_again_ = 0;
  cluster::pulse pulse_;
  bool has_run_ended_ = false;
  std::int64_t looked_ns_ = 0;
  std::int64_t alive_ns_ = 0;
};

/// As many workers as the job has processors on this node, unless the user
/// chose a number.
void limit_jobs(options& wanted, const std::string& build) {
  const std::string text =
      tools::value_of(tools::current_environment(), "SLURM_CPUS_ON_NODE");
  const int processors = processors_in(text);
  if (wanted.jobs == "auto" && processors > 0) {
    wanted.jobs = std::to_string(
        std::min(processors, automatic_jobs_here(build, processors)));
  }
}

/// The name of the node: that of the argument, or `a7` for a task of an array.
std::string own_node(const std::string& given) {
  return given == "--task" ? "a" + tools::value_of(tools::current_environment(),
                                                   "SLURM_ARRAY_TASK_ID")
                           : given;
}

/// Waits for the list of work, because agents start while ctest lists the
/// tests. Nothing if this agent is not needed.
std::optional<cluster::work_list> wait_for_work(
    const cluster::work_files& files, int start) {
  const tools::variables environment = tools::current_environment();
  cluster::pulse pulse(cluster::longest_silence_ns(environment),
                       tools::monotonic_ns());
  constexpr int most_ms = 50;
  for (int wait_ms = 1;; wait_ms = std::min(2 * wait_ms, most_ms)) {
    const std::optional<std::string> text = tools::read_file(files.list());
    if (!text) {
      throw cli::failure(
          cli::exit_environment,
          fmt::format("cannot read '{}'; the build tree must be on a file "
                      "system that all nodes share",
                      files.list()));
    }
    // NFS may show the end of a file before what precedes it.
    const bool is_whole =
        text->ends_with('\n') && text->find('\0') == std::string::npos;
    if (is_whole) {
      cluster::work_list work = cluster::parse_work_list(*text);
      return work.start == start ? std::optional(std::move(work))
                                 : std::nullopt;
    }
    const auto orders = cluster::read_orders(files.orders());
    if (!orders || orders->is_over || orders->signal != 0 ||
        pulse.has_stopped(tools::read_file(files.pulse()),
                          tools::monotonic_ns())) {
      return {};
    }
    ::poll(nullptr, 0, wait_ms);
  }
}

int work_on(const cli::invocation& given, const std::string& directory,
            const std::string& node, int start) {
  const cluster::work_files files(directory);
  std::optional<cluster::work_list> known = wait_for_work(files, start);
  if (!known) {
    return cli::exit_fine;
  }
  cluster::work_list work = std::move(*known);
  const std::string ctest_directory = files.node(node) + "/ctest";
  cluster::make_ctest_directory(ctest_directory, work.build);
  cli::invocation changed = given;
  changed.arguments = with_own_log(work.arguments, node);
  changed.arguments.insert(
      changed.arguments.begin() +
          static_cast<std::ptrdiff_t>(tools::end_of_options(changed.arguments)),
      {"--test-dir", ctest_directory});
  parsed_options parsed = parse_options(changed);
  options& wanted = parsed.values;
  wanted.run_id = cluster::node_run_id(work.run_id, node);
  wanted.node_directory = files.node(node);
  wanted.format =
      work.needs_outputs ? cli::output_format::json : cli::output_format::text;
  limit_jobs(wanted, work.build);
  cluster::report_writer report(files.report(node));
  reporting_display shown(report, parsed.sorted.is_verbose
                                      ? text_of_ctest::shown
                                      : text_of_ctest::hidden);
  cluster::agent_record record;
  record.kind = cluster::report_kind::start;
  std::from_chars(wanted.jobs.data(), wanted.jobs.data() + wanted.jobs.size(),
                  record.number);
  report.add(record);
  report.flush();
  claimed_work source(files, std::move(work), node, report);
  const finished_run over =
      run_parts(changed, wanted, parsed.sorted, shown, source);
  record.kind = cluster::report_kind::over;
  record.number = over.exit_code;
  record.text =
      source.failure().empty() ? over.result.end_text() : source.failure();
  report.add(record);
  report.flush();
  // srun would report any other code.
  return cli::exit_fine;
}

int hold(const cli::invocation& given, const std::string& process,
         const std::string& pulse) {
  const tools::variables environment = tools::current_environment();
  const guarded_job held{tools::value_of(environment, "SLURM_JOB_ID"),
                         ::getppid(), pulse};
  given.out << allocation_text(environment, ::getpid()) << std::flush;
  hold_for(processors_in(process), held);
  return cli::exit_fine;
}

}  // namespace

int run_agent(const cli::invocation& given) {
  const std::vector<std::string>& words = given.arguments;
  if (words.size() == 4 && words[0] == "--guard") {
    hold_for(processors_in(words[1]), {words[2], -1, words[3]});
    return cli::exit_fine;
  }
  if (words.size() == 3 && words[0] == "--hold") {
    return hold(given, words[1], words[2]);
  }
  if (words.size() == 3 && words[0] == "--beat") {
    cluster::beat_for(processors_in(words[1]), words[2]);
    return cli::exit_fine;
  }
  constexpr std::size_t most_words = 3;
  if (words.size() < 2 || words.size() > most_words) {
    throw cli::failure(cli::exit_usage,
                       "this command is for `run --on slurm` only");
  }
  const int start = words.size() == most_words ? processors_in(words[2]) : 0;
  return work_on(given, words[0], own_node(words[1]), start);
}

}  // namespace parallel_testing::run_command
