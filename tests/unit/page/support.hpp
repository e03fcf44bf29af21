#pragma once

#include <memory>
#include <string>
#include <utility>

#include "page/page.hpp"

namespace pgreach::page {

inline SourcePtr source_of(std::string name, std::string text) {
    return std::make_shared<const Source>(Source{std::move(name), std::move(text)});
}

// Every listing as "LINE HEADING/NUMBER TEXT".
inline std::string told(const Page& page) {
    std::string text;
    for (const auto& block : page.blocks) {
        text += std::to_string(block.source->first_line) + " " + block.heading + "/" + std::to_string(block.number) +
                " " + block.source->text;
    }
    return text;
}

}  // namespace pgreach::page
