// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <algorithm>
#include <cstddef>
#include <new>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "lib/src/events/schema.hpp"

namespace parallel_testing::tools {

/// An event that this version does not know. It still proves that its process
/// lived.
struct unknown_event {
  std::string name;
};

template <class... Events>
events::event_list<unknown_event, Events...> bodies_of(
    events::event_list<Events...>);

/// unknown_event, and those of lib/src/events/schema.hpp.
using all_bodies = decltype(bodies_of(events::all_events()));

template <class... Bodies>
constexpr std::size_t largest_size(events::event_list<Bodies...> /*all*/) {
  return std::max({sizeof(Bodies)...});
}

/// The fields of one event, as one of the structs in `all_bodies`.
///
/// A std::variant of all these types would compile thousands of functions in
/// each unit that copies it.
class event_body {
 public:
  event_body() : event_body(unknown_event()) {}
  template <class Body>
  requires all_bodies::has<Body> event_body(Body given)
      : kind_(kind_of<Body>(all_bodies())) {
    new (fields_) Body(std::move(given));
  }

  event_body(const event_body& other);
  event_body(event_body&& other) noexcept;
  event_body& operator=(const event_body& other);
  event_body& operator=(event_body&& other) noexcept;
  ~event_body();

  /// The place of its type in `all_bodies`.
  [[nodiscard]] std::size_t kind() const { return kind_; }

  template <class Body>
  [[nodiscard]] bool is() const {
    return kind_ == kind_of<Body>(all_bodies());
  }

  /// nullptr if it is of another type.
  template <class Body>
  [[nodiscard]] const Body* get_if() const {
    return is<Body>() ? std::launder(reinterpret_cast<const Body*>(fields_))
                      : nullptr;
  }
  template <class Body>
  [[nodiscard]] Body* get_if() {
    return const_cast<Body*>(std::as_const(*this).get_if<Body>());
  }

  /// Throws std::bad_cast if it is of another type.
  template <class Body>
  [[nodiscard]] const Body& get() const {
    if (!is<Body>()) {
      throw std::bad_cast();
    }
    return *get_if<Body>();
  }

  /// Calls `visitor` with the fields as the type that they have.
  template <class Visitor>
  void visit(const Visitor& visitor) const {
    visit_one(*this, visitor, all_bodies());
  }
  template <class Visitor>
  void visit(const Visitor& visitor) {
    visit_one(*this, visitor, all_bodies());
  }

 private:
  template <class Body, class... Bodies>
  static constexpr std::size_t kind_of(events::event_list<Bodies...> /*all*/) {
    std::size_t kind = 0;
    (void)((std::is_same_v<Body, Bodies> || (++kind, false)) || ...);
    return kind;
  }

  template <class Self, class Visitor, class... Bodies>
  static void visit_one(Self& self, const Visitor& visitor,
                        events::event_list<Bodies...> /*all*/) {
    (void)((self.template is<Bodies>() &&
            (visitor(*self.template get_if<Bodies>()), true)) ||
           ...);
  }

  std::size_t kind_;
  alignas(std::max_align_t) std::byte fields_[largest_size(all_bodies())];
};

}  // namespace parallel_testing::tools
