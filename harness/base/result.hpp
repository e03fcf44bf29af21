#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace pgreach {

// What kind of failure this is. It decides the exit code (cli/console.cpp) and nothing else.
enum class ErrorKind {
    usage,        // wrong flag
    no_match,     // a name or pattern that names nothing
    input,        // a faulty file: scenario, participants, manifest, record
    environment,  // the machine or cluster cannot do it, or failed in mid-run
    interrupted,  // the user asked us to stop
    internal,     // a bug of ours
};

// A failure as a value. `message` gains context on the way up ("reading X: …"); `remedy` says what the user can do,
// empty where there is nothing to say. Printed in one place, by the CLI.
struct Error {
    ErrorKind kind = ErrorKind::internal;
    std::string message;
    std::string remedy = {};

    // The same error with "context: " in front.
    Error in(const std::string& context) && { return {kind, context + ": " + message, std::move(remedy)}; }
};

inline Error environment_error(std::string message, std::string remedy = {}) {
    return {ErrorKind::environment, std::move(message), std::move(remedy)};
}
inline Error input_error(std::string message, std::string remedy = {}) {
    return {ErrorKind::input, std::move(message), std::move(remedy)};
}

// A value or the error that prevented it; shaped like std::expected, which g++ 12 does not have.
// Reading the side that is not there is a bug and throws.
template <typename T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    Error& error() & { return std::get<1>(state_); }
    const Error& error() const& { return std::get<1>(state_); }
    Error&& error() && { return std::get<1>(std::move(state_)); }

  private:
    std::variant<T, Error> state_;
};

// Success without a value, or the error.
template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    bool has_value() const { return !error_; }
    explicit operator bool() const { return has_value(); }
    Error& error() & { return error_.value(); }
    const Error& error() const& { return error_.value(); }
    Error&& error() && { return std::move(error_).value(); }

  private:
    std::optional<Error> error_;
};

}  // namespace pgreach
