#include "docs/near_misses.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "manifest/label_rules.hpp"
#include "model/cnpg.hpp"

namespace pgreach::docs {
namespace {

// The last part of a label's key, as part of a name.
std::string short_name(const std::string& key) {
    return key.substr(key.rfind('/') + 1);
}

std::string in_other_letters(std::string value) {
    const auto letter = std::find_if(value.begin(), value.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
    if (letter == value.end()) return {};
    const auto c = static_cast<unsigned char>(*letter);
    *letter = static_cast<char>(std::islower(c) != 0 ? std::toupper(c) : std::tolower(c));
    return value;
}

// The next address in the order of numbers.
void advance(manifest::Cidr& address) {
    for (size_t i = address.v6 ? 16 : 4; i-- > 0;) {
        if (++address.address[i] != 0) return;
    }
}

std::string to_text(const manifest::Cidr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(address.v6 ? AF_INET6 : AF_INET, address.address.data(), text.data(), text.size());
    return std::string(text.data()) + (address.v6 ? "/128" : "/32");
}

}  // namespace

std::vector<NearMiss> near_misses_of(const Labels& labels) {
    std::vector<NearMiss> misses;
    for (const auto& [key, value] : labels) {
        const auto name = short_name(key);
        auto without = labels;
        without.erase(key);
        misses.push_back({"without-" + name, std::move(without)});
        if (const auto other = in_other_letters(value); !other.empty()) {
            misses.push_back({name + "-case", labels});
            misses.back().labels[key] = other;
        }
        misses.push_back({name + "-suffix", labels});
        misses.back().labels[key] = value + "-2";
    }
    return misses;
}

bool is_possible(const std::string& ns, const Labels& labels) {
    return manifest::namespace_faults(ns).empty() && std::all_of(labels.begin(), labels.end(), [](const auto& label) {
               return manifest::label_key_faults(label.first).empty() &&
                      manifest::label_value_faults(label.second).empty();
           });
}

std::optional<std::string> address_in(const manifest::Cidr& block, const std::vector<manifest::Cidr>& except) {
    constexpr int tried = 1024;
    auto address = block.masked();
    address.bits = address.v6 ? 128 : 32;
    for (int i = 0; i < tried && block.contains(address); ++i, advance(address)) {
        const auto taken = std::find_if(except.begin(), except.end(),
                                        [&](const manifest::Cidr& exception) { return exception.contains(address); });
        if (taken == except.end()) return to_text(address);
    }
    return std::nullopt;
}

std::vector<TargetPort> ports_of(const std::vector<engine::Rule>& rules) {
    // The one that gives way first comes last.
    std::vector<TargetPort> ports = {{cnpg::postgresql_port, PortPurpose::postgresql},
                                     {cnpg::status_port, PortPurpose::status},
                                     {cnpg::metrics_port, PortPurpose::metrics}};
    std::set<int> wanted;
    for (const auto& rule : rules) {
        for (const auto& range : rule.ports) {
            const bool tcp = (range.protocols & engine::only(Protocol::tcp)) != 0;
            if (tcp && range.from > 0) wanted.insert(range.from);
        }
    }
    const auto serves = [&](int number) {
        return std::any_of(ports.begin(), ports.end(), [&](const TargetPort& port) { return port.number == number; });
    };
    for (const int number : wanted) {
        const auto free = std::find_if(ports.rbegin(), ports.rend(),
                                       [&](const TargetPort& port) { return !wanted.contains(port.number); });
        if (!serves(number) && free != ports.rend()) free->number = number;
    }
    return ports;
}

}  // namespace pgreach::docs
