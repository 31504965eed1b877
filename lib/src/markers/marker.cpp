// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "markers/marker.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <unordered_set>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"

namespace parallel_testing {

namespace {

constexpr char plain_sign = '@';
constexpr std::string_view decimal_digits = "0123456789";
constexpr std::string_view hexadecimal_digits = "0123456789ABCDEF";
constexpr std::string_view escaped_characters = "%;[]\\";
constexpr std::size_t longest_name = 100;
constexpr std::uint64_t greatest_count = 999999999;
constexpr std::uint64_t most_ranks = 9999;

struct size_unit {
  std::string_view name;
  std::uint64_t bytes;
};
constexpr size_unit size_units[] = {
    {"B", 1},           {"KB", 1000},        {"MB", 1000000},
    {"GB", 1000000000}, {"KiB", 1ULL << 10}, {"MiB", 1ULL << 20},
    {"GiB", 1ULL << 30}};

/// Reads a whole number from 1 to `most`, without leading zeros.
bool read_count(std::string_view text, std::uint64_t most,
                std::uint64_t& into) {
  if (text.empty() || text[0] == '0') {
    return false;
  }
  const auto number = whole_number(text, most);
  if (number) {
    into = *number;
  }
  return number.has_value();
}

/// Reads "2" or "0.5", a number greater than 0.
bool read_seconds(std::string_view text, double& into) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest =
      point == text.npos ? decimal_digits : text.substr(point + 1);
  const bool is_number =
      !whole.empty() && !rest.empty() &&
      whole.find_first_not_of(decimal_digits) == whole.npos &&
      rest.find_first_not_of(decimal_digits) == rest.npos &&
      text.find_first_not_of("0.") != text.npos;
  if (is_number) {
    into = std::strtod(std::string(text).c_str(), nullptr);
  }
  return is_number;
}

/// Reads "2GiB" as a number of bytes.
bool read_size(std::string_view text, std::uint64_t& into) {
  const std::size_t end =
      std::min(text.find_first_not_of(decimal_digits), text.size());
  for (const size_unit& unit : size_units) {
    if (text.substr(end) != unit.name) {
      continue;
    }
    if (!read_count(text.substr(0, end), greatest_count, into)) {
      return false;
    }
    into *= unit.bytes;
    return true;
  }
  return false;
}

/// Reads "2" or "2,4": the numbers of ranks, of which the first is the amount.
bool read_ranks(std::string_view text, parsed_marker& into) {
  if (text.empty() || text.back() == ',') {
    return false;
  }
  std::uint64_t first = 0;
  for (const std::string_view each : split(text, ',')) {
    std::uint64_t ranks = 0;
    if (!read_count(each, most_ranks, ranks)) {
      return false;
    }
    first = first == 0 ? ranks : first;
  }
  into.amount = first;
  if (text.find(',') != text.npos) {
    into.name = text;
  }
  return true;
}

/// Reads the text that corresponds to one part of a form.
bool read_form_part(std::string_view form, std::string_view text,
                    parsed_marker& into) {
  if (form == "<name>" || form == "<group>") {
    into.name = text;
    return is_plain_name(text, longest_name);
  }
  if (form == "<count>") {
    return read_count(text, greatest_count, into.amount);
  }
  if (form == "<seconds>") {
    return read_seconds(text, into.seconds);
  }
  if (form == "<size>") {
    return read_size(text, into.amount);
  }
  if (form == "<ranks>") {
    return read_ranks(text, into);
  }
  if (starts_with(form, "<1-")) {
    const auto most =
        whole_number(form.substr(3, form.size() - 4), greatest_count);
    return read_count(text, most.value_or(0), into.amount);
  }
  if (form == "shared") {
    into.mode = lock_mode::shared;
  } else if (form == "cluster") {
    into.is_cluster = true;
  } else if (form == "hard") {
    into.is_limit = true;
  } else {
    into.name = text;
  }
  return text == form;
}

/// `rest` is the text after the word of the marker, including the colon.
bool read_form(std::string_view form, std::string_view rest,
               parsed_marker& into) {
  // split() drops an empty part at the end.
  if (form.empty() || rest.empty() || rest.back() == ':') {
    return form == rest;
  }
  const std::vector<std::string_view> parts = split(form, ':');
  const std::vector<std::string_view> texts = split(rest.substr(1), ':');
  if (parts.size() != texts.size()) {
    return false;
  }
  for (std::size_t at = 0; at < parts.size(); ++at) {
    if (!read_form_part(parts[at], texts[at], into)) {
      return false;
    }
  }
  return true;
}

const marker_row* row_of_word(std::string_view word) {
  for (const marker_row& row : marker_table) {
    if (row.word == word) {
      return &row;
    }
  }
  return nullptr;
}

std::vector<std::string_view> forms_of(const marker_row& row) {
  if (row.forms.empty()) {
    return {""};
  }
  return split(row.forms, '|');
}

bool read_row(const marker_row& row, std::string_view rest,
              parsed_marker& into) {
  for (const std::string_view form : forms_of(row)) {
    parsed_marker read;
    if (!read_form(form, rest, read)) {
      continue;
    }
    into = std::move(read);
    into.kind = row.kind;
    return true;
  }
  return false;
}

/// In the form of `<seconds>`, so without an exponent.
std::string decimal(double number) {
  std::string text = fmt::format("{:.9f}", number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') {
    text.pop_back();
  }
  return text;
}

std::string unescaped(std::string_view text) {
  std::string marker;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size()) {
      const std::size_t high = hexadecimal_digits.find(text[at + 1]);
      const std::size_t low = hexadecimal_digits.find(text[at + 2]);
      if (high != text.npos && low != text.npos) {
        marker += static_cast<char>(high * 16 + low);
        at += 2;
        continue;
      }
    }
    marker += text[at];
  }
  return marker;
}

