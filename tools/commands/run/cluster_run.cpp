// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/cluster_run.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/record.hpp"
#include "base/whole_file.hpp"
#include "cli/output_file.hpp"
#include "cluster/agent_report.hpp"
#include "cluster/claims.hpp"
#include "cluster/cost_data.hpp"
#include "cluster/orders.hpp"
#include "cluster/work_files.hpp"
#include "commands/run/agent.hpp"
#include "commands/run/cluster_tests.hpp"
#include "commands/run/conclusion.hpp"
#include "commands/run/retry_budget.hpp"
#include "commands/run/settings.hpp"
#include "commands/run/slurm/allocation.hpp"
#include "ctest/build_tree.hpp"
#include "division/groups.hpp"
#include "events/event_writer.hpp"
#include "events/log_files.hpp"
#include "results/artifacts.hpp"
#include "results/build_run_result.hpp"

namespace parallel_testing::run_command {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t ns_per_s = 1'000'000'000;
/// An agent without news for so long is taken for dead.
constexpr std::int64_t longest_silence_ns = 60 * ns_per_s;
/// An agent uses all processors of its job. srun prints this where it binds no
/// process to processors anyway.
constexpr const char* no_binding = "lacks support for cpu binding";
constexpr const char* silence_of_nodes = "PARALLEL_TESTING_NODE_SILENCE";

/// One node, and the step of Slurm with its agent.
struct cluster_node {
  std::string name;
  std::unique_ptr<tools::child> step;  ///< null for a task of an array
  std::string output;                  ///< what the step printed
  cluster::report_reader report;
  std::int64_t news_ns = 0;  ///< CLOCK_MONOTONIC; 0: none yet
  bool is_over = false;      ///< the agent reported it
  bool has_ended = false;
  std::vector<cluster::running_test> running{};
  std::string failure{};  ///< why the agent gave up
};

struct unit_state {
  cluster::unit what;
  bool is_done = false;
};

std::int64_t silence_limit_ns(const tools::variables& environment) {
  const std::string text = tools::value_of(environment, silence_of_nodes);
  const int seconds = processors_in(text);
  return seconds > 0 ? seconds * ns_per_s : longest_silence_ns;
}

std::string end_of_step(int status) {
  return WIFSIGNALED(status) ? fmt::format("srun was ended by SIG{}",
                                           ::sigabbrev_np(WTERMSIG(status)))
                             : fmt::format("its agent ended with status {}",
                                           WEXITSTATUS(status));
}

class cluster_runner {
 public:
  cluster_runner(const cli::invocation& given, const options& wanted,
                 const tools::sorted_arguments& sorted)
      : given_(given),
        wanted_(wanted),
        with_(decide(wanted, sorted)),
        files_(with_.run_directory),
        tests_(list_cluster_tests(with_, sorted)),
        display_(display_for(given, wanted, sorted)),
        orders_(files_.orders()),
        silence_ns_(silence_limit_ns(with_.environment)),
        start_ns_(tools::monotonic_ns()) {}
  cluster_runner(const cluster_runner&) = delete;
  cluster_runner& operator=(const cluster_runner&) = delete;
  ~cluster_runner() { end_array(); }

  finished_run run() {
    if (tests_.chosen.empty()) {
      const int code = exit_code_without_tests(given_, with_, {});
      return {{}, "", code};
    }
    // The first line has the workers of this machine, which runs no test.
    const std::vector<std::string> header = header_of(with_);
    for (std::size_t at = 1; at < header.size(); ++at) {
      display_->note(header[at]);
    }
    find_licences();
    if (wanted_.cluster.on == run_place::array) {
      run_array();
    } else {
      run_steps();
    }
    if (log_ == nullptr) {
      return {{}, "", exit_after_signal + signal_.value_or(SIGTERM)};
    }
    return finish();
  }

 private:
  // --- the nodes ---------------------------------------------------------

  [[nodiscard]] node_request request() const {
    node_request result;
    result.nodes = wanted_.cluster.nodes;
    result.processors = with_.jobs.number;
    if (wanted_.jobs == "auto") {
      result.processors = 0;
    }
    result.licences = licences_;
    result.options = wanted_.cluster.slurm;
    return result;
  }

