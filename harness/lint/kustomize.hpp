#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"

namespace pgreach::lint {

// What the kustomizations among the files say of the others: kustomize's own, which list files and folders, and those
// of Flux, which name a folder (spec.path, spec.targetNamespace).
class Kustomizations {
  public:
    explicit Kustomizations(const std::vector<SourcePtr>& files);

    // The namespaces that kustomizations put this file's objects into; none where none says.
    const std::set<std::string>& namespaces_of(const std::string& file) const;
    // It is a part of an object only, laid over another.
    bool is_patch(const std::string& file) const { return patches_.count(file) > 0; }
    static bool is_kustomization(const std::string& file);

  private:
    struct Node {
        std::string ns;
        std::vector<std::string> resources;  // paths of files and folders
    };
    void read(const SourcePtr& file);
    void spread(const std::string& folder, const std::string& outer, std::set<std::string>& on_the_path);
    void place(const std::string& path, const std::string& ns, std::set<std::string>& on_the_path);

    std::map<std::string, Node> nodes_;        // by folder
    std::map<std::string, std::string> flux_;  // folders that Flux applies, with the namespace that it names
    std::set<std::string> patches_;
    std::set<std::string> files_;
    std::map<std::string, std::set<std::string>> namespaces_;  // by file
};

}  // namespace pgreach::lint
