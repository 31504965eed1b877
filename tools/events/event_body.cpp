// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/event_body.hpp"

#include <array>
#include <memory>

namespace parallel_testing::tools {
namespace {

struct body_type {
  void (*copy)(const void* from, void* to);
  void (*move)(void* from, void* to);
  void (*destroy)(void* body);
};

template <class Body>
constexpr body_type body_type_of() {
  static_assert(std::is_nothrow_move_constructible_v<Body>);
  return {
      [](const void* from, void* to) {
        new (to) Body(*static_cast<const Body*>(from));
      },
      [](void* from, void* to) {
        new (to) Body(std::move(*static_cast<Body*>(from)));
      },
      [](void* body) { std::destroy_at(static_cast<Body*>(body)); },
  };
}

template <class... Bodies>
constexpr auto body_types_of(events::event_list<Bodies...> /*all*/) {
  return std::array{body_type_of<Bodies>()...};
}

constexpr auto body_types = body_types_of(all_bodies());

}  // namespace

event_body::event_body(const event_body& other) : kind_(other.kind_) {
  body_types.at(kind_).copy(other.fields_, fields_);
}

event_body::event_body(event_body&& other) noexcept : kind_(other.kind_) {
  body_types.at(kind_).move(other.fields_, fields_);
}

event_body& event_body::operator=(const event_body& other) {
  return *this = event_body(other);
}

event_body& event_body::operator=(event_body&& other) noexcept {
  if (this != &other) {
    body_types.at(kind_).destroy(fields_);
    kind_ = other.kind_;
    body_types.at(kind_).move(other.fields_, fields_);
  }
  return *this;
}

event_body::~event_body() {
  body_types.at(kind_).destroy(fields_);
}

}  // namespace parallel_testing::tools