  /// A lock of the whole cluster is a licence where the site defines one.
  void find_licences() {
    const std::vector<std::string> keys = lock_names(tests_);
    if (keys.empty()) {
      return;
    }
    const std::vector<std::string> defined = site_licences();
    for (const std::string& key : keys) {
      const std::string name = licence_name(key);
      if (std::find(defined.begin(), defined.end(), name) != defined.end() &&
          std::find(licences_.begin(), licences_.end(), name) ==
              licences_.end()) {
        licences_.push_back(name);
      }
    }
    if (!licences_.empty() && wanted_.cluster.on == run_place::array) {
      throw cli::failure(
          cli::exit_usage,
          fmt::format("the tasks of an array would wait for each other: tests "
                      "need the licence '{}'; use --on slurm",
                      licences_.front()));
    }
  }

  void run_steps() {
    const std::string licences =
        licences_.empty()
            ? ""
            : fmt::format(", licences {}", fmt::join(licences_, ", "));
    const allocation place(request(), [this] { return !take_signals(); });
    if (place.was_given_up()) {
      return;
    }
    for (const std::string& name : licences_) {
      if (!place.has_licence(name)) {
        throw cli::failure(
            cli::exit_environment,
            fmt::format("the allocation {} does not hold the licence '{}', "
                        "which keeps a lock of the whole cluster; request it: "
                        "salloc --licenses={}",
                        place.job(), name, name));
      }
    }
    make_work(place.nodes(), place.processors());
    display_->note(fmt::format("{}: {} node{} of job {}: {}{}",
                               name_of_project(), nodes_.size(),
                               nodes_.size() == 1 ? "" : "s", place.job(),
                               fmt::join(place.nodes(), ", "), licences));
    for (cluster_node& each : nodes_) {
      tools::program_start program;
      program.arguments = step_on(
          place.job(), each.name,
          {tools::own_program(), agent_command, files_.root(), each.name});
      program.environment = place.environment();
      each.step = std::make_unique<tools::child>(
          program, tools::child::errors::read, tools::child::terminal::none);
    }
    watch();
  }

  void run_array() {
    std::vector<std::string> names;
    for (int task = 0; task < wanted_.cluster.tasks; ++task) {
      names.push_back(fmt::format("a{}", task));
    }
    make_work(names, 0);
    tools::program_start program;
    program.arguments = {
        "sbatch", "--wait", "--parsable",
        fmt::format("--array=0-{}", names.size() - 1),
        fmt::format("--output={}/work/task-%a.txt", files_.root())};
    node_request each = request();
    each.nodes = 1;
    const std::vector<std::string> options = request_arguments(each);
    program.arguments.insert(program.arguments.end(), options.begin(),
                             options.end());
    program.arguments.insert(
        program.arguments.end(),
        {"--wrap", fmt::format("exec '{}' {} '{}' --task", tools::own_program(),
                               agent_command, files_.root())});
    array_ = std::make_unique<tools::child>(program, tools::child::errors::read,
                                            tools::child::terminal::none);
    watch();
  }

  /// Also when sbatch has not printed the job yet. Nothing may throw here.
  void end_array() {
    constexpr int most_looks = 200;
    constexpr int look_again_ms = 50;
    for (int look = 0; array_ != nullptr && array_job_.empty() &&
                       array_->output() >= 0 && look < most_looks;
         ++look) {
      array_->read(array_text_);
      note_array_job();
      if (array_job_.empty()) {
        ::poll(nullptr, 0, look_again_ms);
      }
    }
    cancel_job(array_job_);
    array_guard_.reset();
  }

  [[nodiscard]] std::string name_of_project() const {
    return with_.project.empty() ? "tests" : with_.project;
  }

  // --- the work ----------------------------------------------------------

  /// Leaves nothing in the build tree before there are nodes.
  void begin() {
    files_.create();
    cli::write_file(files_.listing(), tests_.listing);
    log_ = std::make_unique<tools::event_writer>(with_.run_directory,
                                                 with_.run_id);
    log_->add(
        tools::run_start{with_.project, with_.build, with_.ctest, 0,
                         with_.seed == 0 ? "" : std::to_string(with_.seed),
                         tools::cached_value(tools::build_tree_of(with_.build),
                                             "CMAKE_HOME_DIRECTORY")});
    log_->flush();
  }

