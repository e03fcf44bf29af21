#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "model/observation.hpp"
#include "model/participants.hpp"
#include "model/watch.hpp"

// The words between pgreach and a running pgreach-probe: one JSON object a line, in both directions.
namespace pgreach::probe {

inline constexpr int protocol_version = 1;

// How to speak to one target. Secrets never travel: the batch names the variable or the file that has the password
// where the probe runs.
struct Dial {
    PortPurpose purpose = PortPurpose::postgresql;
    std::string address;  // a number, or a name that the probe resolves
    int port = 0;
    std::string user = {};  // PostgreSQL from here
    std::string database = {};
    std::string password_variable = {};
    std::string password_file = {};
    std::string sslmode = "require";
    std::string path = "/";        // HTTP
    std::string ca = {};           // PEM; the certificate must come from it. Empty: any certificate will do
    std::string server_name = {};  // the name that the certificate must have, empty where the CA is enough
    // Ends once the target has answered and TLS stands, where there is TLS: no password is checked, no query run.
    bool brief = false;
};

// One flow of a batch; `id` is its place in the batch.
struct DialedFlow {
    int id = 0;
    Dial dial;
};

// Instructions to the probe.
struct Batch {
    int number = 0;
    std::int64_t timeout_ms = 0;  // of each attempt, from its own start
    int window = 0;               // how many attempts at once; 0: all
    // A connection that is made waits so long for `go` before the target is spoken to. All connections are made first
    // then, and whatever is denied is known before anybody shakes hands.
    std::int64_t hold_ms = 0;
    std::vector<DialedFlow> flows = {};
};
// Ends an attempt as `dropped`; one that has ended already is left alone.
struct Cancel {
    int batch = 0;
    int id = 0;
    std::string reason = {};
};
// Ends the hold of a batch.
struct Go {
    int batch = 0;
};
// Tries each of its flows again and again until `unwatch`: a new connection every `interval`, which may take up to
// `patience` to be answered and says nothing to the target, and a request every `beat` on one connection that stays.
// Addresses are numbers. What is seen is kept by the probe, and told when asked for (`tell`).
struct Watch {
    int number = 0;
    std::int64_t interval_us = 0;
    std::int64_t patience_us = 0;
    std::int64_t beat_us = 0;  // 0: no connection stays
    int most = 0;              // connections of one flow that wait for an answer at once; the oldest ones stay longest
    // Where its log can be fetched when this stream was lost (pgreach-probe --resume NAME), and how long it then goes
    // on; empty: it ends with the stream.
    std::string name = {};
    std::int64_t orphaned_us = 0;
    std::vector<DialedFlow> flows = {};
};
// Begins nothing more. What waits for an answer is waited for.
struct Unwatch {
    int watch = 0;
};
// Asks for all runs from `since` on, and for those that are not ended.
struct Tell {
    int watch = 0;
    std::int64_t since = 0;
};
// Asks for the time of the probe's clock.
struct AskTime {
    int question = 0;
};
struct End {};
using Instruction = std::variant<Batch, Cancel, Go, Watch, Unwatch, Tell, AskTime, End>;

// Reports of the probe. Hello comes first and once.
struct Hello {
    std::string version;
    int protocol = 0;
};
// The socket has a local address, so that evidence can be matched to it. Comes again when libpq opens another socket.
struct Started {
    int batch = 0;
    int id = 0;
    std::string source = {};  // "10.244.0.7:40312"
    std::string destination = {};
};
struct Attempted {
    int batch = 0;
    int id = 0;
    Attempt attempt = {};
};
struct Done {
    int batch = 0;
};
// Runs of a watch, on the probe's clock. Those that are ended have numbers, one after the other, and never change.
struct FlowRun {
    int id = 0;
    WatchRun run = {};
};
struct Told {
    int watch = 0;
    std::int64_t first = 0;  // the number of the first of `ended`: more than was asked for where the log was full
    std::vector<FlowRun> ended = {};
    std::vector<FlowRun> open = {};  // at most one of each series
    bool over = false;               // nothing more will come
};
struct Time {
    int question = 0;
    std::int64_t now_us = 0;
};
// The probe did not understand a line.
struct Complaint {
    std::string text;
};
using Message = std::variant<Hello, Started, Attempted, Done, Told, Time, Complaint>;

// One line, with its newline. Bytes that are not UTF-8 (in raw errors) are replaced.
std::string to_line(const Instruction& instruction);
std::string to_line(const Message& message);

// Reads one line, without its newline. Anything else than the protocol is an `input` error that quotes the line.
Result<Instruction> parse_instruction(std::string_view line);
Result<Message> parse_message(std::string_view line);

// The two ends of a connection: "10.244.0.7:40312", "[fd00::7]:40312".
std::string endpoint_text(const std::string& address, int port);

}  // namespace pgreach::probe
