#pragma once

#include <compare>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "reach/evaluation.hpp"
#include "reach/peer_set.hpp"
#include "reach/ports.hpp"
#include "world/contents.hpp"

namespace pgreach::reach {

// What is asked. Workloads by their place in Contents::workloads, sorted; empty lists mean what `all` says.
struct Question {
    std::vector<size_t> from = {};
    std::vector<size_t> to = {};
    bool all = false;     // every workload, not the databases alone
    bool egress = false;  // whom they reach, in place of who reaches them
};

// Some workloads of one owner, or all of them: "deployment web/api, 12 pods".
struct Party {
    std::string name;  // "web/api"
    std::string text;  // "deployment web/api"
    size_t pods = 0;

    std::string describe() const;
    auto operator<=>(const Party&) const = default;
};

// So few are told where they stand, whatever else is told of them.
constexpr size_t few = 8;

// Parties, sorted. Those who are the same in many places are held once.
class Parties {
  public:
    Parties() = default;
    explicit Parties(std::vector<Party> parties)
        : parties_(std::make_shared<const std::vector<Party>>(std::move(parties))) {}

    const std::vector<Party>& all() const { return *parties_; }
    auto begin() const { return parties_->begin(); }
    auto end() const { return parties_->end(); }
    size_t size() const { return parties_->size(); }
    bool empty() const { return parties_->empty(); }
    size_t pods() const;
    const Party& operator[](size_t index) const { return (*parties_)[index]; }
    auto operator<=>(const Parties& other) const {
        return parties_ == other.parties_ ? std::strong_ordering::equal : *parties_ <=> *other.parties_;
    }
    bool operator==(const Parties& other) const { return (*this <=> other) == 0; }

  private:
    std::shared_ptr<const std::vector<Party>> parties_ = std::make_shared<const std::vector<Party>>();
};

// Who passes for the same reasons. The side of who is asked about is `near`, that of the others `far`. Where there are
// more than a few, a pod that is asked about may be among them: it reaches itself, which no policy decides.
struct Group {
    Why near;
    Why far;
    Parties parties = {};
    bool others = false;  // all but these, where those are many fewer

    auto operator<=>(const Group&) const = default;
};

// A class of peers that passes, whether there is such a peer today or not; what rules deny of it is `but`.
struct Exposure {
    PeerSet peers;
    Why near;
    std::vector<PeerSet> but = {};

    auto operator<=>(const Exposure&) const = default;
};

// What is true of some ports.
struct Passing {
    bool unprotected = false;            // no policy closes anything in this direction
    std::vector<Group> groups = {};      // sorted by reason
    std::vector<Exposure> exposed = {};  // sorted by text; empty where `unprotected`: everybody

    // Nobody passes but the pod's own node, whom agents let in everywhere.
    bool nobody() const;
    auto operator<=>(const Passing&) const = default;
};

struct PortAnswer {
    PortSpan ports;
    Passing passing;

    auto operator<=>(const PortAnswer&) const = default;
};

// Of a workload, or of several that have the same answer.
struct Answer {
    Party party;                                // all of them as one
    Parties subjects;                           // one by one
    std::string database = {};                  // "db/pg" where it is an instance or Pooler of that one
    std::vector<std::string> selected_by = {};  // policies of this direction, "db/pg-ingress (policies/db.yaml:1)"
    // What the workload declares, then what rules name where that is answered otherwise than the rest, then the rest
    // where anybody passes.
    std::vector<PortAnswer> ports;
};

struct ReachResult {
    bool egress = false;
    std::vector<Answer> answers;         // sorted by name; databases first by database
    std::vector<Admitted> not_in_force;  // policies without effect, and those that lost fields
    size_t policies = 0;
    size_t workloads = 0;
    size_t pods = 0;
    size_t on_host_network = 0;
};

ReachResult reach(const world::Contents& contents, const Policies& policies, const Question& question);

// The workloads that a word of a command line means: a name ("web/api", "db/pg", also with "*"), a namespace ("web/"),
// a kind and name ("deployment web/api"), a label selector ("role=backend,tier!=test"). Empty where nobody is meant.
std::vector<size_t> find_workloads(const world::Contents& contents, const std::string& word);

}  // namespace pgreach::reach