  void make_work(const std::vector<std::string>& names, int processors) {
    begin();
    const tools::test_times times =
        tools::load_test_times(tools::build_tree_of(with_.build));
    std::vector<division::timed_test> timed;
    std::vector<int> numbers;
    for (const std::size_t at : tests_.chosen) {
      const tools::listed_test& test = tests_.all[at];
      timed.push_back({&test, test.is_set("DISABLED")
                                  ? std::optional<std::int64_t>(0)
                                  : times.milliseconds_of(test)});
      numbers.push_back(static_cast<int>(at) + 1);
    }
    cluster::work_list work;
    work.run_id = with_.run_id;
    work.build = with_.build;
    work.nodes = names;
    work.arguments = agent_arguments(wanted_, with_);
    work.needs_outputs =
        !wanted_.junit.empty() || wanted_.format == cli::output_format::json;
    cluster::unit_sizes sizes;
    // A start of ctest shall take at most a fifth of the time of a unit.
    constexpr std::int64_t starts_in_unit = 5;
    sizes.workers =
        wanted_.jobs == "auto" ? std::max(processors, 1) : with_.jobs.number;
    workers_of_node_ = static_cast<std::size_t>(sizes.workers);
    sizes.least_ms =
        std::max(sizes.least_ms, starts_in_unit * tests_.listing_ms);
    sizes.most_ms = std::max(sizes.most_ms, sizes.least_ms);
    work.units = cluster::make_units(timed, numbers, names, sizes);
    for (const cluster::unit& each : work.units) {
      add_unit(each);
    }
    for (const std::string& name : names) {
      files_.create_node(name);
      nodes_.push_back(
          {name, nullptr, "", cluster::report_reader(files_.report(name))});
    }
    cli::write_file(files_.list(), cluster::to_text(work));
  }

  void add_unit(const cluster::unit& made) {
    units_[made.id].what = made;
    for (const auto& [number, test] : made.tests) {
      for (const std::string& key :
           division::cluster_locks_of(listed(number))) {
        locks_of_unit_[made.id].insert(key);
      }
    }
  }

  [[nodiscard]] const tools::listed_test& listed(int number) const {
    return tests_.all[static_cast<std::size_t>(number) - 1];
  }

  // --- watching ----------------------------------------------------------

  void watch() {
    while (!all_have_ended()) {
      poll_news();
      take_signals();
      reap();
      for (cluster_node& each : nodes_) {
        read_report(each);
      }
      look_for_dead_nodes();
      give_orders();
      refresh();
    }
    display_->finish();
  }

  [[nodiscard]] bool all_have_ended() const {
    if (array_ != nullptr && array_->has_ended()) {
      return true;
    }
    // A task of an array that has not begun when the others are done is not
    // needed.
    const bool is_done = was_ended_ || was_stopped_ || was_interrupted_;
    return std::all_of(
        nodes_.begin(), nodes_.end(), [&](const cluster_node& each) {
          return each.has_ended ||
                 (is_done && each.step == nullptr && each.news_ns == 0);
        });
  }

  void poll_news() {
    std::vector<pollfd> files{{signals_.descriptor(), POLLIN, 0}};
    for (const cluster_node& each : nodes_) {
      if (each.step != nullptr && each.step->output() >= 0) {
        files.push_back({each.step->output(), POLLIN, 0});
      }
    }
    constexpr int look_again_ms = 50;
    ::poll(files.data(), files.size(), look_again_ms);
    for (cluster_node& each : nodes_) {
      if (each.step != nullptr) {
        each.step->read(each.output);
        show_lines(each.name, each.output);
      }
    }
    if (array_ != nullptr) {
      array_->read(array_text_);
      if (note_array_job()) {
        display_->note(fmt::format("{}: {} tasks of job {}", name_of_project(),
                                   nodes_.size(), array_job_));
        tools::program_start guard;
        guard.arguments = {tools::own_program(), agent_command, "--guard",
                           std::to_string(::getpid()), array_job_};
        array_guard_ = std::make_unique<tools::child>(
            guard, tools::child::errors::read, tools::child::terminal::none);
      }
    }
  }