/// A marker that requires what both do, which are both `gpu` or both `threads`.
parsed_marker stricter(const parsed_marker& one, const parsed_marker& other) {
  const parsed_marker& greater = one.amount >= other.amount ? one : other;
  if (one.name == other.name) {
    return greater;
  }
  if (one.kind == marker_kind::threads) {
    return parse_marker(fmt::format("threads:{}:pinned", greater.amount));
  }
  // How much of a device some memory is depends on the device.
  const bool is_whole = one.name.empty() || other.name.empty();
  return is_whole ? (one.name.empty() ? one : other) : parse_marker("gpu");
}

class unification {
 public:
  void add(const marker_list& markers) {
    ++lists_;
    bool has_time = false;
    for (const parsed_marker& marker : markers) {
      const marker_row* const row = row_of(marker.kind);
      switch (row == nullptr ? union_rule::all : row->unites) {
        case union_rule::all:
          if (known_.insert(canonical_text(marker)).second) {
            all_.push_back(marker);
          }
          break;
        case union_rule::greatest:
          add_greatest(marker);
          break;
        case union_rule::strictest:
          add_strictest(marker);
          break;
        case union_rule::sum:
          if (!has_time) {
            seconds_ += marker.seconds;
          }
          has_time = true;
          break;
        case union_rule::none:
          break;
      }
    }
    timed_ += has_time ? 1U : 0U;
  }

  marker_list result() {
    marker_list united;
    for (parsed_marker& marker : all_) {
      if (!is_implied(marker)) {
        united.push_back(std::move(marker));
      }
    }
    for (auto* const found : {&greatest_, &strictest_}) {
      for (auto& [key, marker] : *found) {
        united.push_back(std::move(marker));
      }
    }
    if (timed_ == lists_ && timed_ > 0) {
      united.push_back(timeout_marker(seconds_));
    }
    return united;
  }

 private:
  void add_greatest(const parsed_marker& marker) {
    const std::string key =
        fmt::format("{}:{}", row_of(marker.kind)->word, marker.name);
    const auto [known, is_new] = greatest_.try_emplace(key, marker);
    if (!is_new && marker.amount > known->second.amount) {
      known->second = marker;
    }
  }

  void add_strictest(const parsed_marker& marker) {
    const std::string word(row_of(marker.kind)->word);
    const auto [known, is_new] = strictest_.try_emplace(word, marker);
    if (!is_new) {
      known->second = stricter(known->second, marker);
    }
  }

  /// Whether an exclusive marker of another case already covers this shared
  /// one.
  bool is_implied(const parsed_marker& marker) const {
    constexpr std::string_view word = ":shared";
    std::string exclusive = marker.text;
    exclusive.erase(std::min(exclusive.rfind(word), exclusive.size()),
                    word.size());
    return marker.mode == lock_mode::shared && known_.count(exclusive) != 0;
  }

  marker_list all_;
  std::unordered_set<std::string> known_;
  std::map<std::string, parsed_marker> greatest_;
  std::map<std::string, parsed_marker> strictest_;
  double seconds_ = 0;
  std::size_t timed_ = 0;
  std::size_t lists_ = 0;
};

}  // namespace

