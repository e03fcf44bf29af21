#include "manifest/manifest.hpp"

#include <utility>

#include "manifest/kinds.hpp"
#include "yaml/reader.hpp"

namespace pgreach::manifest {
namespace {

constexpr const char* not_a_manifest = "not-a-manifest";

std::string text_of(const yaml::Node* node) {
    return node != nullptr && node->kind == yaml::Kind::string ? node->text : std::string();
}

class Reader {
  public:
    explicit Reader(SourcePtr source) : source_(std::move(source)) {}

    void take(yaml::Node document);
    Manifests finish(Diagnostics syntax);

  private:
    void complain(Mark mark, std::string text, std::string remedy) {
        result_.diagnostics.push_back(
            {Severity::error, source_, mark, std::move(text), std::move(remedy), not_a_manifest});
    }
    void take_list(yaml::Node& list);
    bool check_text(const yaml::Node& object, const char* field, const std::string& example);

    SourcePtr source_;
    Manifests result_;
};

bool Reader::check_text(const yaml::Node& object, const char* field, const std::string& example) {
    const yaml::Node* value = object.find(field);
    if (!text_of(value).empty()) return true;
    complain(value == nullptr ? object.mark : value->mark, std::string("this object has no ") + field,
             "write, for example, '" + example + "'");
    return false;
}

void Reader::take_list(yaml::Node& list) {
    for (auto& entry : list.entries) {
        if (entry.key != "items" || entry.value.kind != yaml::Kind::list) continue;
        for (auto& item : entry.value.items) take(std::move(item));
        return;
    }
    complain(list.mark, "this list has no items", "write 'items:' and the objects below it");
}

void Reader::take(yaml::Node document) {
    if (document.is_null()) return;
    if (document.kind != yaml::Kind::map) {
        return complain(document.mark, "a manifest is a map, this is a " + std::string(to_string(document.kind)),
                        "begin with 'apiVersion:' and 'kind:'");
    }
    if (text_of(document.find("kind")).ends_with("List")) return take_list(document);
    const bool built_in = text_of(document.find("kind")) == "NetworkPolicy";
    if (!check_text(document, "apiVersion", built_in ? "apiVersion: networking.k8s.io/v1" : "apiVersion: cilium.io/v2"))
        return;
    if (!check_text(document, "kind", "kind: CiliumNetworkPolicy")) return;
    const yaml::Node* metadata = document.find("metadata");
    const std::string name = metadata == nullptr ? std::string() : text_of(metadata->find("name"));
    Manifest manifest{.api_version = document.find("apiVersion")->text,
                      .kind = document.find("kind")->text,
                      .name = name,
                      .ns = metadata == nullptr ? std::string() : text_of(metadata->find("namespace")),
                      .document = {},
                      .source = source_};
    const bool meant_as_policy = judge_kind(manifest).state != KindState::other;
    if (meant_as_policy && name.empty()) {  // others, like a Kustomization, may go without
        return complain(metadata == nullptr ? document.mark : metadata->mark, "this object has no metadata.name",
                        "give it a name: the API server refuses it without");
    }
    manifest.document = std::move(document);
    result_.manifests.push_back(std::move(manifest));
}

Manifests Reader::finish(Diagnostics syntax) {
    result_.diagnostics.insert(result_.diagnostics.begin(), syntax.begin(), syntax.end());
    if (result_.manifests.empty() && result_.diagnostics.empty()) {
        complain({}, "there is no manifest in it", "");
    }
    return std::move(result_);
}

}  // namespace

Manifests read(const SourcePtr& source) {
    auto documents = yaml::read(source);
    Reader reader(source);
    for (auto& document : documents.documents) reader.take(std::move(document));
    return reader.finish(std::move(documents.diagnostics));
}

Manifests read_object(const yaml::Node& object, const SourcePtr& source) {
    Reader reader(source);
    reader.take(object);
    return reader.finish({});
}

std::string describe(const Manifest& manifest) {
    return describe(manifest.id());
}

}  // namespace pgreach::manifest
