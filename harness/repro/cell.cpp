#include "repro/cell.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "base/printable.hpp"
#include "base/text.hpp"

namespace pgreach::repro {
namespace {

constexpr const char* form = "write SCENARIO/STEP/PEER/TARGET:PORT, as the page of the run gives it";

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string without_escapes(const std::string& text) {
    std::string plain;
    for (size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low < 0) {
            plain += text[i];
        } else {
            plain += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return plain;
}

Error unknown(const std::string& what, const std::string& name, const std::vector<std::string>& known) {
    const auto meant = nearest(name, known);
    std::vector<std::string> shown;
    for (const auto& one : known) shown.push_back(printable_line(one));
    return {ErrorKind::usage, "the record has no " + what + " '" + printable_line(name) + "'",
            meant ? "did you mean '" + printable_line(*meant) + "'?" : "there are: " + join(shown, ", ")};
}

template <typename Records, typename Name>
std::vector<std::string> names_in(const Records& records, Name name) {
    std::vector<std::string> names;
    for (const auto& one : records) {
        const std::string text = name(one);
        if (std::find(names.begin(), names.end(), text) == names.end()) names.push_back(text);
    }
    return names;
}

std::optional<int> port_of(const std::string& text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(port)
                                                                                     : std::nullopt;
}

Result<size_t> find_step(const ScenarioRecord& scenario, const std::vector<std::string>& parts) {
    const auto names = names_in(scenario.steps, [](const StepRecord& step) { return step.name; });
    if (parts.size() == 3 && scenario.steps.size() == 1) return size_t{0};
    if (parts.size() == 3) {
        std::vector<std::string> shown;
        for (const auto& one : names) shown.push_back("'" + printable_line(one) + "'");
        return Error{ErrorKind::usage, printable_line(scenario.name) + " has several steps",
                     "name one behind the scenario: " + join(shown, ", ")};
    }
    const auto found = std::find(names.begin(), names.end(), parts[1]);
    if (found == names.end()) return unknown("step", parts[1], names);
    return static_cast<size_t>(std::find_if(scenario.steps.begin(), scenario.steps.end(),
                                            [&](const StepRecord& step) { return step.name == *found; }) -
                               scenario.steps.begin());
}

Result<const FlowRecord*> find_flow(const StepRecord& step, const std::string& from, const std::string& target) {
    const auto colon = target.rfind(':');
    const auto port = colon == std::string::npos ? std::nullopt : port_of(target.substr(colon + 1));
    if (!port) return Error{ErrorKind::usage, "'" + printable_line(target) + "' is not TARGET:PORT", form};
    const auto to = target.substr(0, colon);
    const auto same = [&](const FlowRecord& one) {
        return one.flow.from == from && one.flow.to == to && one.flow.port == *port;
    };
    const auto found = std::find_if(step.flows.begin(), step.flows.end(), same);
    if (found != step.flows.end()) return &*found;
    const auto peers = names_in(step.flows, [](const FlowRecord& one) { return one.flow.from; });
    if (std::find(peers.begin(), peers.end(), from) == peers.end()) return unknown("peer", from, peers);
    return unknown("flow", describe(Flow{from, to, Protocol::tcp, *port}),
                   names_in(step.flows, [](const FlowRecord& one) { return describe(one.flow); }));
}

}  // namespace

Result<Cell> find_cell(const verdict::RunVerdict& verdict, const std::string& name) {
    std::vector<std::string> parts;
    for (const auto& part : split(name.starts_with('#') ? name.substr(1) : name, '/')) {
        parts.push_back(without_escapes(part));
    }
    if (parts.size() != 3 && parts.size() != 4) {
        return Error{ErrorKind::usage, "'" + printable_line(name) + "' names no cell", form};
    }
    const auto scenario = std::find_if(verdict.scenarios.begin(), verdict.scenarios.end(), [&](const auto& one) {
        return one.record != nullptr && one.name == parts.front();
    });
    if (scenario == verdict.scenarios.end()) {
        return unknown("scenario", parts.front(),
                       names_in(verdict.scenarios, [](const auto& one) { return one.name; }));
    }
    const auto step = find_step(*scenario->record, parts);
    if (!step) return step.error();
    const auto flow = find_flow(scenario->record->steps[*step], parts[parts.size() - 2], parts.back());
    if (!flow) return flow.error();
    const auto item = std::find_if(scenario->items.begin(), scenario->items.end(), [&](const verdict::Item& one) {
        return one.flow() != nullptr && one.flow()->record == *flow;
    });
    return Cell{scenario->record, *step, *flow, &*item};
}

}  // namespace pgreach::repro