parsed_marker parse_marker(std::string_view text) {
  parsed_marker result;
  const std::size_t colon = std::min(text.find(':'), text.size());
  const marker_row* const row = row_of_word(text.substr(0, colon));
  if (!text.empty() && text[0] == plain_sign) {
    result.kind = marker_kind::plain_tag;
  } else if (row == nullptr || !read_row(*row, text.substr(colon), result)) {
    result.kind =
        colon < text.size() ? marker_kind::malformed : marker_kind::label;
  }
  result.text = text;
  return result;
}

marker_list parse_markers(std::string_view list) {
  marker_list markers;
  for (const std::string_view piece : split(list, ';')) {
    markers.push_back(parse_marker(unescaped(piece)));
  }
  return markers;
}

const marker_row* row_of(marker_kind kind) {
  for (const marker_row& row : marker_table) {
    if (row.kind == kind) {
      return &row;
    }
  }
  return nullptr;
}

std::string canonical_text(const parsed_marker& marker) {
  const marker_row* const row = row_of(marker.kind);
  if (row == nullptr) {
    return marker.text;
  }
  const std::size_t colon = std::min(marker.text.find(':'), marker.text.size());
  return std::string(row->word) + marker.text.substr(colon);
}

std::vector<std::string> canonical_texts(const marker_list& markers) {
  std::vector<std::string> texts;
  for (const parsed_marker& each : markers) {
    texts.push_back(canonical_text(each));
  }
  return texts;
}

std::string usage_of(std::string_view text) {
  const marker_row* const row = row_of_word(text.substr(0, text.find(':')));
  if (row == nullptr) {
    return "";
  }
  std::string usage;
  const std::vector<std::string_view> forms = forms_of(*row);
  for (std::size_t at = 0; at < forms.size(); ++at) {
    if (at > 0) {
      usage += at + 1 < forms.size() ? ", " : " or ";
    }
    usage += row->word;
    if (!forms[at].empty()) {
      usage += fmt::format(":{}", forms[at]);
    }
  }
  if (row->forms.find("<size>") != row->forms.npos) {
    usage += "; a size is a number and B, KB, MB, GB, KiB, MiB or GiB";
  }
  return usage;
}

void append_marker(std::string& list, std::string_view marker) {
  if (!list.empty()) {
    list += ';';
  }
  for (const char c : marker) {
    if (escaped_characters.find(c) == std::string_view::npos) {
      list += c;
      continue;
    }
    const auto code = static_cast<unsigned char>(c);
    list += '%';
    list += hexadecimal_digits[code / 16U];
    list += hexadecimal_digits[code % 16U];
  }
}

std::string joined_markers(const marker_list& markers) {
  std::string list;
  for (const parsed_marker& marker : markers) {
    append_marker(list, marker.text);
  }
  return list;
}

bool is_builtin_label(std::string_view text) {
  return std::find(std::begin(builtin_labels), std::end(builtin_labels),
                   text) != std::end(builtin_labels);
}

std::string plain_tag(std::string_view tag) {
  return plain_sign + std::string(tag);
}

std::vector<std::string> take_plain_tags(marker_list& markers) {
  const auto first = std::stable_partition(
      markers.begin(), markers.end(), [](const parsed_marker& each) {
        return each.kind != marker_kind::plain_tag;
      });
  std::vector<std::string> tags;
  for (auto each = first; each != markers.end(); ++each) {
    tags.push_back(each->text.substr(1));
  }
  markers.erase(first, markers.end());
  return tags;
}

parsed_marker timeout_marker(double seconds) {
  return parse_marker("timeout:" + decimal(seconds));
}

parsed_marker without_limit(const parsed_marker& memory) {
  return parse_marker(
      std::string_view(memory.text).substr(0, memory.text.rfind(':')));
}

marker_list united_markers(const std::vector<marker_list>& cases) {
  unification all;
  for (const marker_list& each : cases) {
    all.add(each);
  }
  return all.result();
}

std::vector<private_view> private_views_of(const marker_list& markers) {
  std::vector<private_view> kinds;
  for (const parsed_marker& marker : markers) {
    if (marker.kind != marker_kind::isolate) {
      continue;
    }
    const std::string_view names =
        marker.name.empty() ? std::string_view("network,tmp,ipc") : marker.name;
    for (const private_view kind : read_private_views(names)) {
      if (!contains(kinds, kind)) {
        kinds.push_back(kind);
      }
    }
  }
  return kinds;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t bytes = 0;
  return read_size(text, bytes) ? std::optional(bytes) : std::nullopt;
}

}  // namespace parallel_testing
