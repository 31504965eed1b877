// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/display.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "results/summary_text.hpp"
#include "results/verdict.hpp"

namespace parallel_testing::run_command {
namespace {

using cli::paint;
using tools::seconds_text;
using tools::verdict;

constexpr int most_running_lines = 12;
constexpr std::size_t bar_width = 24;

struct word {
  const char* text;
  paint how;
};

word word_of(const test_end& end) {
  if (end.is_excused()) {
    return {"QUARANTINED", paint::yellow};
  }
  switch (end.outcome) {
    case verdict::pass:
      return {"PASSED ", paint::green};
    case verdict::fail:
      return {"FAILED ", paint::red};
    case verdict::skip:
      return {"SKIPPED", paint::yellow};
    case verdict::crash:
      return {"CRASHED", paint::red};
    case verdict::timeout:
      return {"TIMEOUT", paint::red};
    case verdict::leak:
      return {"LEAKED ", paint::red};
    case verdict::not_run:
      break;
  }
  return {"NOT RUN", paint::red};
}

/// The first `columns` characters of UTF-8 text, at most.
std::string cut(const std::string& text, std::size_t columns) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && ++characters > columns) {
      return text.substr(0, at);
    }
  }
  return text;
}

std::string bar(const live_status& now) {
  const auto part = [&](int whole, std::size_t width) {
    return now.total == 0 ? 0
                          : static_cast<std::size_t>(whole) * width /
                                static_cast<std::size_t>(now.total);
  };
  const std::size_t filled = std::min(part(now.done, bar_width), bar_width);
  return fmt::format("[{}{}]", std::string(filled, '='),
                     std::string(bar_width - filled, ' '));
}

void write_output(std::ostream& out, const test_end& end) {
  const bool has_run = end.outcome != verdict::not_run;
  if (has_run && tools::is_bad(end.outcome) && !end.output.empty()) {
    out << "----- output of " << cli::one_line(end.test->name) << "\n"
        << end.output << "-----\n";
  }
}

void write_lines(std::ostream& out, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    out << line << "\n";
  }
  out.flush();
}

class lines_display : public display {
 public:
  lines_display(std::ostream& out, const cli::terminal& screen,
                text_of_ctest text)
      : out_(out), screen_(screen), text_(text) {}

  void note(std::string_view line) override { out_ << line << "\n"; }
  void remind(const std::vector<std::string>& lines) override {
    write_lines(out_, lines);
  }
  void on_end(const test_end& end) override {
    out_ << render_end(end, screen_) << "\n";
    write_output(out_, end);
  }
  void on_text(std::string_view line) override {
    if (text_ == text_of_ctest::shown) {
      out_ << line << "\n";
    }
  }
  void refresh(const live_status& /*now*/) override { out_.flush(); }
  [[nodiscard]] bool is_live() const override { return false; }
  void finish() override { out_.flush(); }

 private:
  std::ostream& out_;
  cli::terminal screen_;
  text_of_ctest text_;
};

class live_display : public display {
 public:
  live_display(std::ostream& out, const cli::terminal& screen,
               text_of_ctest text)
      : out_(out), screen_(screen), text_(text) {}

  void note(std::string_view line) override {
    clear();
    out_ << line << "\n";
  }
  void remind(const std::vector<std::string>& lines) override {
    clear();
    write_lines(out_, lines);
  }
  void on_end(const test_end& end) override {
    if (end.outcome == verdict::pass && end.test->attempt == 1 &&
        end.left.empty()) {
      return;
    }
    clear();
    out_ << render_end(end, screen_) << "\n";
    write_output(out_, end);
  }
  void on_text(std::string_view line) override {
    if (text_ == text_of_ctest::shown) {
      note(line);
    }
  }
  void refresh(const live_status& now) override {
    screen_ = cli::resized(screen_);
    clear();
    for (const std::string& line : render_status(now, screen_)) {
      out_ << line << "\n";
      widths_.push_back(cli::width_of(line));
    }
    out_.flush();
  }
  [[nodiscard]] bool is_live() const override { return true; }
  void finish() override {
    clear();
    out_.flush();
  }

