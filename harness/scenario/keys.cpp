#include "scenario/keys.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace pgreach::scenario {
namespace {

constexpr bool needed = true;

constexpr std::array scenario_keys = {
    Key{"name", "text", "What commands, records and reports call it; no other scenario has it", needed},
    Key{"title", "text", "What it shows, in one line", needed},
    Key{"page", "a map", "Where the documentation says so"},
    Key{"participants", "text or a map",
        "Who takes part: a file of that name, without its .yaml, in a folder of participants; or a map", needed},
    Key{"policies", "a list of maps", "What is applied: policies themselves, or where they are", needed},
    Key{"claims", "a list of maps", "What is promised of every flow; left out only where every step has its own"},
    Key{"steps", "a list of maps", "What is done one after the other; without it all policies are applied at once"},
    Key{"known_defects", "a list of maps", "Differences from the claims that are understood, and do not fail a run"},
};
constexpr std::array page_keys = {
    Key{"file", "a path", "The page, relative to the scenario's file; that of CloudNativePG on Cilium unless given"},
    Key{"heading", "text", "The heading of the section", needed},
    Key{"block", "a number", "Which YAML block of that section; 1 unless given"},
};
constexpr std::array policy_keys = {
    Key{"page", "text", "A policy of the page by its name, byte for byte as the page has it"},
    Key{"file", "a path", "A file of policies, relative to the scenario's"},
    Key{"folder", "a path", "All files of policies below a folder, relative to the scenario's"},
    Key{"as", "text", "What steps call it: another version of a policy of the same name"},
};
constexpr std::array step_keys = {
    Key{"name", "text", "What reports call it", needed},
    Key{"validation", "strict or ignore",
        "How unknown fields are met: refused, as kubectl would have it (strict, unless given), or pruned (ignore)"},
    Key{"remove", "names of policies, or all", "What is removed, before anything is applied"},
    Key{"apply", "names of policies, or all", "What is applied; all of them where the step says neither"},
    Key{"claims", "a list of maps", "What is promised after it; the scenario's unless given"},
};
constexpr std::array claim_keys = {
    Key{"to", "names", "Targets, groups of them, or instances", needed},
    Key{"port", "a number", "A port of theirs; this or ports is needed"},
    Key{"ports", "a list of numbers", "Several"},
    Key{"protocol", "TCP or UDP", "Only that of them; both unless given"},
    Key{"allow", "names, all or rest", "Who is let in; this or deny is needed"},
    Key{"deny", "names, all or rest", "Who is not; rest is whoever the other side does not name"},
};
constexpr std::array defect_keys = {
    Key{"id", "text", "What reports call it", needed},
    Key{"promises", "text", "What the documentation says", needed},
    Key{"happens", "text", "What happens instead", needed},
    Key{"link", "text", "Where one may read about it", needed},
    Key{"remedy", "text", "What to write instead", needed},
    Key{"flows", "a list of maps", "Flows that differ from the claims; these or admissions are needed"},
    Key{"admissions", "a list of maps", "Policies that are not simply accepted"},
    Key{"steps", "names of steps", "After which it is so; after all unless given"},
};
constexpr std::array defect_flow_keys = {
    Key{"from", "names", "Peers, or groups of them; all unless given"},
    Key{"to", "names", "Targets, groups of them, or instances", needed},
    Key{"port", "a number", "A port of theirs; this or ports is needed"},
    Key{"ports", "a list of numbers", "Several"},
    Key{"protocol", "TCP or UDP", "Only that of them; both unless given"},
};
constexpr std::array admission_keys = {
    Key{"policy", "text", "A policy of the scenario", needed},
    Key{"result", "refused, pruned or rejected", "What becomes of it", needed},
};
constexpr std::array file_keys = {
    Key{"participants", "text", "What scenarios call it, which is the name of the file without its .yaml", needed},
    Key{"cluster", "text", "The Cluster of CloudNativePG that the instances are of", needed},
    Key{"ports", "a list of maps", "What instances serve, one port for each purpose", needed},
    Key{"members", "a list of maps", "Everybody", needed},
    Key{"groups", "a map", "Short names for several members"},
    Key{"namespaces", "a map", "Namespaces with labels of their own"},
};
constexpr std::array file_of_participants_keys = {
    Key{"file", "a path", "A participants file, relative to the scenario's", needed},
};
constexpr std::array given_participants_keys = {
    Key{"cluster", "text", "As in a participants file"},
    Key{"ports", "a list of maps", "As in a participants file"},
    Key{"members", "a list of maps", "As in a participants file"},
    Key{"groups", "a map", "As in a participants file"},
    Key{"namespaces", "a map", "As in a participants file"},
};
constexpr std::array service_keys = {
    Key{"port", "a number", "1 to 65535", needed},
    Key{"speaks", "postgresql, https, http, tcp, udp or dns", "How a probe speaks to it", needed},
    Key{"protocol", "TCP or UDP", "What follows from the above, for readers"},
    Key{"name", "text", "What policies may call the port"},
};
constexpr std::array audit_claim_keys = {
    Key{"to", "text", "A target as the audit calls it: cluster shop/orders", needed},
    Key{"port", "a number", "A port of its instances", needed},
    Key{"allow", "names", "Workloads that are let in, as the audit calls them; this or deny is needed"},
    Key{"deny", "names", "Workloads that are not"},
};
constexpr std::array claims_file_keys = {
    Key{"claims", "a list of maps", "What a live cluster must do ([audit.md](audit.md))", needed},
};
constexpr std::array port_keys = {
    Key{"number", "a number", "1 to 65535", needed},
    Key{"purpose", "postgresql, status or metrics", "How a probe speaks to it; postgresql unless given"},
};
constexpr std::array participant_keys = {
    Key{"name", "text", "What claims call it", needed},
    Key{"kind", "pod, host or cidr", "A pod (unless given), a node, or an address outside the cluster"},
    Key{"namespace", "text", "Of a pod, which needs it"},
    Key{"labels", "a map of texts", "Of a pod"},
    Key{"cidr", "text", "Of kind cidr, which needs it: its address, as 203.0.113.7/32"},
    Key{"instance", "primary or replica", "It is this instance of the database, and so a target"},
    Key{"status_path", "text", "What it asks for on a status port; / unless given"},
    Key{"service_account", "text", "Of a pod; default unless given"},
    Key{"services", "a list of maps", "What it serves itself: it is a target"},
};

constexpr std::array tables = {
    KeyTable{"a scenario", "the file itself", scenario_keys},
    KeyTable{"'page'", "`page` of a scenario", page_keys},
    KeyTable{"'participants'", "`participants` of a scenario, where all of them stand there", given_participants_keys},
    KeyTable{"'participants' with 'file'", "`participants` of a scenario, where it names a path",
             file_of_participants_keys},
    KeyTable{"a policy", "`policies`, where it is not written there itself; one of page, file and folder", policy_keys},
    KeyTable{"a claim", "`claims` of a scenario or a step", claim_keys},
    KeyTable{"a step", "`steps` of a scenario", step_keys},
    KeyTable{"a known defect", "`known_defects` of a scenario", defect_keys},
    KeyTable{"a flow of a known defect", "`flows` of a known defect", defect_flow_keys},
    KeyTable{"an admission of a known defect", "`admissions` of a known defect", admission_keys},
    KeyTable{"a participants file", "a file in a folder of participants", file_keys},
    KeyTable{"a port of the participants", "`ports` of a participants file", port_keys},
    KeyTable{"a participant", "`members` of a participants file", participant_keys},
    KeyTable{"'groups'",
             "`groups` of a participants file; each key is a group's name, its value names of members",
             {},
             true},
    KeyTable{"'namespaces'",
             "`namespaces` of a participants file; each key is a namespace, its value a map of labels",
             {},
             true},
    KeyTable{"a service", "`services` of a participant", service_keys},
    KeyTable{"a claim of an audit", "`claims` of a file of claims", audit_claim_keys},
    KeyTable{"a file of claims", "what `pgreach audit --claims` reads", claims_file_keys},
};

constexpr const char* head =
    "# Keys of scenario and participants files\n\n"
    "Made from the loader's own table; [scenarios.md](scenarios.md) explains and shows them. Any other key is an "
    "error, told "
    "with\nits place and the key that was probably meant. *Names* are one name or a list of them.\n";

}  // namespace

std::span<const KeyTable> key_tables() {
    return tables;
}

const KeyTable& keys_of(std::string_view map) {
    const auto found =
        std::find_if(tables.begin(), tables.end(), [&](const KeyTable& table) { return table.map == map; });
    if (found == tables.end()) throw std::logic_error("no table has the keys of " + std::string(map));
    return *found;
}

std::string reference() {
    std::string text = head;
    for (const auto& table : tables) {
        std::string title(table.map);
        if (title.front() == '\'') title = '`' + title.substr(1, title.size() - 2) + '`';
        if (title.front() == 'a') title.front() = 'A';
        text += "\n## " + title + "\n\nIn " + table.where + ".\n";
        if (table.keys.empty()) continue;
        text += "\n| key | value | meaning |\n| --- | --- | --- |\n";
        for (const auto& key : table.keys) {
            text += std::string("| `") + key.name + "`" + (key.needed ? " (needed)" : "") + " | " + key.value + " | " +
                    key.meaning + " |\n";
        }
    }
    return text;
}

}  // namespace pgreach::scenario