  /// Returns whether sbatch has just printed the job.
  bool note_array_job() {
    const std::size_t end = array_text_.find('\n');
    if (!array_job_.empty() || end == std::string::npos) {
      return false;
    }
    array_job_ = array_text_.substr(0, array_text_.find_first_of("\n;"));
    array_text_.erase(0, end + 1);
    return true;
  }

  /// Prints the lines of srun with the node that they are about.
  void show_lines(const std::string& node, std::string& text) {
    std::size_t used = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos;
         end = text.find('\n', used)) {
      const std::string line = text.substr(used, end - used);
      if (line.find(no_binding) == std::string::npos) {
        display_->note(fmt::format("[{}] {}", node, line));
      }
      used = end + 1;
    }
    text.erase(0, used);
  }

  /// Returns whether a signal has asked to end.
  bool take_signals() {
    const news seen = signals_.read();
    if (seen.end && !signal_) {
      signal_ = seen.end;
      display_->finish();
      display_->note(fmt::format("SIG{}: asking the running tests to stop",
                                 ::sigabbrev_np(*signal_)));
    } else if (seen.end) {
      kill_all();
    }
    return signal_.has_value();
  }

  void kill_all() {
    for (cluster_node& each : nodes_) {
      if (each.step != nullptr && !each.has_ended) {
        ::kill(each.step->pid(), SIGKILL);
      }
    }
    cancel_job(array_job_);
  }