 private:
  /// On a screen that has become narrower, one line takes several rows.
  void clear() {
    const auto columns = static_cast<std::size_t>(std::max(screen_.columns, 1));
    std::size_t lines = 0;
    for (const std::size_t width : widths_) {
      lines += std::max<std::size_t>((width + columns - 1) / columns, 1);
    }
    if (lines > 0) {
      out_ << "\033[" << lines << "F\033[J";
    }
    widths_.clear();
  }

  std::ostream& out_;
  cli::terminal screen_;
  text_of_ctest text_;
  std::vector<std::size_t> widths_;  ///< widths of the lines to be replaced
};

class silent_display : public display {
 public:
  void note(std::string_view /*line*/) override {}
  void on_end(const test_end& /*end*/) override {}
  void on_text(std::string_view /*line*/) override {}
  void refresh(const live_status& /*now*/) override {}
  [[nodiscard]] bool is_live() const override { return false; }
  void finish() override {}
};

class reminding_display : public silent_display {
 public:
  explicit reminding_display(std::ostream& err) : err_(err) {}

  void remind(const std::vector<std::string>& lines) override {
    write_lines(err_, lines);
  }

 private:
  std::ostream& err_;
};

}  // namespace

std::string render_end(const test_end& end, const cli::terminal& screen) {
  const word shown = word_of(end);
  const std::string worker = end.worker.empty() ? " - " : end.worker;
  const int percent = end.total == 0 ? 0 : 100 * end.done / end.total;
  std::string line =
      fmt::format("[{}] [{:3}%] {} {} ({})", worker, percent,
                  cli::painted(screen, shown.how, shown.text),
                  cli::one_line(end.test->name), seconds_text(end.duration_ns));
  if (end.test->attempt > 1) {
    line += fmt::format(" [attempt {}]", end.test->attempt);
  }
  const std::string left = tools::left_text(end.left);
  if (end.outcome != verdict::pass && !end.message.empty()) {
    line += ": " + end.message;
  } else if (!left.empty()) {
    line += ": " + left;
  }
  return line;
}

std::vector<std::string> render_status(const live_status& now,
                                       const cli::terminal& screen) {
  const auto columns =
      static_cast<std::size_t>(std::max(screen.columns - 1, 20));
  std::vector<std::string> lines;
  std::string first =
      fmt::format("{} {}/{}  {}", bar(now), now.done,
                  now.total == 0 ? "?" : std::to_string(now.total),
                  seconds_text(now.elapsed_ns));
  if (now.left_ns) {
    constexpr std::int64_t ns_per_second = 1'000'000'000;
    first += fmt::format("  about {} s left",
                         (*now.left_ns + ns_per_second - 1) / ns_per_second);
  }
  if (now.bad > 0) {
    first += fmt::format("  {} failed", now.bad);
  }
  lines.push_back(cli::painted(screen, now.bad > 0 ? paint::red : paint::green,
                               cut(first, columns)));
  // Reserves rows for the bar, for the line that counts the other tests, and
  // for the cursor.
  const auto most = static_cast<std::size_t>(
      std::clamp(screen.rows - 3, 1, most_running_lines));
  for (const running_line& each : now.running) {
    if (lines.size() > most) {
      lines.push_back(fmt::format(" and {} more", now.running.size() - most));
      break;
    }
    lines.push_back(cut(
        fmt::format(" {:>4} {:>8}  {}", each.worker.empty() ? "-" : each.worker,
                    seconds_text(each.elapsed_ns), cli::one_line(each.name)),
        columns));
  }
  return lines;
}

std::unique_ptr<display> make_display(std::ostream& out,
                                      const cli::terminal& screen,
                                      text_of_ctest text) {
  if (screen.is_interactive()) {
    return std::make_unique<live_display>(out, screen, text);
  }
  return std::make_unique<lines_display>(out, screen, text);
}

std::unique_ptr<display> make_silent_display() {
  return std::make_unique<silent_display>();
}

std::unique_ptr<display> make_reminding_display(std::ostream& err) {
  return std::make_unique<reminding_display>(err);
}

}  // namespace parallel_testing::run_command
