#include "lint/kustomize.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "yaml/reader.hpp"

namespace pgreach::lint {
namespace {

namespace fs = std::filesystem;

std::string folder_of(const std::string& file) {
    return fs::path(file).parent_path().lexically_normal().string();
}

std::string join_path(const std::string& folder, const std::string& path) {
    std::string joined = (fs::path(folder) / path).lexically_normal().string();
    while (joined.size() > 1 && joined.ends_with('/')) joined.pop_back();
    return joined == "." ? "" : joined;
}

std::string text_at(const yaml::Node& map, std::string_view key) {
    const yaml::Node* found = map.find(key);
    return found != nullptr && found->kind == yaml::Kind::string ? found->text : std::string();
}

void add_paths(const yaml::Node& document, std::string_view key, const std::string& folder, auto add) {
    const yaml::Node* list = document.find(key);
    if (list == nullptr) return;
    for (const auto& item : list->items) {
        const std::string path = item.is_scalar() ? item.text : text_at(item, "path");
        if (!path.empty() && path.find('\n') == std::string::npos) add(join_path(folder, path));
    }
}

// The last names of the path are those of the folder: where a repository begins, nobody tells.
bool ends_in(const std::string& folder, const std::string& path) {
    return folder == path || folder.ends_with("/" + path);
}

}  // namespace

bool Kustomizations::is_kustomization(const std::string& file) {
    const std::string name = fs::path(file).filename().string();
    return name == "kustomization.yaml" || name == "kustomization.yml" || name == "Kustomization";
}

void Kustomizations::read(const SourcePtr& file) {
    const bool own = is_kustomization(file->name);
    if (!own && file->text.find("kustomize.toolkit.fluxcd.io") == std::string::npos) return;
    for (const auto& document : yaml::read(file).documents) {
        if (own && text_at(document, "apiVersion").find("fluxcd") == std::string::npos) {
            const std::string folder = folder_of(file->name);
            Node& node = nodes_[folder];
            node.ns = text_at(document, "namespace");
            for (const auto* key : {"resources", "bases", "components"}) {
                add_paths(document, key, folder,
                          [&node](std::string path) { node.resources.push_back(std::move(path)); });
            }
            for (const auto* key : {"patches", "patchesStrategicMerge", "patchesJson6902"}) {
                add_paths(document, key, folder, [this](std::string path) { patches_.insert(std::move(path)); });
            }
        }
        const yaml::Node* spec = document.find("spec");
        if (spec == nullptr || text_at(document, "kind") != "Kustomization") continue;
        const std::string path = join_path("", text_at(*spec, "path"));
        if (!path.empty()) flux_[path] = text_at(*spec, "targetNamespace");
    }
}

Kustomizations::Kustomizations(const std::vector<SourcePtr>& files) {
    for (const auto& file : files) {
        files_.insert(file->name);
        read(file);
    }
    std::set<std::string> inner, folders;
    for (const auto& [folder, node] : nodes_) inner.insert(node.resources.begin(), node.resources.end());
    for (const auto& file : files_) folders.insert(folder_of(file));
    std::set<std::string> on_the_path;
    for (const auto& [path, ns] : flux_) {
        for (const auto& folder : folders) {
            if (!ends_in(folder, path)) continue;
            inner.insert(folder);
            place(folder, ns, on_the_path);
        }
    }
    for (const auto& [folder, node] : nodes_) {
        if (inner.count(folder) == 0) spread(folder, "", on_the_path);
    }
}

// The outermost namespace wins: kustomize sets it last.
void Kustomizations::spread(const std::string& folder, const std::string& outer, std::set<std::string>& on_the_path) {
    if (!on_the_path.insert(folder).second) return;
    const Node& node = nodes_.at(folder);
    for (const auto& resource : node.resources) place(resource, outer.empty() ? node.ns : outer, on_the_path);
    on_the_path.erase(folder);
}

void Kustomizations::place(const std::string& path, const std::string& ns, std::set<std::string>& on_the_path) {
    if (nodes_.count(path) > 0) return spread(path, ns, on_the_path);
    if (ns.empty()) return;
    if (files_.count(path) > 0) {
        namespaces_[path].insert(ns);
        return;
    }
    for (auto file = files_.lower_bound(path + "/"); file != files_.end() && file->starts_with(path + "/"); ++file) {
        namespaces_[*file].insert(ns);  // a folder without a kustomization: Flux takes all of it
    }
}

const std::set<std::string>& Kustomizations::namespaces_of(const std::string& file) const {
    static const std::set<std::string> none;
    const auto found = namespaces_.find(file);
    return found == namespaces_.end() ? none : found->second;
}

}  // namespace pgreach::lint
