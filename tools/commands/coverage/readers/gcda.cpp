// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/readers/gcda.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace parallel_testing::coverage_command {
namespace {

constexpr std::uint32_t data_magic = 0x67636461;   ///< "gcda"
constexpr std::uint32_t notes_magic = 0x67636e6f;  ///< "gcno"
constexpr std::uint32_t function_tag = 0x01000000;
constexpr std::uint32_t arcs_tag = 0x01a10000;
constexpr std::uint32_t summary_tag = 0xa1000000;
constexpr std::uint32_t function_words = 3;
constexpr std::uint32_t summary_words = 2;
constexpr std::uint32_t word_size = 4;

/// For example, "B22*" is 12.2 and "A93*" is 9.3.
bool has_checksum_and_bytes(std::uint32_t version) {
  constexpr int bits_of_byte = 8;
  constexpr std::uint32_t byte = 0xff;
  const auto tens = static_cast<int>(version >> 3 * bits_of_byte) - 'A';
  const auto ones =
      static_cast<int>((version >> 2 * bits_of_byte) & byte) - '0';
  constexpr int ten = 10;
  return tens * ten + ones >= 12;
}

class word_reader {
 public:
  explicit word_reader(const std::string& content) : content_(content) {}

  std::uint32_t word() {
    std::uint32_t value = 0;
    if (content_.size() - at_ < sizeof value) {
      throw bad_data("it was cut short");
    }
    std::memcpy(&value, content_.data() + at_, sizeof value);
    at_ += sizeof value;
    return value;
  }

  std::uint64_t counter() {
    const std::uint64_t low = word();
    constexpr int bits_of_word = 32;
    return low | static_cast<std::uint64_t>(word()) << bits_of_word;
  }

  [[nodiscard]] std::size_t left() const { return content_.size() - at_; }

 private:
  const std::string& content_;
  std::size_t at_ = 0;
};

class word_writer {
 public:
  void word(std::uint32_t value) {
    text_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void counter(std::uint64_t value) {
    constexpr int bits_of_word = 32;
    word(static_cast<std::uint32_t>(value));
    word(static_cast<std::uint32_t>(value >> bits_of_word));
  }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

counted_function read_function(word_reader& from, std::uint32_t words) {
  counted_function result;
  if (words == 0) {
    return result;
  }
  if (words != function_words) {
    throw bad_data("it contains a function in an unknown format");
  }
  result.ident = from.word();
  result.lineno_checksum = from.word();
  result.cfg_checksum = from.word();
  result.is_there = true;
  return result;
}

/// A negative length stands for that number of zeros.
void read_arcs(word_reader& from, std::int64_t words, counter_file& into) {
  if (into.functions.empty() || !into.functions.back().is_there) {
    throw bad_data("it contains counters without a function");
  }
  const auto count = static_cast<std::size_t>(std::abs(words) / 2);
  if (words > 0 && count > from.left() / sizeof(std::uint64_t)) {
    throw bad_data("it was cut short");
  }
  constexpr std::size_t most = std::size_t{1} << 24U;
  if (count > most) {
    throw bad_data("it contains a function in an unknown format");
  }
  std::vector<std::uint64_t>& arcs = into.functions.back().arcs;
  arcs.resize(count);
  if (words > 0) {
    std::generate(arcs.begin(), arcs.end(), [&] { return from.counter(); });
  }
}

void read_summary(word_reader& from, std::int64_t words, counter_file& into) {
  if (words != summary_words) {
    throw bad_data("it contains a summary in an unknown format");
  }
  into.runs = from.word();
  into.greatest = from.word();
}

gcov_stamp read_stamp(word_reader& from, std::uint32_t magic,
                      const char* what) {
  if (from.left() == 0) {
    throw bad_data("it is empty");
  }
  if (from.word() != magic) {
    throw bad_data(what);
  }
  gcov_stamp result;
  result.version = from.word();
  result.stamp = from.word();
  return result;
}

bool fits(const counted_function& one, const counted_function& other) {
  return !one.is_there || !other.is_there ||
         (one.ident == other.ident &&
          one.lineno_checksum == other.lineno_checksum &&
          one.cfg_checksum == other.cfg_checksum &&
          one.arcs.size() == other.arcs.size());
}

}  // namespace

counter_file parse_counters(const std::string& content) {
  word_reader from(content);
  counter_file result;
  result.stamp = read_stamp(from, data_magic, "it is not a data file of gcc");
  const bool has_bytes = has_checksum_and_bytes(result.stamp.version);
  if (has_bytes) {
    result.checksum = from.word();
  }
  while (const std::uint32_t tag = from.word()) {
    const auto length = static_cast<std::int32_t>(from.word());
    const std::int64_t words = length / (has_bytes ? int{word_size} : 1);
    if (tag == function_tag) {
      result.functions.push_back(
          read_function(from, static_cast<std::uint32_t>(words)));
    } else if (tag == arcs_tag) {
      read_arcs(from, words, result);
    } else if (tag == summary_tag) {
      read_summary(from, words, result);
    } else {
      throw bad_data("it contains a record in an unknown format");
    }
  }
  return result;
}

std::string to_content(const counter_file& counters) {
  word_writer into;
  const bool has_bytes = has_checksum_and_bytes(counters.stamp.version);
  const std::uint32_t unit = has_bytes ? word_size : 1;
  into.word(data_magic);
  into.word(counters.stamp.version);
  into.word(counters.stamp.stamp);
  if (has_bytes) {
    into.word(counters.checksum);
  }
  into.word(summary_tag);
  into.word(summary_words * unit);
  into.word(counters.runs);
  into.word(counters.greatest);
  for (const counted_function& each : counters.functions) {
    into.word(function_tag);
    into.word(each.is_there ? function_words * unit : 0);
    if (!each.is_there) {
      continue;
    }
    into.word(each.ident);
    into.word(each.lineno_checksum);
    into.word(each.cfg_checksum);
    into.word(arcs_tag);
    into.word(static_cast<std::uint32_t>(each.arcs.size()) * 2 * unit);
    for (const std::uint64_t count : each.arcs) {
      into.counter(count);
    }
  }
  into.word(0);
  return std::move(into).text();
}

void add(counter_file& into, const counter_file& other) {
  const bool are_equal =
      into.stamp == other.stamp &&
      std::equal(into.functions.begin(), into.functions.end(),
                 other.functions.begin(), other.functions.end(), fits);
  if (!are_equal) {
    throw bad_data("it belongs to another compilation");
  }
  into.runs += other.runs;
  into.greatest += other.greatest;
  for (std::size_t at = 0; at < other.functions.size(); ++at) {
    counted_function& sum = into.functions[at];
    const counted_function& more = other.functions[at];
    if (!sum.is_there) {
      sum = more;
    } else if (more.is_there) {
      std::transform(sum.arcs.begin(), sum.arcs.end(), more.arcs.begin(),
                     sum.arcs.begin(), std::plus<>());
    }
  }
}

bool counted_anything(const counter_file& counters) {
  return std::any_of(counters.functions.begin(), counters.functions.end(),
                     [](const counted_function& each) {
                       return std::any_of(
                           each.arcs.begin(), each.arcs.end(),
                           [](std::uint64_t count) { return count > 0; });
                     });
}

gcov_stamp parse_notes_stamp(const std::string& content) {
  word_reader from(content);
  return read_stamp(from, notes_magic, "it is not a notes file of gcc");
}

}  // namespace parallel_testing::coverage_command
