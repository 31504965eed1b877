// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "browser.hpp"

#include <parallel_testing/temp_dir.hpp>
#include <sstream>

#include "base/json.hpp"
#include "support/files.hpp"
#include "support/process.hpp"

namespace parallel_testing::report_command {
namespace {

/// Frames come when the compositor likes; timers in the order of their time.
constexpr const char* clock = R"(<head><script>
window.requestAnimationFrame =
    (draw) => setTimeout(() => draw(performance.now()), 1);
</script>)";

constexpr const char* prelude = R"(<script>
(async () => {
  const notes = [];
  const note = (name, value) => notes.push(name + ': ' + value);
  addEventListener('error', (event) => note('error', event.message));
  const $ = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const frame = () => new Promise(
      (done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const key = (element, name) => element.dispatchEvent(
      new KeyboardEvent('keydown', {key: name, bubbles: true}));
  const type = (element, text) => {
    element.value = text;
    element.dispatchEvent(new Event('input', {bubbles: true}));
  };
  const mouse = (element, kind, x, y) => element.dispatchEvent(
      new MouseEvent(kind, {clientX: x, clientY: y, bubbles: true}));
  try {
    await frame();
)";

constexpr const char* postlude = R"(
  } catch (problem) {
    note('error', problem);
  }
  const made = document.createElement('pre');
  made.id = 'notes';
  made.textContent = btoa(encodeURIComponent(JSON.stringify(notes)));
  document.body.replaceChildren(made);
})();
</script></body>)";

/// Base64 of text with only ASCII in it.
std::string decoded(const std::string& text) {
  const std::string digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string::npos) break;
    bits = (bits << 6U) | static_cast<unsigned>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      result +=
          static_cast<char>((bits >> static_cast<unsigned>(count)) & 255U);
    }
  }
  return result;
}

std::string without_percent(const std::string& text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size()) {
      result +=
          static_cast<char>(std::stoi(text.substr(at + 1, 2), nullptr, 16));
      at += 2;
    } else {
      result += text[at];
    }
  }
  return result;
}

}  // namespace

std::string find_browser() {
  const support::finished_process found =
      support::run({{"/bin/sh", "-c",
                     "for each in chromium chromium-browser google-chrome; do"
                     " command -v $each && break; done"}});
  return found.output.substr(0, found.output.find('\n'));
}

std::vector<std::string> notes_of(const std::string& browser,
                                  const std::string& page,
                                  const std::string& script) {
  const temp_dir folder;
  const std::string path = folder / "page.html";
  std::string text = page;
  const std::string head = "<head>";
  text.replace(text.find(head), head.size(), clock);
  const std::string end = "</body>";
  text.replace(text.rfind(end), end.size(), prelude + script + postlude);
  support::write_file(path, text);
  support::command started{
      {"/bin/sh", "-c", "exec \"$0\" \"$@\" 2>/dev/null", browser, "--headless",
       "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
       "--disable-extensions", "--no-first-run", "--hide-scrollbars",
       "--window-size=1400,1000",
       "--user-data-dir=" + (folder / "profile").string(),
       "--virtual-time-budget=60000", "--dump-dom", "file://" + path}};
  started.environment["HOME"] = folder.path();
  const std::string dom = support::run(started).output;
  const std::string mark = "<pre id=\"notes\">";
  const std::size_t begin = dom.find(mark);
  if (begin == std::string::npos) {
    return {"the script did not end", dom.substr(0, 4000)};
  }
  return nlohmann::json::parse(
      without_percent(decoded(dom.substr(begin + mark.size()))));
}

}  // namespace parallel_testing::report_command
