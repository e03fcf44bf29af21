#include "reach/json_parts.hpp"

#include <algorithm>

#include "model/names.hpp"
#include "reach/render.hpp"

namespace pgreach::reach {

Json json_of(const Why& why) {
    if (why.ground != engine::Ground::rule) return {{"reason", to_text(why)}};
    return {{"rule", why.rule}, {"file", why.file}, {"line", why.line}};
}

Json json_of(const Party& party) {
    return {{"name", party.name}, {"text", party.text}, {"pods", party.pods}};
}

Json json_of(const Parties& list) {
    Json parties = Json::array();
    for (const auto& party : list) parties.push_back(json_of(party));
    return parties;
}

Json json_of(const PortSpan& span) {
    Json json;
    if (span.rest) {
        json["others"] = true;
        if (!span.every_protocol) json["protocol"] = to_string(span.protocol);
        return json;
    }
    json["port"] = span.first;
    if (span.last != span.first) json["last_port"] = span.last;
    json["protocol"] = to_string(span.protocol);
    if (!span.name.empty()) json["name"] = span.name;
    return json;
}

std::string dump(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pgreach::reach
