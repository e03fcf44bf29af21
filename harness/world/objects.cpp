#include "world/objects.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "manifest/kinds.hpp"
#include "page/page.hpp"

namespace pgreach::world {
namespace {

using ObjectKey = std::tuple<std::string, std::string, std::string, std::string>;
ObjectKey key_of(const manifest::Manifest& object) {
    return {object.api_version, object.kind, namespace_of(object), object.name};
}

// As an API server would that is given one after the other.
void keep_last(std::vector<manifest::Manifest>& objects) {
    std::set<ObjectKey> later;
    std::vector<manifest::Manifest> kept;
    for (auto object = objects.rbegin(); object != objects.rend(); ++object) {
        if (object->name.empty() || later.insert(key_of(*object)).second) kept.push_back(std::move(*object));
    }
    objects.assign(std::make_move_iterator(kept.rbegin()), std::make_move_iterator(kept.rend()));
}

bool has_line(const std::string& text, const std::string& beginning) {
    return text.starts_with(beginning) || text.find("\n" + beginning) != std::string::npos;
}

bool has_kind(const std::string& text) {
    return has_line(text, "kind:") || text.find("\"kind\"") != std::string::npos;
}

// Without its objects the answer would be another. A template is none until it is filled in.
bool is_broken_manifest(const Source& source, const Diagnostics& found) {
    const bool broken =
        std::any_of(found.begin(), found.end(), [](const Diagnostic& one) { return one.code == "syntax"; });
    return broken && !page::is_page(source.name) && has_kind(source.text) &&
           source.text.find("{{") == std::string::npos;
}

// A file that somebody named need not be whole.
bool lists_participants(const manifest::File& file) {
    const std::string& text = file.source->text;
    const bool titled = has_line(text, "participants:") || has_line(text, "cast:");
    return titled && !has_kind(text) && (file.named || has_line(text, "members:"));
}

class Collector {
  public:
    void take(const manifest::File& file);
    Objects finish() {
        keep_last(objects_.policies);
        keep_last(objects_.others);
        return std::move(objects_);
    }

  private:
    void take_text(const SourcePtr& source, bool named);
    void take_object(manifest::Manifest object);
    void complain(const manifest::Manifest& object, const char* field, std::string text, std::string remedy) {
        objects_.diagnostics.push_back(
            {Severity::error, object.source, object.document.find(field)->mark, std::move(text), std::move(remedy)});
    }

    Objects objects_;
};

void Collector::take(const manifest::File& file) {
    if (page::is_page(file.source->name)) {
        for (const auto& block : page::yaml_blocks(file.source)) {
            if (has_line(block.source->text, "kind:")) take_text(block.source, file.named);
        }
    } else if (lists_participants(file)) {
        objects_.participants.push_back(file.source);
    } else {
        take_text(file.source, file.named);
    }
}

void Collector::take_text(const SourcePtr& source, bool named) {
    auto read = manifest::read(source);
    if (named || is_broken_manifest(*source, read.diagnostics)) {
        std::move(read.diagnostics.begin(), read.diagnostics.end(), std::back_inserter(objects_.diagnostics));
    } else {
        objects_.left_out += read.diagnostics.size();
    }
    for (auto& object : read.manifests) take_object(std::move(object));
}

void Collector::take_object(manifest::Manifest object) {
    const auto [state, meant] = manifest::judge_kind(object);
    switch (state) {
        case manifest::KindState::policy:
            return objects_.policies.push_back(std::move(object));
        case manifest::KindState::misspelled:
            return complain(object, "kind", "no API server knows the kind '" + object.kind + "'",
                            "write 'kind: " + std::string(meant->kind) + "'");
        case manifest::KindState::wrong_version:
            return complain(object, "apiVersion", "there is no " + object.kind + " in " + object.api_version,
                            "write 'apiVersion: " + std::string(meant->api_version) + "'");
        case manifest::KindState::other:
            return objects_.others.push_back(std::move(object));
    }
}

}  // namespace

void Objects::add(Objects more) {
    const auto append = [](auto& to, auto& from) { std::move(from.begin(), from.end(), std::back_inserter(to)); };
    append(policies, more.policies);
    append(others, more.others);
    append(participants, more.participants);
    append(diagnostics, more.diagnostics);
    left_out += more.left_out;
    keep_last(policies);
    keep_last(others);
}

Objects read_objects(const std::vector<manifest::File>& files) {
    Collector collector;
    for (const auto& file : files) collector.take(file);
    return collector.finish();
}

std::string namespace_of(const manifest::Manifest& object) {
    return object.ns.empty() ? "default" : object.ns;
}

}  // namespace pgreach::world