  void reap() {
    int status = 0;
    for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
      if (array_ != nullptr && array_->pid() == pid) {
        array_->set_ended(status);
      }
      for (cluster_node& each : nodes_) {
        if (each.step != nullptr && each.step->pid() == pid) {
          each.step->set_ended(status);
        }
      }
    }
  }

  void read_report(cluster_node& node) {
    for (const cluster::agent_record& record : node.report.read()) {
      node.news_ns = tools::monotonic_ns();
      take(node, record);
    }
  }

  void take(cluster_node& node, const cluster::agent_record& record) {
    using cluster::report_kind;
    switch (record.kind) {
      case report_kind::start:
      case report_kind::alive:
        break;
      case report_kind::running:
        node.running = record.running;
        break;
      case report_kind::end:
        show_end(node, record);
        break;
      case report_kind::note:
        display_->note(fmt::format("[{}] {}", node.name, record.text));
        break;
      case report_kind::unit:
        units_[record.text].is_done = true;
        break;
      case report_kind::output:
        outputs_[record.name] = record.text;
        break;
      case report_kind::over:
        node.is_over = true;
        node.running.clear();
        has_stopped_ = has_stopped_ || record.text == "stopped";
        node.failure = failure_in(record.text);
        break;
    }
  }

  /// Why an agent that ended did not do its work; "" if it did, or if this run
  /// asked it to stop.
  [[nodiscard]] std::string failure_in(const std::string& end) const {
    if (end == "complete" || end == "stopped") {
      return "";
    }
    if (end != "interrupted") {
      return end;
    }
    return signal_ ? "" : "its agent was interrupted";
  }

  void show_end(const cluster_node& node, const cluster::agent_record& record) {
    watched_test& test = ended_[static_cast<int>(record.number)];
    test.number = static_cast<int>(record.number);
    test.name = record.name;
    test.attempt = record.attempt;
    test.outcome = record.outcome;
    test_end end;
    end.test = &test;
    end.worker =
        record.worker.empty() ? node.name : node.name + "." + record.worker;
    end.outcome = record.outcome;
    end.message = record.message;
    end.output = record.text;
    end.left = record.left;
    end.duration_ns = record.duration_ns;
    if (record.is_excused) {
      end.quarantine.emplace().failed = 1;
    }
    end.done = static_cast<int>(ended_.size());
    end.total = total();
    display_->on_end(end);
    if (tools::is_bad(record.outcome) && !record.is_excused &&
        record.attempt > retries_of(test.number)) {
      ++bad_;
    }
  }

  [[nodiscard]] int retries_of(int number) const {
    const auto at = static_cast<std::size_t>(number) - 1;
    return std::max(wanted_.retries, at < tests_.all.size()
                                         ? flaky_retries(&tests_.all[at])
                                         : 0);
  }

  /// Fixtures of chosen tests also run.
  [[nodiscard]] int total() const {
    return static_cast<int>(std::max(tests_.chosen.size(), ended_.size()));
  }

  void look_for_dead_nodes() {
    const std::int64_t now_ns = tools::monotonic_ns();
    for (cluster_node& each : nodes_) {
      if (each.has_ended) {
        continue;
      }
      std::string reason;
      if (each.step != nullptr && each.step->has_ended()) {
        read_report(each);
        reason = each.is_over ? each.failure : end_of_step(each.step->status());
      } else if (each.step == nullptr && each.is_over) {
        reason = each.failure;
      } else if (array_ != nullptr && array_->has_ended()) {
        reason = "its task of the array ended";
      } else if (each.news_ns > 0 && now_ns - each.news_ns > silence_ns_) {
        reason = fmt::format("its agent was silent for {} s",
                             silence_ns_ / ns_per_s);
        if (each.step != nullptr) {
          ::kill(each.step->pid(), SIGKILL);
        }
      } else {
        continue;
      }
      end_node(each, reason);
    }
  }

  void end_node(cluster_node& node, const std::string& reason) {
    node.has_ended = true;
    node.running.clear();
    log_->add(tools::node_end{node.name, reason});
    if (!reason.empty()) {
      display_->finish();
      display_->note(fmt::format("[{}] {}", node.name, reason));
      recover(node, reason);
    }
    log_->flush();
  }

  /// Lets other nodes run what the node had claimed and not ended.
  void recover(const cluster_node& node, const std::string& reason) {
    std::set<int> ended;
    std::map<int, std::string> begun;
    const std::vector<tools::event> events =
        tools::load_event_logs({files_.events(node.name)}).events;
    std::int64_t last_ns = 0;
    for (const tools::event& each : events) {
      last_ns = std::max(last_ns, each.mono_ns);
    }
    // What ends a node may end its tests a moment before its agent.
    constexpr std::int64_t moment_ns = 2 * ns_per_s;
    std::set<int> doubtful;
    for (const tools::event& each : events) {
      if (const auto* end = std::get_if<tools::ctest_finish>(&each.body)) {
        ended.insert(static_cast<int>(end->number));
        begun.erase(static_cast<int>(end->number));
        if (tools::is_bad(end->outcome) && each.mono_ns > last_ns - moment_ns) {
          doubtful.insert(static_cast<int>(end->number));
        }
      } else if (const auto* start =
                     std::get_if<tools::ctest_start>(&each.body)) {
        begun[static_cast<int>(start->number)] = start->test;
        ended.erase(static_cast<int>(start->number));
      }
    }
    for (const auto& [number, name] : begun) {
      log_->add(
          tools::test_lost{name, number, node.name,
                           fmt::format("its node {} ended while it ran: {}",
                                       node.name, reason)});
    }
    std::vector<tools::numbered_test> suspects;
    std::vector<tools::numbered_test> again;
    for (auto& [id, state] : units_) {
      if (cluster::owner_of_claim(files_.claims(), id) != node.name) {
        continue;
      }
      const bool was_done = std::exchange(state.is_done, true);
      for (const auto& test : state.what.tests) {
        if (doubtful.contains(test.first)) {
          if (lost_once_.insert(test.first).second) {
            log_->add(tools::test_lost{
                test.second, test.first, node.name,
                fmt::format("its node {} ended a moment later: {}", node.name,
                            reason)});
            suspects.push_back(test);
          }
          continue;
        }
        if (was_done || ended.contains(test.first)) {
          continue;
        }
        note_possible_start(node, test, begun, reason);
        // Once: it may be the test that ends its nodes.
        if (lost_once_.insert(test.first).second) {
          (begun.contains(test.first) ? suspects : again).push_back(test);
        }
      }
    }
    const std::size_t count = suspects.size() + again.size();
    if (!signal_ && !has_stopped_ && count > 0) {
      display_->note(fmt::format(
          "{} test{} that {} had not ended, or that failed as it ended, run{} "
          "on another node",
          count, count == 1 ? "" : "s", node.name, count == 1 ? "s" : ""));
      order_again(suspects, 1);
      order_again(again, workers_of_node_);
    }
  }

  void order_again(const std::vector<tools::numbered_test>& tests,
                   std::size_t tests_of_unit) {
    std::vector<division::timed_test> timed;
    for (const auto& [number, name] : tests) {
      timed.push_back({&listed(number), std::nullopt});
    }
    for (const auto& members :
         cluster::cut_into_small_units(timed, tests_of_unit)) {
      cluster::unit made{fmt::format("again.{}", ++again_count_), "", {}};
      for (const std::size_t at : members) {
        made.tests.push_back(tests[at]);
      }
      add_unit(made);
      orders_.run_again(made);
    }
  }

  /// ctest starts a test a moment before the log of its node has it.
  void note_possible_start(const cluster_node& node,
                           const tools::numbered_test& test,
                           const std::map<int, std::string>& begun,
                           const std::string& reason) {
    if (!begun.contains(test.first)) {
      log_->add(tools::test_lost{
          test.second, test.first, node.name,
          fmt::format("it may have begun on node {} when that ended: {}",
                      node.name, reason)});
    }
  }

  void give_orders() {
    has_stopped_ =
        has_stopped_ || (wanted_.maxfail > 0 && bad_ >= wanted_.maxfail);
    if (signal_ && !std::exchange(was_interrupted_, true)) {
      orders_.interrupt(*signal_);
    }
    if (has_stopped_ && !std::exchange(was_stopped_, true)) {
      orders_.stop();
    }
    const bool is_done =
        std::all_of(units_.begin(), units_.end(),
                    [](const auto& each) { return each.second.is_done; });
    if (is_done && !std::exchange(was_ended_, true)) {
      orders_.end();
    }
  }

  void refresh() {
    live_status now;
    now.done = static_cast<int>(ended_.size());
    now.total = total();
    now.bad = bad_;
    now.elapsed_ns = tools::monotonic_ns() - start_ns_;
    for (const cluster_node& node : nodes_) {
      for (const cluster::running_test& each : node.running) {
        now.running.push_back(
            {each.worker.empty() ? node.name : node.name + "." + each.worker,
             each.name, each.elapsed_ns});
      }
    }
    display_->refresh(now);
  }

  // --- the end -----------------------------------------------------------

  [[nodiscard]] bool is_complete() const {
    return std::all_of(units_.begin(), units_.end(),
                       [](const auto& each) { return each.second.is_done; });
  }

  void note_locks() {
    for (const auto& [id, keys] : locks_of_unit_) {
      const std::string node = cluster::owner_of_claim(files_.claims(), id);
      for (const std::string& key : keys) {
        const std::string name = licence_name(key);
        const bool has_licence = std::find(licences_.begin(), licences_.end(),
                                           name) != licences_.end();
        if (!node.empty()) {
          log_->add(tools::cluster_lock{key, node, has_licence ? name : ""});
        }
      }
    }
  }

  finished_run finish() {
    note_locks();
    log_->add(tools::run_finish{signal_        ? tools::run_end::interrupted
                                : has_stopped_ ? tools::run_end::stopped
                                               : tools::run_end::complete});
    log_->flush();
    if (!log_->problem().empty()) {
      given_.err << "parallel-testing run: " << log_->problem() << "\n";
    }
    const std::string events = with_.run_directory + "/events.ndjson";
    const tools::event_log joined = tools::load_event_logs({events});
    std::string text;
    for (const tools::event& each : joined.events) {
      text += tools::to_line(each);
    }
    cli::write_file(events, text);
    std::vector<tools::listed_test> chosen;
    for (const std::size_t at : tests_.chosen) {
      chosen.push_back(tests_.all[at]);
    }
    tools::run_result result = tools::build_run_result(joined.events, chosen);
    for (tools::test_result& test : result.tests) {
      std::string& output = test.attempts.back().output;
      const auto found = outputs_.find(test.name);
      if (output.empty() && test.unit.empty() && found != outputs_.end()) {
        output = found->second;
      }
    }
    collect_files();
    tools::find_artifacts(result, tools::artifacts_directory_of(events));
    keep_failed_tests(result);
    keep_latest_runs(with_.run_directory);
    const int code = exit_code_of(result);
    return {std::move(result), events, code};
  }

  [[nodiscard]] int exit_code_of(const tools::run_result& result) const {
    if (signal_) {
      return exit_after_signal + *signal_;
    }
    if (!is_complete() && !has_stopped_) {
      given_.err
          << "parallel-testing run: no node is left; the tests without a "
             "result did not run\n";
      return cli::exit_environment;
    }
    return exit_code_for(given_, wanted_, result, 0);
  }

  void keep_failed_tests(const tools::run_result& result) const {
    std::vector<tools::numbered_test> failed;
    std::set<int> seen;
    for (const tools::test_result& each : result.tests) {
      const int number = static_cast<int>(each.number);
      if (each.counts_as_failure() && number > 0 &&
          seen.insert(number).second) {
        failed.emplace_back(number, each.unit.empty() ? each.name : each.unit);
      }
    }
    std::error_code reported_by_writing;
    fs::create_directories(
        fs::path(tools::failed_tests_file(with_.build)).parent_path(),
        reported_by_writing);
    tools::write_failed_tests(with_.build, failed);
  }

  /// Brings what the nodes left to where a run on one machine leaves it.
  void collect_files() const {
    const std::string tree = tools::build_tree_of(with_.build);
    std::vector<std::string> costs;
    std::error_code ignored;
    for (const cluster_node& each : nodes_) {
      const fs::path own = files_.node(each.name);
      costs.push_back(
          tools::read_file(
              (own / "ctest/Testing/Temporary/CTestCostData.txt").string())
              .value_or(""));
      for (const char* times : {"times.txt", "case_times.txt"}) {
        append_file((own / times).string(),
                    tree + "/Testing/ParallelTesting/" + times);
      }
      for (const auto& entry :
           fs::directory_iterator(own / "artifacts", ignored)) {
        const fs::path to = with_.run_directory + "/artifacts";
        fs::create_directories(to, ignored);
        fs::rename(entry.path(),
                   to / (each.name + "-" + entry.path().filename().string()),
                   ignored);
      }
      fs::remove_all(own / "ctest", ignored);
    }
    fs::remove_all(with_.run_directory + "/work", ignored);
    const std::string file =
        with_.build + "/Testing/Temporary/CTestCostData.txt";
    fs::create_directories(fs::path(file).parent_path(), ignored);
    cli::write_file(file, cluster::join_cost_data(
                              tools::read_file(file).value_or(""), costs));
  }

  static void append_file(const std::string& from, const std::string& to) {
    if (const auto added = tools::read_file(from)) {
      cli::write_file(to, tools::read_file(to).value_or("") + *added);
    }
  }

  const cli::invocation& given_;
  const options& wanted_;
  run_settings with_;
  cluster::work_files files_;
  cluster_tests tests_;
  std::unique_ptr<display> display_;
  signals signals_;
  std::unique_ptr<tools::event_writer> log_;  ///< null: no node yet
  cluster::order_writer orders_;
  std::int64_t silence_ns_;
  std::int64_t start_ns_;
  std::vector<std::string> licences_;
  std::vector<cluster_node> nodes_;
  std::unique_ptr<tools::child> array_;
  std::string array_text_;
  std::string array_job_;
  /// Cancels the array if this process is killed.
  std::unique_ptr<tools::child> array_guard_;
  std::map<std::string, unit_state> units_;
  std::map<std::string, std::set<std::string>> locks_of_unit_;
  std::map<int, watched_test> ended_;
  std::set<int> lost_once_;
  std::unordered_map<std::string, std::string> outputs_;
  std::optional<int> signal_;
  int bad_ = 0;
  int again_count_ = 0;
  std::size_t workers_of_node_ = 1;
  bool has_stopped_ = false;
  bool was_interrupted_ = false;
  bool was_stopped_ = false;
  bool was_ended_ = false;
};

}  // namespace

finished_run run_on_cluster(const cli::invocation& given, const options& wanted,
                            const tools::sorted_arguments& sorted) {
  return cluster_runner(given, wanted, sorted).run();
}

}  // namespace parallel_testing::run_command
